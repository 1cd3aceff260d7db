import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { LexBound, LexRange, ScoreRange } from './score-text.ts'

/** Consecutive members: the lowest rank and how many. */
export interface Span {
  readonly start: number
  readonly count: number
}

const EMPTY: Span = { start: 0, count: 0 }

/** The span between two indexes as ZRANGE reads them: negative ones count from the end. */
export function rankSpan(size: number, start: number, stop: number): Span {
  const from = Math.max(start < 0 ? start + size : start, 0)
  const to = Math.min(stop < 0 ? stop + size : stop, size - 1)
  return from > to ? EMPTY : { start: from, count: to - from + 1 }
}

export function scoreSpan(set: SortedSetValue, range: ScoreRange): Span {
  const start = set.countBelow(range.min, range.minExclusive)
  const end = set.countBelow(range.max, !range.maxExclusive)
  return end > start ? { start, count: end - start } : EMPTY
}

/**
 * The span of members between two bounds. Where scores differ the members are in no order; a
 * listpack is then read as Redis reads it: from the first member at or above `min` (from the end
 * when `reverse`: the first at or below `max`) to the first that is out of the range.
 */
export function lexSpan(set: SortedSetValue, range: LexRange, reverse: boolean): Span {
  const { min, max } = range
  if (isEmptyRange(range) || set.size === 0) return EMPTY
  if (!isAtLeast(edgeOf(set, true), min) || !isAtMost(edgeOf(set, false), max)) return EMPTY
  if (set.encoding === 'listpack') return walkedSpan(set, range, reverse)
  const start = min.edge === 'lowest' ? 0 : set.countBelowMember(min.member, min.exclusive)
  const end = max.edge === 'highest' ? set.size : set.countBelowMember(max.member, !max.exclusive)
  return end > start ? { start, count: end - start } : EMPTY
}

function walkedSpan(set: SortedSetValue, { min, max }: LexRange, reverse: boolean): Span {
  const cursor = set.range(reverse ? set.size - 1 : 0, reverse)
  let skipped = 0
  let count = 0
  while (cursor.next()) {
    const isIn = reverse ? isAtMost(cursor.member, max) : isAtLeast(cursor.member, min)
    if (count === 0 && !isIn) {
      skipped++
      continue
    }
    if (!(reverse ? isAtLeast(cursor.member, min) : isAtMost(cursor.member, max))) break
    count++
  }
  return { start: reverse ? set.size - skipped - count : skipped, count }
}

function isEmptyRange({ min, max }: LexRange): boolean {
  if (min.edge === 'highest' || max.edge === 'lowest') return true
  if (min.edge === 'lowest' || max.edge === 'highest') return false
  return min.member > max.member || (min.member === max.member && (min.exclusive || max.exclusive))
}

function isAtLeast(member: string, bound: LexBound): boolean {
  if (bound.edge !== null) return bound.edge === 'lowest'
  return bound.exclusive ? member > bound.member : member >= bound.member
}

function isAtMost(member: string, bound: LexBound): boolean {
  if (bound.edge !== null) return bound.edge === 'highest'
  return bound.exclusive ? member < bound.member : member <= bound.member
}

/** The first or last member in order. */
function edgeOf(set: SortedSetValue, isLast: boolean): string {
  const cursor = set.range(isLast ? set.size - 1 : 0, false)
  cursor.next()
  return cursor.member
}

/** LIMIT applied to a span that is read from its low or, `reverse`, from its high end. */
export function limitSpan(
  span: Span,
  { offset, limit, countsBack }: Limit,
  reverse: boolean,
): Span {
  const first = offset < 0 && countsBack ? span.count + offset : offset
  if (first < 0 || first >= span.count) return EMPTY
  const rest = span.count - first
  const count = limit < 0 ? rest : Math.min(limit, rest)
  return { start: reverse ? span.start + rest - count : span.start + first, count }
}

/** LIMIT's words; `countsBack` where a negative offset does not mean that there is nothing. */
export interface Limit {
  readonly offset: number
  readonly limit: number
  readonly countsBack: boolean
}
