import type { Uint64 } from '../data/stream-id.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NAME_LENGTH = 9
const BITS_EACH = 6n
/** In the low bits stands the version of the module's own format. */
const VERSION_BITS = 10n

/** The name of a module's type, which its number spells in six bits a letter. */
export function moduleName(id: Uint64): string {
  let bits = BigInt(id) >> VERSION_BITS
  let name = ''
  for (let i = 0; i < NAME_LENGTH; i++) {
    name = ALPHABET[Number(bits & 63n)] + name
    bits >>= BITS_EACH
  }
  return name
}
