/** What a listener is told, and the errors it fails with. */
import { RedoubleError } from '../kernel/redouble-error.ts'
import type { TlsSettings } from './tls-settings.ts'

/** Where to listen: a unix socket when `path` is given, TCP otherwise. @since 0.1.0 */
export interface ListenOptions {
  /** @default '127.0.0.1' */
  readonly host?: string
  /** @default 0, a free port that the system chooses */
  readonly port?: number
  /** The file of a unix socket, instead of host and port; a stale one is replaced. */
  readonly path?: string
  /** Speaks TLS. @default plain */
  readonly tls?: TlsSettings
  /** Connections that may wait to be accepted. @default 511, as Redis's `tcp-backlog` */
  readonly backlog?: number
  /** Seconds of silence before a keep-alive probe; 0 for none. @default 300, as Redis */
  readonly tcpKeepaliveSeconds?: number
}

/** Where a listener can be reached. @since 0.1.0 */
export type ListenAddress =
  | { readonly host: string; readonly port: number }
  | { readonly path: string }

/** `127.0.0.1:6379`, `[::1]:6379` or a path: how Redis writes an address. */
export function addressText(address: ListenAddress): string {
  return 'path' in address ? address.path : hostAndPort(address.host, address.port)
}

/** An IPv4 address that reached a dual-stack listener is written as the IPv4 address it is. */
export function hostAndPort(host: string, port: number): string {
  const plain = host.startsWith('::ffff:') ? host.slice(7) : host
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`
}

/** The failure to listen, in words that say how to mend it. */
export function listenError(cause: NodeJS.ErrnoException, wanted: ListenAddress): RedoubleError {
  const where = addressText(wanted)
  switch (cause.code) {
    case 'ERR_SOCKET_BAD_PORT':
      return new RedoubleError(
        'REDOUBLE_INVALID_OPTION',
        `Cannot listen on ${where}: a port is a whole number from 0 to 65535.`,
        { cause },
      )
    case 'EADDRINUSE':
      return new RedoubleError(
        'REDOUBLE_ADDRESS_IN_USE',
        `Cannot listen on ${where}: something else listens there already. ` +
          'Stop it, choose another address, or pass port 0 to get a free port.',
        { cause },
      )
    case 'EACCES':
      return new RedoubleError(
        'REDOUBLE_ADDRESS_FORBIDDEN',
        `Cannot listen on ${where}: permission denied. ` +
          'Choose a port above 1023, or a path in a directory that exists and that this process may ' +
          'write to.',
        { cause },
      )
    default:
      return new RedoubleError(
        'REDOUBLE_LISTEN_FAILED',
        `Cannot listen on ${where}: ${cause.message}. Check that the address exists on this machine.`,
        { cause },
      )
  }
}
