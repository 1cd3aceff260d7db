/** Addresses as clients write them, in one form that can be compared. */
import { isIP } from 'node:net'

/** A host and port, or a unix socket's path. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string }

/** What clients connect to when they name no port. */
export const DEFAULT_PORT = 6379

/** The many names of this machine lead to one place, so they are one address. */
const LOOPBACK = new Set(['', 'localhost', '127.0.0.1', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1'])

/** `Redis.` and `redis` are one name to DNS. */
export function plainHost(host: string): string {
  const plain = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
  return LOOPBACK.has(plain) ? 'localhost' : plain
}

/** A key that is equal when two addresses lead to the same place. */
export function addressKey(address: Address): string {
  return 'path' in address ? `path ${address.path}` : `${plainHost(address.host)} ${address.port}`
}

/** For messages. */
export function addressText(address: Address): string {
  return 'path' in address ? address.path : `${address.host}:${address.port}`
}

/** Whether a client would ask DNS for it. */
export function isName(host: string): boolean {
  const plain = plainHost(host)
  return plain !== 'localhost' && isIP(plain) === 0
}
