/** A socket's `setTimeout`: tells once of each silence. Costs nothing while nobody asked for it. */
import { systemClock, type Timer } from '../kernel/clock.ts'

export class IdleTimer {
  #timer: Timer | undefined
  #afterMs = 0
  #lastActivity = 0
  readonly #expired: () => void

  constructor(expired: () => void) {
    this.#expired = expired
  }

  /** Begins to watch anew; 0 stops. */
  set(afterMs: number): void {
    this.#timer?.clear()
    this.#timer = undefined
    this.#afterMs = afterMs
    this.touch()
  }

  touch(): void {
    if (this.#afterMs === 0) return
    this.#lastActivity = systemClock.now()
    if (this.#timer === undefined) this.#arm(this.#afterMs)
  }

  #arm(delayMs: number): void {
    this.#timer = systemClock.setTimer(() => this.#check(), delayMs).unref()
  }

  /** Activity does not move the timer, so the timer looks how much silence is still missing. */
  #check(): void {
    this.#timer = undefined
    const missing = this.#lastActivity + this.#afterMs - systemClock.now()
    if (missing > 0) this.#arm(missing)
    else this.#expired()
  }
}
