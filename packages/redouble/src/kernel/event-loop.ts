/**
 * The event loop itself, which no fake timer may stand in for: taken when the module is loaded,
 * from the module and not from the global, which test runners replace.
 */
import timers from 'node:timers'

const { setImmediate } = timers

/** Resolves once the event loop has gone round: what was written to a socket has had its poll. */
export function nextLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
