/**
 * What ends when an engine stops. An option object may outlive its engine: a client that is made
 * with it afterwards must be refused, and not wait.
 */
import type { Acceptor } from '../engine/transport.ts'

const released = new WeakSet<Acceptor>()
const guards = new WeakMap<Acceptor, Acceptor>()
const duties = new WeakMap<Acceptor, Set<() => void>>()

/** The acceptor as in-process clients reach it: it refuses once released. */
export function guarded(acceptor: Acceptor): Acceptor {
  let guard = guards.get(acceptor)
  if (guard === undefined) {
    guard = {
      admits: () => acceptor.admits?.() !== false,
      connect(sink, origin) {
        if (released.has(acceptor)) throw new Error('this Redouble has been stopped')
        return acceptor.connect(sink, origin)
      },
    }
    guards.set(acceptor, guard)
  }
  return guard
}

/** The engine has stopped, and nobody shall come back to it. */
export function isReleased(acceptor: Acceptor): boolean {
  return released.has(acceptor)
}

/** Calls back when the engine stops. Returns the way to take that back. */
export function onRelease(acceptor: Acceptor, duty: () => void): () => void {
  let known = duties.get(acceptor)
  if (known === undefined) {
    known = new Set()
    duties.set(acceptor, known)
  }
  known.add(duty)
  return () => known.delete(duty)
}

/**
 * Lets go of an engine that stops: its intercepts end, and the options made for it lead nowhere.
 * The connections through a `Connector` are the engine's to close.
 */
export function releaseClients(acceptor: Acceptor): void {
  released.add(acceptor)
  for (const duty of [...(duties.get(acceptor) ?? [])]) duty()
}
