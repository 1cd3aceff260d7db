import { addLongDouble, isInfinite, parseLongDouble } from '../kernel/long-double.ts'
import { TIMEOUT_NEGATIVE, TIMEOUT_NOT_A_FLOAT, TIMEOUT_OUT_OF_RANGE } from './errors/common.ts'
import type { Profile } from './profile.ts'

/** What the limit of a timeout depends on; a command's Context is one. */
export interface TimeoutContext {
  readonly now: number
  readonly profile: Profile
}

const WHOLE_SECONDS = /^\d{1,9}$/
const INT64_LIMIT = 2n ** 63n
const ZERO = { mantissa: 0n, exponent: 0 }

/**
 * Reads the timeout of a blocking command: seconds with a fraction, given back as milliseconds,
 * rounded up; 0 waits for ever. Throws the error that the server answers; the upper limit depends
 * on the time and on the version.
 */
export function parseTimeoutMs(text: string, context: TimeoutContext): number {
  if (WHOLE_SECONDS.test(text)) return Number(text) * 1000
  const { hugeTimeoutIsNegative } = context.profile.quirks
  const ms = readMilliseconds(text)
  if (ms < 0n) throw TIMEOUT_NEGATIVE
  if (ms >= INT64_LIMIT) throw hugeTimeoutIsNegative ? TIMEOUT_NEGATIVE : TIMEOUT_OUT_OF_RANGE
  const limit = INT64_LIMIT - 1n - BigInt(Math.floor(context.now))
  if (ms > limit && !hugeTimeoutIsNegative) throw TIMEOUT_OUT_OF_RANGE
  return Number(ms)
}

/** In the servers' arithmetic: a long double, times 1000, rounded up. */
function readMilliseconds(text: string): bigint {
  const seconds = parseLongDouble(text)
  if (seconds === null) throw TIMEOUT_NOT_A_FLOAT
  if (isInfinite(seconds)) return seconds.mantissa * INT64_LIMIT
  // Adding zero rounds the product to the bits that a long double has.
  const product = { mantissa: seconds.mantissa * 1000n, exponent: seconds.exponent }
  const { mantissa, exponent } = addLongDouble(product, ZERO)
  if (exponent >= 0) return mantissa << BigInt(exponent)
  // A shift of a bigint rounds down; of its negation, up.
  return -(-mantissa >> BigInt(-exponent))
}
