/** Serves an address of the application's own configuration in the process. */
import type { Acceptor, ConnectionOrigin } from '../engine/transport.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { type Address, addressText, DEFAULT_PORT, isName } from './address.ts'
import { Adopted } from './adopted-socket.ts'
import { IN_PROCESS } from './in-process-link.ts'
import { answerName, forgetName } from './dns-answers.ts'
import { onRelease } from './released.ts'
import { addRoute, removeRoute } from './seam.ts'

/** Which address to serve: a unix socket's path, or a host and port. @since 0.1.0 */
export interface InterceptOptions {
  /** The name or IP address that clients are configured with. @default 'localhost' */
  readonly host?: string
  /** @default 6379 */
  readonly port?: number
  /** A unix socket's path, instead of host and port. */
  readonly path?: string
}

/** An address that is served in the process. @since 0.1.0 */
export interface Intercept {
  readonly address: Address
  /** Clients that are connected through this intercept now. */
  readonly connections: number
  /**
   * Ends the connections that are open, and lets the address mean again what it meant before.
   * Idempotent.
   */
  stop(): void
}

/**
 * Whatever in this process connects to the address (ioredis, node-redis, `net.connect`) is served
 * by the engine: no port is opened, no name is looked up, the application is not changed. Other
 * addresses are untouched.
 *
 * @throws RedoubleError `REDOUBLE_INTERCEPT_CONFLICT` when the address is intercepted already,
 * `REDOUBLE_INTERCEPT_ADDRESS` for what is no address
 */
export function intercept(acceptor: Acceptor, options: InterceptOptions = {}): Intercept {
  const address = addressOf(options)
  return serveAddress(acceptor, address, originAt(address))
}

/** An intercept whose connections call themselves what `origin` says. */
export function serveAddress(
  acceptor: Acceptor,
  address: Address,
  origin: ConnectionOrigin,
): Intercept {
  const open = new Set<Adopted>()
  addRoute(address, (socket) => {
    const adopted = new Adopted(socket, acceptor, address, origin)
    open.add(adopted)
    socket.once('close', () => open.delete(adopted))
  })
  const name = 'host' in address && isName(address.host) ? address.host : undefined
  if (name !== undefined) answerName(name)

  let stopped = false
  const stop = (): void => {
    if (stopped) return
    stopped = true
    forget()
    removeRoute(address)
    if (name !== undefined) forgetName(name)
    for (const adopted of open) adopted.close()
  }
  const forget = onRelease(acceptor, stop)
  return {
    address,
    get connections() {
      return open.size
    },
    stop,
  }
}

function addressOf({ host, port, path }: InterceptOptions): Address {
  if (path !== undefined) {
    if (path !== '' && host === undefined && port === undefined) return { path }
    throw new RedoubleError(
      'REDOUBLE_INTERCEPT_ADDRESS',
      'An intercept takes a path, or a host and port, and not both.',
    )
  }
  const address = { host: host ?? 'localhost', port: port ?? DEFAULT_PORT }
  if (Number.isInteger(address.port) && address.port > 0 && address.port < 65536) return address
  throw new RedoubleError(
    'REDOUBLE_INTERCEPT_ADDRESS',
    `Cannot intercept ${addressText(address)}: a port is a number from 1 to 65535.`,
  )
}

/** How CLIENT LIST shows who came through an intercept. */
function originAt(address: Address): ConnectionOrigin {
  if ('path' in address) {
    const shown = `${address.path}:0`
    return { address: shown, localAddress: shown, fd: -1, isUnixSocket: true }
  }
  return { ...IN_PROCESS, localAddress: addressText(address) }
}
