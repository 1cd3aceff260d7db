import type { createHash, Hash } from 'node:crypto'

interface Crypto {
  readonly createHash: typeof createHash
  /** Without an object between; the types of this Node do not know it. */
  readonly hash: (algorithm: string, data: Buffer, encoding: 'buffer') => Buffer
}

let crypto: Crypto | undefined

/** node:crypto takes milliseconds to load, which a process that hashes nothing need not wait for. */
function loaded(): Crypto {
  crypto ??= process.getBuiltinModule('node:crypto') as Crypto
  return crypto
}

/** A running hash. */
export function hashOf(algorithm: 'sha1' | 'sha256'): Hash {
  return loaded().createHash(algorithm)
}

/** The hash of a binary string, in lower-case hex. */
export function hexDigest(algorithm: 'sha1' | 'sha256', bytes: string): string {
  return hashOf(algorithm).update(bytes, 'latin1').digest('hex')
}

/** The SHA-1 of a few bytes, in half the time that a running hash takes to be made. */
export function sha1Of(bytes: Buffer): Buffer {
  return loaded().hash('sha1', bytes, 'buffer')
}
