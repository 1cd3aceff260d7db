import { SortedSetValue } from '../data/sorted-set-value.ts'
import { CorruptRdb, ensure } from './corrupt.ts'
import type { RdbLimits } from './dialect.ts'
import type { RdbReader } from './rdb-reader.ts'

const DUPLICATE = 'a member of a sorted set twice'
/** In place of the length of a score's text. */
const NAN = 253
const INFINITY = 254
const MINUS_INFINITY = 255

/** Members with their scores, as text (`isOld`) or as doubles. */
export function loadSortedSet(
  reader: RdbReader,
  isOld: boolean,
  limits: RdbLimits,
): SortedSetValue | null {
  const count = reader.size(isOld ? 2 : 9)
  const scores = new Map<string, number>()
  for (let i = 0; i < count; i++) {
    const member = reader.string()
    const score = isOld ? textScore(reader) : reader.double()
    ensure(!Number.isNaN(score), 'a score that is no number')
    scores.set(member, score)
  }
  ensure(scores.size === count, DUPLICATE)
  return count === 0 ? null : SortedSetValue.from(scores, limits)
}

function textScore(reader: RdbReader): number {
  const length = reader.byte()
  switch (length) {
    case NAN:
      return Number.NaN
    case INFINITY:
      return Infinity
    case MINUS_INFINITY:
      return -Infinity
    default:
      return readScore(reader.chars(length))
  }
}

/** Member, score, member, score, …: stays compact unless there are too many. */
export function loadSortedSetPacked(
  texts: readonly string[],
  limits: RdbLimits,
): SortedSetValue | null {
  ensure(texts.length % 2 === 0, 'a member without a score')
  const scores = new Map<string, number>()
  for (let i = 0; i < texts.length; i += 2) {
    const score = leadingDouble(texts[i + 1]) ?? 0
    scores.set(texts[i], score)
  }
  ensure(scores.size * 2 === texts.length, DUPLICATE)
  if (scores.size === 0) return null
  return SortedSetValue.from(scores, { ...limits, zsetMaxListpackValue: Infinity })
}

const DOUBLE = /^\s*([+-]?)(?:(inf(?:inity)?)|(nan)|(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?))/i

function readScore(text: string): number {
  const score = leadingDouble(text)
  ensure(score !== null, 'a score that is no number')
  return score
}

/** As strtod reads it; null for what does not begin with a number. */
function leadingDouble(text: string): number | null {
  const match = DOUBLE.exec(text)
  if (match === null) return null
  const [, sign, infinity, nan, digits] = match
  if (nan !== undefined) throw new CorruptRdb('a score that is no number')
  const value = infinity === undefined ? Number(digits) : Infinity
  return sign === '-' ? -value : value
}
