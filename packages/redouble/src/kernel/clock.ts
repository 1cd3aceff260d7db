/**
 * The one clock. Everything that waits or expires asks this interface, so that a test that moves
 * time moves all of it together. This room is the only one that may touch `Date.now` and timers.
 */

/** A pending callback. Cleared timers never fire. */
export interface Timer {
  clear(): void
  /** Lets the process end although the timer is pending. */
  unref(): Timer
}

/** Time as the engine sees it: milliseconds since the Unix epoch, and callbacks after a delay. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Microseconds since the Unix epoch, for TIME and slow logs. */
  nowMicros(): number
  /** A monotonic reading in microseconds for durations; never goes back. */
  monotonicMicros(): number
  /** Calls back once after `delayMs`. */
  setTimer(callback: () => void, delayMs: number): Timer
}

/** Node caps a timer's delay at this; a longer delay would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

class SystemTimer implements Timer {
  #handle: NodeJS.Timeout
  #unref = false
  #cleared = false

  constructor(callback: () => void, delayMs: number) {
    this.#handle = this.#arm(callback, delayMs)
  }

  #arm(callback: () => void, delayMs: number): NodeJS.Timeout {
    // Looked up at call time, so that a test runner's fake timers are honoured.
    const handle =
      delayMs > MAX_TIMER_MS
        ? globalThis.setTimeout(() => {
            if (this.#cleared) return
            this.#handle = this.#arm(callback, delayMs - MAX_TIMER_MS)
          }, MAX_TIMER_MS)
        : globalThis.setTimeout(callback, delayMs)
    if (this.#unref) handle.unref?.()
    return handle
  }

  clear(): void {
    this.#cleared = true
    globalThis.clearTimeout(this.#handle)
  }

  unref(): Timer {
    this.#unref = true
    this.#handle.unref?.()
    return this
  }
}

/** The wall clock of the process. Reads the globals at call time, so fake timers work. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // `Date.now` alone keeps fake timers honest; its sub-millisecond part is not observable.
  nowMicros: () => Date.now() * 1000,
  monotonicMicros: () => performance.now() * 1000,
  setTimer: (callback, delayMs) => new SystemTimer(callback, Math.max(0, delayMs)),
}

/** Resolves after `delayMs` of wall time. */
export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.setTimer(resolve, delayMs)
  })
}
