import type { Profile } from '../../command/profile.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { LIMIT_WITHOUT_BY, WITHSCORES_WITH_BYLEX } from '../../command/errors/sorted-set.ts'
import { readInteger } from '../../command/read-integer.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { type LexRange, parseLexRange, parseScoreRange, type ScoreRange } from './score-text.ts'
import { lexSpan, limitSpan, rankSpan, scoreSpan, type Span } from './spans.ts'

export type RangeBy = 'rank' | 'score' | 'lex'

/** What the name of a command has decided already; ZRANGE leaves it to its options. */
export interface RangeForm {
  readonly by?: RangeBy
  readonly reverse?: boolean
  /** ZRANGESTORE knows no WITHSCORES. */
  readonly stores?: boolean
}

/** A range as any command of the ZRANGE kind asks for it. */
export interface RangeRequest {
  readonly key: string
  readonly reverse: boolean
  readonly withScores: boolean
  readonly find: (set: SortedSetValue) => Span
}

interface RangeOptions {
  by: RangeBy | undefined
  reverse: boolean | undefined
  withScores: boolean
  offset: number
  limit: number
}

/** Reads `key from to [options]`; options are checked before the bounds are read. */
export function readRange(
  argv: readonly string[],
  keyIndex: number,
  form: RangeForm,
  profile: Profile,
): RangeRequest {
  const options = readOptions(argv, keyIndex + 3, form)
  const { offset, limit, withScores } = options
  const by = options.by ?? 'rank'
  const reverse = options.reverse ?? false
  if (limit !== -1 && by === 'rank') throw LIMIT_WITHOUT_BY
  if (withScores && by === 'lex') throw WITHSCORES_WITH_BYLEX
  const key = argv[keyIndex]
  const from = argv[keyIndex + 1]
  const to = argv[keyIndex + 2]
  if (by === 'rank') {
    return { key, reverse, withScores, find: byRank(readInteger(from), readInteger(to), reverse) }
  }
  // Reversed ranges name the higher bound first.
  const min = reverse ? to : from
  const max = reverse ? from : to
  const spanOf =
    by === 'score'
      ? byScore(parseScoreRange(min, max, profile))
      : byLex(parseLexRange(min, max), reverse)
  const { offsetsCountBack } = profile.quirks
  const find: RangeRequest['find'] = (set) => {
    const countsBack = offsetsCountBack && set.encoding === 'skiplist'
    return limitSpan(spanOf(set), { offset, limit, countsBack }, reverse)
  }
  return { key, reverse, withScores, find }
}

function readOptions(argv: readonly string[], first: number, form: RangeForm): RangeOptions {
  const { by, reverse, stores } = form
  const options: RangeOptions = { by, reverse, withScores: false, offset: 0, limit: -1 }
  for (let i = first; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'WITHSCORES' && stores !== true) options.withScores = true
    else if (word === 'LIMIT' && i + 2 < argv.length) {
      options.offset = readInteger(argv[++i])
      options.limit = readInteger(argv[++i])
    } else if (word === 'REV' && options.reverse === undefined) options.reverse = true
    else if (word === 'BYSCORE' && options.by === undefined) options.by = 'score'
    else if (word === 'BYLEX' && options.by === undefined) options.by = 'lex'
    else throw SYNTAX
  }
  return options
}

function byRank(start: number, stop: number, reverse: boolean): RangeRequest['find'] {
  return (set) => {
    const span = rankSpan(set.size, start, stop)
    return reverse ? { start: set.size - span.start - span.count, count: span.count } : span
  }
}

function byScore(range: ScoreRange): RangeRequest['find'] {
  return (set) => scoreSpan(set, range)
}

function byLex(range: LexRange, reverse: boolean): RangeRequest['find'] {
  return (set) => lexSpan(set, range, reverse)
}
