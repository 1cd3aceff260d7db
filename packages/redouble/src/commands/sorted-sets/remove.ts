import { bytes, double, integer, key, multiple } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import { parseLexRange, parseScoreRange } from './score-text.ts'
import { lexSpan, rankSpan, scoreSpan, type Span } from './spans.ts'

export const zrem: Command = defineCommand({
  name: 'zrem',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Removes members; a sorted set that is empty then is removed too.',
  complexity: 'O(M*log(N)), N being the size of the sorted set and M the number of members given.',
  flags: ['write', 'fast'],
  history: [['2.4.0', 'Accepts multiple elements.']],
  args: { key: key('RW', 'delete'), member: multiple(bytes()) },
  reply: answer.integer(),
  run({ db }, { key, member }) {
    const set = db.writeValue(key, 'zset')
    if (set === undefined) return 0
    let removed = 0
    for (const one of member) if (set.delete(one)) removed++
    if (removed === 0) return 0
    db.changed(key, 'z', 'zrem')
    db.removeIfEmpty(key, set.size)
    return removed
  },
})

function removeSpan(
  { db }: Context,
  key: string,
  event: string,
  find: (set: SortedSetValue) => Span,
): number {
  const set = db.writeValue(key, 'zset')
  if (set === undefined) return 0
  const { start, count } = find(set)
  if (count === 0) return 0
  set.removeRange(start, count)
  db.changed(key, 'z', event)
  db.removeIfEmpty(key, set.size)
  return count
}

const COMPLEXITY =
  'O(log(N)+M), N being the size of the sorted set and M the number of members removed.'

export const zremrangebyrank: Command = defineCommand({
  name: 'zremrangebyrank',
  since: '2.0.0',
  group: 'sorted-set',
  summary: 'Removes the members between two indexes.',
  complexity: COMPLEXITY,
  flags: ['write'],
  args: { key: key('RW', 'delete'), start: integer(), stop: integer() },
  reply: answer.integer(),
  run: (context, { key, start, stop }) =>
    removeSpan(context, key, 'zremrangebyrank', (set) => rankSpan(set.size, start, stop)),
})

export const zremrangebyscore: Command = defineCommand({
  name: 'zremrangebyscore',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Removes the members between two scores.',
  complexity: COMPLEXITY,
  flags: ['write'],
  args: { key: key('RW', 'delete'), min: double(), max: double() },
  reply: answer.integer(),
  parse: byHand,
  run(context) {
    const [, key, min, max] = context.argv
    const range = parseScoreRange(min, max, context.profile)
    return removeSpan(context, key, 'zremrangebyscore', (set) => scoreSpan(set, range))
  },
})

export const zremrangebylex: Command = defineCommand({
  name: 'zremrangebylex',
  since: '2.8.9',
  group: 'sorted-set',
  summary: 'Removes the members between two members, in a sorted set of equal scores.',
  complexity: COMPLEXITY,
  flags: ['write'],
  args: { key: key('RW', 'delete'), min: bytes(), max: bytes() },
  reply: answer.integer(),
  run(context, { key, min, max }) {
    const range = parseLexRange(min, max)
    return removeSpan(context, key, 'zremrangebylex', (set) => lexSpan(set, range, false))
  },
})
