import type { Database } from '../data/database.ts'
import type { Clock, Timer } from '../kernel/clock.ts'

/** Keys of a database that one step removes at the most before other work gets its turn. */
const EXPIRE_STEP_KEYS = 2000

/** Expires what is due, a step of it in each database; the earliest deadline that is left. */
export function expireDue(databases: readonly Database[]): number | undefined {
  let next: number | undefined
  for (const db of databases) {
    db.expireDue(EXPIRE_STEP_KEYS)
    const deadline = db.nextExpiry()
    if (deadline !== undefined && (next === undefined || deadline < next)) next = deadline
  }
  return next
}

/**
 * Active expiry: one timer, armed for the earliest deadline of all databases. Redis samples ten
 * times a second; being exact is within what it promises and better for tests.
 */
export class ExpiryCycle {
  readonly #clock: Clock
  /** Expires what is due and returns the next deadline, if any. */
  readonly #step: () => number | undefined
  #timer: Timer | null = null
  #armedFor = Number.POSITIVE_INFINITY
  #enabled = true

  constructor(clock: Clock, step: () => number | undefined) {
    this.#clock = clock
    this.#step = step
  }

  get isEnabled(): boolean {
    return this.#enabled
  }

  setEnabled(enabled: boolean): void {
    this.#enabled = enabled
    this.stop()
    // What ran out meanwhile goes soon, but not within the command that switched the cycle on.
    if (enabled) this.#arm(this.#clock.now())
  }

  /** A deadline was set; the timer moves when it is the earliest. */
  moved(at: number): void {
    if (!this.#enabled || at >= this.#armedFor) return
    this.#arm(at)
  }

  stop(): void {
    this.#timer?.clear()
    this.#timer = null
    this.#armedFor = Number.POSITIVE_INFINITY
  }

  #arm(at: number): void {
    this.#timer?.clear()
    this.#armedFor = at
    const delayMs = Math.max(1, at - this.#clock.now())
    this.#timer = this.#clock.setTimer(() => this.#fire(), delayMs).unref()
  }

  #fire(): void {
    this.#timer = null
    this.#armedFor = Number.POSITIVE_INFINITY
    const next = this.#step()
    if (next !== undefined && this.#enabled) this.#arm(next)
  }
}
