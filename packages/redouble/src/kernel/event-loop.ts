/**
 * The event loop itself, which no fake timer may stand in for: taken when the module is loaded,
 * from the module and not from the global, which test runners replace.
 */
import timers from 'node:timers'

const { setImmediate } = timers
const readPerformance = performance.now.bind(performance)

/** Resolves once the event loop has gone round: what was written to a socket has had its poll. */
export function nextLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Calls back once the event loop has looked at what has arrived. */
export function afterEvents(act: () => void): void {
  setImmediate(act)
}

/**
 * Microseconds of the process's own time, whatever clock the engine runs on: a script that computes
 * keeps others out also where a test keeps the clock still. Only differences mean something.
 */
export function realMicros(): number {
  return readPerformance() * 1000
}
