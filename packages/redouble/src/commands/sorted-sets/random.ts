import { block, integer, key, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { parseRandomCount, type RandomCount } from '../../command/random-count.ts'
import * as answer from '../../command/reply-types.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import { pickFew } from '../../kernel/picking.ts'
import type { Reply } from '../../resp/reply.ts'
import { scored } from './answer-types.ts'
import { pushScored, spanReply } from './scored-replies.ts'

/** Beyond this share of the set, members are struck out instead of being picked. */
const MANY_SHARE = 3
/** Members by chance, each as often as it comes. */
function withRepeats(set: SortedSetValue, count: number, below: (n: number) => number): string[] {
  const members: string[] = []
  for (let i = 0; i < count; i++) members.push(set.random(below))
  return members
}

/** Different members by chance; `count` is less than the size. */
function withoutRepeats(
  set: SortedSetValue,
  count: number,
  below: (n: number) => number,
): Iterable<string> {
  if (count * MANY_SHARE <= set.size) return pickFew(count, () => set.random(below))
  const picked: string[] = []
  const cursor = set.range(0, false)
  for (let rest = set.size; cursor.next(); rest--) {
    if (below(rest) < count - picked.length) picked.push(cursor.member)
  }
  return picked
}

function pick(
  context: Context,
  set: SortedSetValue,
  { count, isPaired: withScores }: RandomCount,
): Reply {
  // All of them come from the highest score down.
  if (count >= set.size) {
    return spanReply(set, { start: 0, count: set.size }, true, withScores, context)
  }
  const below = (bound: number): number => context.random.below(bound)
  const members = count < 0 ? withRepeats(set, -count, below) : withoutRepeats(set, count, below)
  const out: Reply[] = []
  for (const member of members) {
    if (withScores) pushScored(out, member, set.score(member) as number, context)
    else out.push(member)
  }
  return out
}

export const zrandmember: Command = defineCommand({
  name: 'zrandmember',
  since: '6.2.0',
  group: 'sorted-set',
  summary: 'Returns members chosen by chance.',
  complexity: 'O(N), N being the number of members returned.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  effects: ['random'],
  args: {
    key: key('RO', 'access'),
    options: optional(block({ count: integer(), withscores: optional(token('WITHSCORES')) })),
  },
  reply: answer.whenGiven(
    'withscores',
    answer.array(scored),
    answer.whenGiven('count', answer.array(answer.bulk()), answer.nullable(answer.bulk())),
  ),
  parse: byHand,
  run(context) {
    const { argv, db, random } = context
    const request = argv.length > 2 ? parseRandomCount(argv, 'WITHSCORES') : null
    const set = db.readValue(argv[1], 'zset')
    if (request === null) return set?.random((bound) => random.below(bound)) ?? null
    return set === undefined || request.count === 0 ? [] : pick(context, set, request)
  },
})
