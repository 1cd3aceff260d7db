import type { createHash, Hash } from 'node:crypto'

interface Crypto {
  readonly createHash: typeof createHash
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
