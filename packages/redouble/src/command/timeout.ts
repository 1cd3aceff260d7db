import { parseDouble } from '../kernel/numbers.ts'
import { TIMEOUT_NEGATIVE, TIMEOUT_NOT_A_FLOAT, TIMEOUT_OUT_OF_RANGE } from './errors/common.ts'
import type { Profile } from './profile.ts'

/** What the limit of a timeout depends on; a command's Context is one. */
export interface TimeoutContext {
  readonly now: number
  readonly profile: Profile
}

const INT64_LIMIT = 2 ** 63
/** The servers read timeouts as x87 long doubles; their decimal exponents end here. */
const MAX_EXPONENT = 4932
const MIN_EXPONENT = -4950
const DECIMAL = /^([+-]?)0*(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i

/**
 * Reads the timeout of a blocking command: seconds with a fraction, given back as milliseconds,
 * rounded up; 0 waits for ever. Throws the error that the server answers; the upper limit depends
 * on the time and on the version.
 */
export function parseTimeoutMs(text: string, context: TimeoutContext): number {
  const seconds = readSeconds(text)
  if (seconds === null) throw TIMEOUT_NOT_A_FLOAT
  // Adding 0 turns the -0 of a negative fraction of a millisecond into 0.
  const ms = Math.ceil(seconds * 1000) + 0
  if (ms < 0) throw TIMEOUT_NEGATIVE
  const hugeIsNegative = context.profile.quirks.hugeTimeoutIsNegative
  if (ms >= INT64_LIMIT) throw hugeIsNegative ? TIMEOUT_NEGATIVE : TIMEOUT_OUT_OF_RANGE
  if (!hugeIsNegative && ms > INT64_LIMIT - context.now) throw TIMEOUT_OUT_OF_RANGE
  return ms
}

/** As parseDouble, but what a double cannot hold and a long double can becomes very large or small. */
function readSeconds(text: string): number | null {
  const value = parseDouble(text)
  if (value !== null && value !== 0) return value
  const match = DECIMAL.exec(text)
  if (match === null) return value
  const [, sign, whole, fraction = '', exponent = '0'] = match
  const leading = whole.length > 0 ? whole.length - 1 : -1 - fraction.search(/[1-9]/)
  if (whole.length === 0 && !/[1-9]/.test(fraction)) return value
  const magnitude = leading + Number(exponent)
  if (magnitude > MAX_EXPONENT || magnitude < MIN_EXPONENT) return null
  const bound = magnitude > 0 ? Number.MAX_VALUE : Number.MIN_VALUE
  return sign === '-' ? -bound : bound
}
