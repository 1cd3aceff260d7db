/**
 * The seam through which any client of this process can be reached: `net.Socket.prototype.connect`.
 *
 * `net.connect`, `new Socket().connect` and `tls.connect` all pass it, and it is the one place
 * where the destination is known and nothing has happened yet. The `net.client.socket`
 * diagnostics channel would need no replaced method, but since Node 22 it publishes from inside
 * `connect`, when it is too late to lead the socket elsewhere, and it does not name a destination.
 *
 * The method is replaced while at least one address is served, and put back with the last.
 */
import { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { type Address, addressKey, addressText, DEFAULT_PORT } from './address.ts'
import { soon } from './courier.ts'
import { lookupFor } from './dns-answers.ts'
import { readConnectArguments, withLookup } from './connect-arguments.ts'

/** What happens to a socket that connects to a served address. */
export type Serve = (socket: Socket, address: Address) => void

type Connect = (this: Socket, ...args: unknown[]) => Socket

const routes = new Map<string, Serve>()
let uninstall: (() => void) | undefined

/** Serves an address from now on. Throws when the address is taken. */
export function addRoute(address: Address, serve: Serve): void {
  const key = addressKey(address)
  if (routes.has(key)) {
    throw new RedoubleError(
      'REDOUBLE_INTERCEPT_CONFLICT',
      `${addressText(address)} is intercepted already (localhost, 127.0.0.1 and ::1 are one). ` +
        'Stop the first intercept, or give this one another port.',
    )
  }
  routes.set(key, serve)
  uninstall ??= install()
}

export function removeRoute(address: Address): void {
  routes.delete(addressKey(address))
  if (routes.size > 0) return
  uninstall?.()
  uninstall = undefined
}

function install(): () => void {
  const prototype = Socket.prototype as unknown as { connect: Connect }
  const original = prototype.connect

  function connect(this: Socket, ...args: unknown[]): Socket {
    const { options, callback } = readConnectArguments(args)
    const address = destination(options)
    const serve = address === undefined ? undefined : routes.get(addressKey(address))
    if (serve === undefined || address === undefined) {
      return original.apply(this, keepReal(args, options, callback))
    }
    if (isTls(this)) {
      refuseTls(this, address)
      return this
    }
    if (callback !== undefined) this.once('connect', callback)
    serve(this, address)
    return this
  }

  prototype.connect = connect
  return () => {
    // Someone who wrapped this wrapper later keeps it; without routes it passes everything on.
    if (prototype.connect === connect) prototype.connect = original
  }
}

function destination(options: Record<string, unknown>): Address | undefined {
  const { path, host, port } = options
  if (typeof path === 'string' && path !== '') return { path }
  const number = port === undefined ? DEFAULT_PORT : Number(port)
  if (!Number.isInteger(number)) return undefined
  return { host: typeof host === 'string' ? host : 'localhost', port: number }
}

/** Another port of an intercepted host is a real server, and is looked up as such. */
function keepReal(
  args: unknown[],
  options: Record<string, unknown>,
  callback: (() => void) | undefined,
): unknown[] {
  const { host, lookup } = options
  if (typeof host !== 'string' || lookup !== undefined) return args
  const real = lookupFor(host)
  return real === undefined ? args : withLookup(args, options, callback, real)
}

/** By its own mark and not by its class, since node:tls takes milliseconds to load. */
function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true
}

/** To serve it plain would tell the client that certificates were checked. */
function refuseTls(socket: TLSSocket, address: Address): void {
  const error = new RedoubleError(
    'REDOUBLE_INTERCEPT_TLS',
    `${addressText(address)} is intercepted, and a client connects to it with TLS. ` +
      'Take `rediss://` or the `tls` option out of the client for this test, ' +
      'or listen on a real port with `listen({ tls })`.',
  )
  // `tls.connect` still uses the socket after this returns.
  soon(() => socket.destroy(error))
}
