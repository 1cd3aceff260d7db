import {
  countedKeys,
  integer,
  key,
  multiple,
  option,
  optional,
  type Parsed,
} from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  type KeySpec,
} from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import {
  KEYS_BEYOND_ARGS,
  LIMIT_NEGATIVE,
  NUMKEYS_NOT_POSITIVE,
  SYNTAX,
} from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { storeResult } from '../../command/store-result.ts'
import type { SetLimits, SetValue } from '../../data/set-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { type Reply, SetReply } from '../../resp/reply.ts'
import { difference, intersect, intersection, readSets, union } from './algebra.ts'
import { setLimits } from './set-limits.ts'

const INTER_COMPLEXITY = 'O(N*M), N being the size of the smallest set and M the number of sets'
const SUM_COMPLEXITY = 'O(N), N being the number of members in all sets'

const readArgs = { key: multiple(key('RO', 'access')) }
const storeArgs = { destination: key('OW', 'update'), key: multiple(key('RO', 'access')) }

const reading = {
  since: '1.0.0',
  group: 'set',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: readArgs,
  parse: (argv) => ({ key: argv.slice(1) }),
} as const satisfies Partial<CommandSpec<typeof readArgs>>

const storing = {
  since: '1.0.0',
  group: 'set',
  flags: ['write', 'denyoom'],
  args: storeArgs,
  parse: (argv) => ({ destination: argv[1], key: argv.slice(2) }),
} as const satisfies Partial<CommandSpec<typeof storeArgs>>

/** Redis 7.0 says that SINTERSTORE reads its destination; it does not. */
const INTER_STORE_KEYS_IN_70: readonly KeySpec[] = [
  {
    flags: ['RW', 'update'],
    begin: { index: 1 },
    find: { lastKey: 0, step: 1, limit: 0 },
  },
  {
    flags: ['RO', 'access'],
    begin: { index: 2 },
    find: { lastKey: -1, step: 1, limit: 0 },
  },
]

/** What a reply is built in: sorted when all sources are intsets, hashed otherwise. */
function replyOf(
  sets: readonly (SetValue | undefined)[],
  context: Context,
  combine: (sets: readonly (SetValue | undefined)[], limits: SetLimits) => SetValue,
): Reply {
  return new SetReply(combine(sets, setLimits(context)).members())
}

export const sinter: Command = defineCommand({
  ...reading,
  name: 'sinter',
  summary: 'Returns the members that all of several sets have.',
  complexity: INTER_COMPLEXITY,
  run: (context, { key }) => new SetReply(intersect(readSets(context, key), Infinity)),
  reply: answer.array(answer.bulk()),
})

export const sunion: Command = defineCommand({
  ...reading,
  name: 'sunion',
  summary: 'Returns the members that any of several sets has.',
  complexity: SUM_COMPLEXITY,
  run: (context, { key }) => replyOf(readSets(context, key), context, union),
  reply: answer.array(answer.bulk()),
})

export const sdiff: Command = defineCommand({
  ...reading,
  name: 'sdiff',
  summary: 'Returns the members of the first set that none of the others has.',
  complexity: SUM_COMPLEXITY,
  run: (context, { key }) => replyOf(readSets(context, key), context, difference),
  reply: answer.array(answer.bulk()),
})

export const sinterstore: Command = defineCommand({
  ...storing,
  name: 'sinterstore',
  summary: 'Stores the members that all of several sets have.',
  complexity: INTER_COMPLEXITY,
  differsIn: in70({ keySpecs: INTER_STORE_KEYS_IN_70 }),
  run(context, { destination, key }) {
    const isOld = context.profile.quirks.setsWithoutListpack
    const result = intersection(readSets(context, key), setLimits(context), isOld)
    return storeResult(context.db, destination, 'set', result, 'sinterstore')
  },
  reply: answer.integer(),
})

export const sunionstore: Command = defineCommand({
  ...storing,
  name: 'sunionstore',
  summary: 'Stores the members that any of several sets has.',
  complexity: SUM_COMPLEXITY,
  run(context, { destination, key }) {
    const result = union(readSets(context, key), setLimits(context))
    return storeResult(context.db, destination, 'set', result, 'sunionstore')
  },
  reply: answer.integer(),
})

export const sdiffstore: Command = defineCommand({
  ...storing,
  name: 'sdiffstore',
  summary: 'Stores the members of the first set that none of the others has.',
  complexity: SUM_COMPLEXITY,
  run(context, { destination, key }) {
    const result = difference(readSets(context, key), setLimits(context))
    return storeResult(context.db, destination, 'set', result, 'sdiffstore')
  },
  reply: answer.integer(),
})

const cardArgs = {
  key: countedKeys(['RO', 'access']),
  limit: optional(option('LIMIT', integer())),
}

function parseCard(argv: readonly string[]): Parsed<typeof cardArgs> {
  const count = parseInt64(argv[1])
  if (count === null || count < 1) throw NUMKEYS_NOT_POSITIVE
  if (count > argv.length - 2) throw KEYS_BEYOND_ARGS
  const end = 2 + Number(count)
  let limit: number | undefined
  // LIMIT may repeat, and the last one counts.
  for (let i = end; i < argv.length; i += 2) {
    if (upperAscii(argv[i]) !== 'LIMIT' || i + 1 === argv.length) throw SYNTAX
    const value = parseInt64(argv[i + 1])
    if (value === null || value < 0) throw LIMIT_NEGATIVE
    limit = Number(value)
  }
  return { key: argv.slice(2, end), limit }
}

export const sintercard: Command = defineCommand({
  name: 'sintercard',
  since: '7.0.0',
  group: 'set',
  summary: 'Counts the members that all of several sets have, up to a limit.',
  complexity: INTER_COMPLEXITY,
  flags: ['readonly', 'movablekeys'],
  args: cardArgs,
  reply: answer.integer(),
  parse: parseCard,
  // A limit of 0 is none.
  run: (context, { key, limit }) => intersect(readSets(context, key), limit || Infinity).length,
})
