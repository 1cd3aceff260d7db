import type { Profile } from '../../command/profile.ts'
import { NOT_A_FLOAT } from '../../command/errors/common.ts'
import { BOUND_NOT_A_FLOAT, BOUND_NOT_A_STRING } from '../../command/errors/sorted-set.ts'
import { parseDouble } from '../../kernel/numbers.ts'
import type { ErrorReply } from '../../resp/reply.ts'

/** Scores between two bounds; `min > max` is an empty range, not an error. */
export interface ScoreRange {
  readonly min: number
  readonly max: number
  readonly minExclusive: boolean
  readonly maxExclusive: boolean
}

/** One end of a range of members: `-`, `+`, or a member with `[` or `(` before it. */
export interface LexBound {
  readonly edge: 'lowest' | 'highest' | null
  readonly member: string
  readonly exclusive: boolean
}

export interface LexRange {
  readonly min: LexBound
  readonly max: LexBound
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const NONZERO_MANTISSA = /^[+-]?(?:0x[0.]*[1-9a-f]|[0.]*[1-9])/i
const LEADING_SPACE = /^[\t-\r ]+/
const HEX = /^[+-]?0x/i
const WHOLE_HEX = /^[+-]?0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p[+-]?\d+)?$/i

/** A score as ZADD takes it. */
export function parseScore(
  text: string,
  profile: Profile,
  error: ErrorReply = NOT_A_FLOAT,
): number {
  const value = parseDouble(text)
  if (value === null) throw error
  // What is too small for a double is refused, not rounded to zero.
  if (value === 0 && text.length > 1 && NONZERO_MANTISSA.test(text)) throw error
  if (profile.quirks.scoresWithoutHex && HEX.test(text)) throw error
  return value
}

/** `min` and `max` as ZRANGEBYSCORE takes them: a number, or one with `(` before it. */
export function parseScoreRange(min: string, max: string, profile: Profile): ScoreRange {
  return {
    min: parseBound(min, profile),
    max: parseBound(max, profile),
    minExclusive: min.charCodeAt(0) === 0x28,
    maxExclusive: max.charCodeAt(0) === 0x28,
  }
}

/**
 * A bound is read more leniently than a score: what overflows is infinite, an empty text is 0, and
 * a NUL byte ends it. Servers that read it with C's strtod also skip spaces and know hex.
 */
function parseBound(text: string, profile: Profile): number {
  let number = text.charCodeAt(0) === 0x28 ? text.slice(1) : text
  const end = number.indexOf('\0')
  if (end >= 0) number = number.slice(0, end)
  if (number === '') return 0
  const isLenient = profile.quirks.scoreRangesReadByStrtod
  if (isLenient) number = number.replace(LEADING_SPACE, '')
  const value = parseDouble(number)
  if (value !== null && (isLenient || !HEX.test(number))) return value
  if (DECIMAL.test(number)) return Number(number)
  // What is left of hex has overflowed.
  if (!isLenient || !WHOLE_HEX.test(number)) throw BOUND_NOT_A_FLOAT
  return number.startsWith('-') ? -Infinity : Infinity
}

/** `min` and `max` as ZRANGEBYLEX takes them. */
export function parseLexRange(min: string, max: string): LexRange {
  return { min: parseLexBound(min), max: parseLexBound(max) }
}

function parseLexBound(text: string): LexBound {
  if (text === '-') return { edge: 'lowest', member: '', exclusive: true }
  if (text === '+') return { edge: 'highest', member: '', exclusive: true }
  const exclusive = text.charCodeAt(0) === 0x28
  if (!exclusive && text.charCodeAt(0) !== 0x5b) throw BOUND_NOT_A_STRING
  return { edge: null, member: text.slice(1), exclusive }
}
