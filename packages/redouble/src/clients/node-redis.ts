/**
 * node-redis takes no stream, only an address. So it gets one that exists nowhere, and whatever
 * connects to it is led to the engine. A path and not a host, because no path is looked up in DNS.
 */
import type { Acceptor } from '../engine/transport.ts'
import { randomSeed } from '../kernel/random.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { IN_PROCESS } from './in-process-link.ts'
import { serveAddress } from './intercept.ts'
import { guarded, isReleased, onRelease } from './released.ts'

/** The options that bring an unmodified node-redis (5, 6) to the engine. */
export interface NodeRedisOptions {
  readonly socket: {
    readonly path: string
    readonly tls: false
    /** The client's own default while the double runs; ends it once the double is stopped. */
    readonly reconnectStrategy: (retries: number) => number | Error
  }
}

const made = new WeakMap<Acceptor, NodeRedisOptions>()
let engines = 0
/** As node-redis waits between its attempts. */
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2000

/**
 * For `createClient(nodeRedisOptions(acceptor))` and `createClientPool`. To add socket options of
 * your own, spread `socket` too. Valid until `releaseClients(acceptor)`.
 */
export function nodeRedisOptions(acceptor: Acceptor): NodeRedisOptions {
  let options = made.get(acceptor)
  if (options === undefined) {
    // The seed keeps two copies of this module in one process apart (an ESM and a CommonJS one).
    const path = `redouble:in-process-${randomSeed().toString(36)}-${++engines}`
    options = { socket: { path, tls: false, reconnectStrategy: strategyOf(acceptor) } }
    made.set(acceptor, options)
    const { stop } = serveAddress(guarded(acceptor), { path }, IN_PROCESS)
    onRelease(acceptor, stop)
  }
  return { socket: { ...options.socket } }
}

/** With the client's own strategy it would try for ever to reach a double that is gone. */
function strategyOf(acceptor: Acceptor): (retries: number) => number | Error {
  return (retries) => {
    if (!isReleased(acceptor)) return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retries)
    return new RedoubleError(
      'REDOUBLE_STOPPED',
      'This Redouble has been stopped, so its clients end. Close them before it.',
    )
  }
}
