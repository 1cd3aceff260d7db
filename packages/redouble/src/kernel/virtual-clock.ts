import { Agenda, type Appointment } from './agenda.ts'
import type { Clock, Timer } from './clock.ts'
import { RedoubleError } from './redouble-error.ts'

/** Where a virtual clock starts when it is not told: 2024-01-01T00:00:00Z. */
const DEFAULT_START_MS = Date.UTC(2024, 0, 1)

/**
 * Time that stands still until it is told to move. Timers fire while it moves, in the order of
 * their deadlines, and find the clock at their own deadline; timers that they set fire in the same
 * movement when they come due within it. A delay of less than a millisecond counts as one.
 * Microseconds are kept, so fractions of a millisecond add up exactly.
 */
export class VirtualClock implements Clock {
  #nowMicros: number
  readonly #startMicros: number
  readonly #agenda = new Agenda<() => void>()

  constructor(startMs: number = DEFAULT_START_MS) {
    this.#nowMicros = micros(startMs)
    this.#startMicros = this.#nowMicros
  }

  now(): number {
    return Math.floor(this.#nowMicros / 1000)
  }

  nowMicros(): number {
    return this.#nowMicros
  }

  /** Counts from the making of the clock. */
  monotonicMicros(): number {
    return this.#nowMicros - this.#startMicros
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    // As with setTimeout, so that a callback which sets itself again cannot stop time.
    const delay = delayMs > 1 ? Math.ceil(delayMs * 1000) : 1000
    return new VirtualTimer(this.#agenda, this.#agenda.add(this.#nowMicros + delay, callback))
  }

  /** Timers that have neither fired nor been cleared. */
  get pendingTimers(): number {
    return this.#agenda.size
  }

  /** Milliseconds until the next timer fires; undefined when none is pending. */
  get untilNextTimer(): number | undefined {
    const next = this.#agenda.earliest()
    return next === undefined ? undefined : (next.at - this.#nowMicros) / 1000
  }

  /**
   * Moves time on and fires what comes due on the way. When a callback throws, the error passes
   * through and time stands at that callback's deadline; the timers behind it stay pending. A
   * callback may itself advance the clock.
   */
  advance(ms: number): void {
    if (!(ms >= 0) || ms === Number.POSITIVE_INFINITY) {
      throw new RedoubleError(
        'REDOUBLE_CLOCK_ADVANCE',
        `A clock advances by a finite number of milliseconds that is not negative, not by ${ms}.`,
      )
    }
    const target = this.#nowMicros + micros(ms)
    let next = this.#agenda.earliest()
    while (next !== undefined && next.at <= target) {
      this.#agenda.cancel(next)
      // A callback that advanced the clock itself may have left it later than this deadline.
      if (next.at > this.#nowMicros) this.#nowMicros = next.at
      next.item()
      next = this.#agenda.earliest()
    }
    if (target > this.#nowMicros) this.#nowMicros = target
  }
}

class VirtualTimer implements Timer {
  readonly #agenda: Agenda<() => void>
  readonly #appointment: Appointment<() => void>

  constructor(agenda: Agenda<() => void>, appointment: Appointment<() => void>) {
    this.#agenda = agenda
    this.#appointment = appointment
  }

  clear(): void {
    this.#agenda.cancel(this.#appointment)
  }

  /** A virtual timer never keeps the process alive. */
  unref(): Timer {
    return this
  }
}

function micros(ms: number): number {
  return Math.round(ms * 1000)
}
