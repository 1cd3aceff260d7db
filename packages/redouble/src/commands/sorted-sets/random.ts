import { block, integer, key, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NOT_AN_INTEGER, OUT_OF_RANGE, SYNTAX } from '../../command/errors/common.ts'
import { RANDOM_COUNT_OUT_OF_RANGE } from '../../command/errors/sorted-set.ts'
import * as answer from '../../command/reply-types.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MIN, parseInt64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'
import { scored } from './answer-types.ts'
import { pushScored, spanReply } from './scored-replies.ts'

/** Beyond this share of the set, members are struck out instead of being picked. */
const MANY_SHARE = 3
/** Half of what a count can be: more members with their scores would overflow a reply. */
const MAX_SCORED = 2n ** 62n - 1n

interface Pick {
  readonly count: number
  readonly withScores: boolean
}

/** Reads `count [WITHSCORES]`; all of it is checked before the key is looked at. */
function readPick(argv: readonly string[]): Pick {
  const value = parseInt64(argv[2])
  if (value === null) throw NOT_AN_INTEGER
  if (value === INT64_MIN) throw RANDOM_COUNT_OUT_OF_RANGE
  const withScores = argv.length > 3
  if (argv.length > 4 || (withScores && upperAscii(argv[3]) !== 'WITHSCORES')) throw SYNTAX
  if (withScores && (value > MAX_SCORED || value < -MAX_SCORED)) throw OUT_OF_RANGE
  return { count: Number(value), withScores }
}

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
  const picked = new Set<string>()
  if (count * MANY_SHARE <= set.size) {
    while (picked.size < count) picked.add(set.random(below))
    return picked
  }
  const cursor = set.range(0, false)
  for (let rest = set.size; cursor.next(); rest--) {
    if (below(rest) < count - picked.size) picked.add(cursor.member)
  }
  return picked
}

function pick(context: Context, set: SortedSetValue, { count, withScores }: Pick): Reply {
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
    const request = argv.length > 2 ? readPick(argv) : null
    const set = db.readValue(argv[1], 'zset')
    if (request === null) return set?.random((bound) => random.below(bound)) ?? null
    return set === undefined || request.count === 0 ? [] : pick(context, set, request)
  },
})
