import { upperAscii } from '../kernel/bytes.ts'
import { INT64_MAX, INT64_MIN } from '../kernel/numbers.ts'
import { LEAST_INTEGER, OUT_OF_RANGE, SYNTAX } from './errors/common.ts'
import { readInt64 } from './read-integer.ts'

/** Half of what a count can be: twice as many replies would overflow it. */
const MAX_PAIRS = INT64_MAX / 2n

/** What HRANDFIELD and ZRANDMEMBER ask for; a negative count may repeat itself. */
export interface RandomCount {
  readonly count: number
  readonly isPaired: boolean
}

/** Reads `key count [WITHVALUES]`, or what the word is; all is checked before the key is. */
export function parseRandomCount(argv: readonly string[], word: string): RandomCount {
  const count = readInt64(argv[2])
  if (count === INT64_MIN) throw LEAST_INTEGER
  if (argv.length === 3) return { count: Number(count), isPaired: false }
  if (argv.length > 4 || upperAscii(argv[3]) !== word) throw SYNTAX
  if (count < -MAX_PAIRS || count > MAX_PAIRS) throw OUT_OF_RANGE
  return { count: Number(count), isPaired: true }
}
