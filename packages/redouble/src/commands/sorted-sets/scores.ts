import { bytes, key, multiple, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import { doubleReply } from '../../command/double-reply.ts'
import { SYNTAX, wrongArity } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'

export const zscore: Command = defineCommand({
  name: 'zscore',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Returns the score of a member.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), member: bytes() },
  reply: answer.nullable(answer.double()),
  run({ db, profile }, { key, member }) {
    const score = db.readValue(key, 'zset')?.score(member)
    return score === undefined ? null : doubleReply(score, profile)
  },
})

export const zmscore: Command = defineCommand({
  name: 'zmscore',
  since: '6.2.0',
  group: 'sorted-set',
  summary: 'Returns the scores of several members.',
  complexity: 'O(N), N being the number of members asked for.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), member: multiple(bytes()) },
  reply: answer.array(answer.nullable(answer.double())),
  run({ db, profile }, { key, member }) {
    const set = db.readValue(key, 'zset')
    return member.map((one) => {
      const score = set?.score(one)
      return score === undefined ? null : doubleReply(score, profile)
    })
  },
})

export const zcard: Command = defineCommand({
  name: 'zcard',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Returns how many members a sorted set has.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  reply: answer.integer(),
  run: ({ db }, { key }) => db.readValue(key, 'zset')?.size ?? 0,
})

function rankReply({ argv, db, profile }: Context, command: string, reverse: boolean): Reply {
  const [, key, member] = argv
  // The table checks the least number of words; that there may not be more is checked here.
  if (argv.length > 4) throw wrongArity(command)
  const withScore = argv.length > 3
  if (withScore && upperAscii(argv[3]) !== 'WITHSCORE') throw SYNTAX
  const set = db.readValue(key, 'zset')
  const rank = set?.rank(member) ?? -1
  if (set === undefined || rank < 0) return withScore ? NULL_ARRAY : null
  const place = reverse ? set.size - 1 - rank : rank
  return withScore ? [place, doubleReply(set.score(member) as number, profile)] : place
}

const WITHSCORE = optional(token('WITHSCORE', { since: '7.2.0', isSinceHidden: true }))

const ranking = {
  since: '2.0.0',
  group: 'sorted-set',
  complexity: 'O(log(N))',
  flags: ['readonly', 'fast'],
  history: [['7.2.0', 'Added the optional `WITHSCORE` argument.']],
  args: { key: key('RO', 'access'), member: bytes(), withscore: WITHSCORE },
  reply: answer.whenGiven(
    'withscore',
    answer.nullable(answer.tuple({ rank: answer.integer(), score: answer.double() })),
    answer.nullable(answer.integer()),
  ),
  differsIn: in70({ arity: 3 }),
  parse: byHand,
} as const satisfies Partial<CommandSpec>

export const zrank: Command = defineCommand({
  ...ranking,
  name: 'zrank',
  summary: 'Returns the place of a member, counted from the lowest score.',
  run: (context) => rankReply(context, 'zrank', false),
})

export const zrevrank: Command = defineCommand({
  ...ranking,
  name: 'zrevrank',
  summary: 'Returns the place of a member, counted from the highest score.',
  run: (context) => rankReply(context, 'zrevrank', true),
})
