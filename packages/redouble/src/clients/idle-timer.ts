/** A socket's `setTimeout`: tells of silence. Activity is a flag, not a new timer each time. */
import { systemClock, type Timer } from '../kernel/clock.ts'

export class IdleTimer {
  #timer: Timer | undefined
  #active = false
  readonly #expired: () => void

  constructor(expired: () => void) {
    this.#expired = expired
  }

  /** Begins to watch anew; 0 stops. */
  set(afterMs: number): void {
    this.#timer?.clear()
    this.#timer = undefined
    this.#active = false
    if (afterMs > 0) this.#arm(afterMs)
  }

  touch(): void {
    this.#active = true
  }

  #arm(afterMs: number): void {
    this.#timer = systemClock
      .setTimer(() => {
        const silent = !this.#active
        this.#active = false
        this.#arm(afterMs)
        if (silent) this.#expired()
      }, afterMs)
      .unref()
  }
}
