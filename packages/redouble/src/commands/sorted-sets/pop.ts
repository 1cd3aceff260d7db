import type { Context } from '../../command/context.ts'
import { integer, key, optional } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { doubleReply } from '../../command/double-reply.ts'
import { OUT_OF_RANGE_POSITIVE } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { Reply } from '../../resp/reply.ts'
import { scored } from './answer-types.ts'
import { pushScored } from './scored-replies.ts'

/** Which end is popped. */
export type PopEnd = 'min' | 'max'

/** Takes `count` members off one end of a set that has them, in the order of that end. */
export function popMembers(
  { db }: Context,
  key: string,
  set: SortedSetValue,
  end: PopEnd,
  count: number,
  visit: (member: string, score: number) => void,
): void {
  const isMax = end === 'max'
  const cursor = set.range(isMax ? set.size - 1 : 0, isMax)
  for (let i = 0; i < count && cursor.next(); i++) visit(cursor.member, cursor.score)
  set.removeRange(isMax ? set.size - count : 0, count)
  db.changed(key, 'z', isMax ? 'zpopmax' : 'zpopmin')
  db.removeIfEmpty(key, set.size)
}

/** ZPOPMIN and ZPOPMAX: with a count, RESP3 answers pairs; without, one flat pair. */
function pop(context: Context, key: string, end: PopEnd, count: number | undefined): Reply {
  const set = context.db.writeValue(key, 'zset')
  const out: Reply[] = []
  if (set === undefined || count === 0) return out
  popMembers(context, key, set, end, Math.min(count ?? 1, set.size), (member, score) => {
    if (count === undefined) out.push(member, doubleReply(score, context.profile))
    else pushScored(out, member, score, context)
  })
  return out
}

const COUNT = optional(integer({ min: 0, error: OUT_OF_RANGE_POSITIVE }))
const COMPLEXITY =
  'O(log(N)*M), N being the size of the sorted set and M the number of members popped.'

export const zpopmin: Command = defineCommand({
  name: 'zpopmin',
  since: '5.0.0',
  group: 'sorted-set',
  summary: 'Removes and returns the members with the lowest scores.',
  complexity: COMPLEXITY,
  flags: ['write', 'fast'],
  args: { key: key('RW', 'access', 'delete'), count: COUNT },
  reply: answer.whenGiven('count', answer.array(scored), answer.anyOf(scored, answer.tuple({}))),
  run: (context, { key, count }) => pop(context, key, 'min', count),
})

export const zpopmax: Command = defineCommand({
  name: 'zpopmax',
  since: '5.0.0',
  group: 'sorted-set',
  summary: 'Removes and returns the members with the highest scores.',
  complexity: COMPLEXITY,
  flags: ['write', 'fast'],
  args: { key: key('RW', 'access', 'delete'), count: COUNT },
  reply: answer.whenGiven('count', answer.array(scored), answer.anyOf(scored, answer.tuple({}))),
  run: (context, { key, count }) => pop(context, key, 'max', count),
})
