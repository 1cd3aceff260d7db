/**
 * node-redis takes no stream, only an address. So it gets one that exists nowhere, and whatever
 * connects to it is led to the engine. A path and not a host, because no path is looked up in DNS.
 */
import type { Acceptor } from '../engine/transport.ts'
import { randomSeed } from '../kernel/random.ts'
import { IN_PROCESS } from './in-process-link.ts'
import { serveAddress } from './intercept.ts'
import { guarded, onRelease } from './released.ts'

/** The options that bring an unmodified node-redis (5, 6) to the engine. */
export interface NodeRedisOptions {
  readonly socket: { readonly path: string; readonly tls: false }
}

const paths = new WeakMap<Acceptor, string>()
let engines = 0

/**
 * For `createClient(nodeRedisOptions(acceptor))` and `createClientPool`. To add socket options of
 * your own, spread `socket` too. Valid until `releaseClients(acceptor)`.
 */
export function nodeRedisOptions(acceptor: Acceptor): NodeRedisOptions {
  let path = paths.get(acceptor)
  if (path === undefined) {
    // The seed keeps two copies of this module in one process apart (an ESM and a CommonJS one).
    path = `redouble:in-process-${randomSeed().toString(36)}-${++engines}`
    paths.set(acceptor, path)
    const { stop } = serveAddress(guarded(acceptor), { path }, IN_PROCESS)
    onRelease(acceptor, stop)
  }
  return { socket: { path, tls: false } }
}
