import {
  block,
  bytes,
  double,
  integer,
  key,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { notDeprecatedInValkey9 } from '../../command/describe/differences.ts'
import * as answer from '../../command/reply-types.ts'
import { storeResult } from '../../command/store-result.ts'
import { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { Reply } from '../../resp/reply.ts'
import { members } from './answer-types.ts'
import { type RangeForm, readRange } from './range-request.ts'
import { spanReply } from './scored-replies.ts'

const WITHSCORES = optional(token('WITHSCORES'))
const LIMIT = optional(option('LIMIT', block({ offset: integer(), count: integer() })))
const COMPLEXITY =
  'O(log(N)+M), N being the size of the sorted set and M the number of members returned.'

function range(context: Context, form: RangeForm): Reply {
  const request = readRange(context.argv, 1, form, context.profile)
  const set = context.db.readValue(request.key, 'zset')
  if (set === undefined) return []
  const { reverse, withScores } = request
  return spanReply(set, request.find(set), reverse, withScores, context)
}

export const zrange: Command = defineCommand({
  name: 'zrange',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Returns the members within a range of indexes, of scores or of members.',
  complexity: COMPLEXITY,
  flags: ['readonly'],
  history: [['6.2.0', 'Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.']],
  args: {
    key: key('RO', 'access'),
    start: bytes(),
    stop: bytes(),
    sortby: optional(
      oneOf({ byscore: token('BYSCORE'), bylex: token('BYLEX') }, { since: '6.2.0' }),
    ),
    rev: optional(token('REV', { since: '6.2.0' })),
    limit: { ...LIMIT, since: '6.2.0' },
    withscores: WITHSCORES,
  },
  reply: members,
  parse: byHand,
  run: (context) => range(context, {}),
})

export const zrangestore: Command = defineCommand({
  name: 'zrangestore',
  since: '6.2.0',
  group: 'sorted-set',
  summary: 'Stores a range of a sorted set under another key.',
  complexity: 'O(log(N)+M), N being the size of the sorted set and M the number of members stored.',
  flags: ['write', 'denyoom'],
  args: {
    dst: key('OW', 'update'),
    src: key('RO', 'access'),
    min: bytes(),
    max: bytes(),
    sortby: optional(oneOf({ byscore: token('BYSCORE'), bylex: token('BYLEX') })),
    rev: optional(token('REV')),
    limit: LIMIT,
  },
  reply: answer.integer(),
  parse: byHand,
  run(context) {
    const request = readRange(context.argv, 2, { stores: true }, context.profile)
    const set = context.db.readValue(request.key, 'zset')
    const result = new Map<string, number>()
    if (set !== undefined) {
      const { start, count } = request.find(set)
      const cursor = set.range(start, false)
      for (let i = 0; i < count && cursor.next(); i++) result.set(cursor.member, cursor.score)
    }
    const scored = SortedSetValue.from(result, context.config)
    return storeResult(context.db, context.argv[1], 'zset', scored, 'zrangestore')
  },
})

export const zrevrange: Command = defineCommand({
  name: 'zrevrange',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Returns the members between two indexes, counted from the highest score.',
  complexity: COMPLEXITY,
  flags: ['readonly'],
  deprecatedSince: '6.2.0',
  replacedBy: '`ZRANGE` with the `REV` argument',
  differsIn: notDeprecatedInValkey9,
  args: { key: key('RO', 'access'), start: integer(), stop: integer(), withscores: WITHSCORES },
  reply: members,
  parse: byHand,
  run: (context) => range(context, { by: 'rank', reverse: true }),
})

export const zrangebyscore: Command = defineCommand({
  name: 'zrangebyscore',
  since: '1.0.5',
  group: 'sorted-set',
  summary: 'Returns the members between two scores.',
  complexity: COMPLEXITY,
  flags: ['readonly'],
  deprecatedSince: '6.2.0',
  replacedBy: '`ZRANGE` with the `BYSCORE` argument',
  differsIn: notDeprecatedInValkey9,
  history: [['2.0.0', 'Added the `WITHSCORES` modifier.']],
  args: {
    key: key('RO', 'access'),
    min: double(),
    max: double(),
    withscores: { ...WITHSCORES, since: '2.0.0' },
    limit: LIMIT,
  },
  reply: members,
  parse: byHand,
  run: (context) => range(context, { by: 'score', reverse: false }),
})

export const zrevrangebyscore: Command = defineCommand({
  name: 'zrevrangebyscore',
  since: '2.2.0',
  group: 'sorted-set',
  summary: 'Returns the members between two scores, from the highest score down.',
  complexity: COMPLEXITY,
  flags: ['readonly'],
  deprecatedSince: '6.2.0',
  replacedBy: '`ZRANGE` with the `REV` and `BYSCORE` arguments',
  differsIn: notDeprecatedInValkey9,
  history: [['2.1.6', '`min` and `max` can be exclusive.']],
  args: {
    key: key('RO', 'access'),
    max: double(),
    min: double(),
    withscores: WITHSCORES,
    limit: LIMIT,
  },
  reply: members,
  parse: byHand,
  run: (context) => range(context, { by: 'score', reverse: true }),
})

export const zrangebylex: Command = defineCommand({
  name: 'zrangebylex',
  since: '2.8.9',
  group: 'sorted-set',
  summary: 'Returns the members between two members, in a sorted set of equal scores.',
  complexity: COMPLEXITY,
  flags: ['readonly'],
  deprecatedSince: '6.2.0',
  replacedBy: '`ZRANGE` with the `BYLEX` argument',
  differsIn: notDeprecatedInValkey9,
  args: { key: key('RO', 'access'), min: bytes(), max: bytes(), limit: LIMIT },
  reply: answer.array(answer.bulk()),
  parse: byHand,
  run: (context) => range(context, { by: 'lex', reverse: false }),
})

export const zrevrangebylex: Command = defineCommand({
  name: 'zrevrangebylex',
  since: '2.8.9',
  group: 'sorted-set',
  summary: 'Returns the members between two members from the end, in one of equal scores.',
  complexity: COMPLEXITY,
  flags: ['readonly'],
  deprecatedSince: '6.2.0',
  replacedBy: '`ZRANGE` with the `REV` and `BYLEX` arguments',
  differsIn: notDeprecatedInValkey9,
  args: { key: key('RO', 'access'), max: bytes(), min: bytes(), limit: LIMIT },
  reply: answer.array(answer.bulk()),
  parse: byHand,
  run: (context) => range(context, { by: 'lex', reverse: true }),
})
