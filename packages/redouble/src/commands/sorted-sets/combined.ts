import {
  countedKeys,
  integer,
  key,
  multiple,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { storeResult } from '../../command/store-result.ts'
import { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { Reply } from '../../resp/reply.ts'
import { members } from './answer-types.ts'
import { difference, intersection, union } from './combine.ts'
import { type CombineForm, type CombineRequest, readCombination } from './combine-request.ts'
import { spanReply } from './scored-replies.ts'

type Combine = (request: CombineRequest) => Map<string, number>

const unite: Combine = ({ inputs, weights, aggregate }) => union(inputs, weights, aggregate)
const intersect: Combine = ({ inputs, weights, aggregate, limit }) =>
  intersection(inputs, weights, aggregate, limit)
const subtract: Combine = ({ inputs }) => difference(inputs)

/** A result on its way to the client is never a listpack, which would turn -0 into 0. */
const UNPACKED = { zsetMaxListpackEntries: 0, zsetMaxListpackValue: 0 }

function combination(context: Context, form: CombineForm, combine: Combine): Reply {
  const request = readCombination(context, form)
  const result = SortedSetValue.from(combine(request), UNPACKED)
  const all = { start: 0, count: result.size }
  return spanReply(result, all, false, request.withScores, context)
}

function store(context: Context, form: CombineForm, combine: Combine): Reply {
  const result = combine(readCombination(context, form))
  const scored = SortedSetValue.from(result, context.config)
  return storeResult(context.db, context.argv[1], 'zset', scored, form.command)
}

const SOURCES = countedKeys(['RO', 'access'])
const DESTINATION = key('OW', 'update')
const WEIGHT = optional(multiple(option('WEIGHTS', integer())))
const AGGREGATE = optional(
  option('AGGREGATE', oneOf({ sum: token('SUM'), min: token('MIN'), max: token('MAX') })),
)
const WITHSCORES = optional(token('WITHSCORES'))
const UNION_COMPLEXITY =
  'O(N)+O(M*log(M)), N being the sum of the sizes of the inputs and M the size of the result.'
const INTER_COMPLEXITY =
  'O(N*K)+O(M*log(M)), N being the size of the smallest input, K the number of inputs and M the size of the result.'
const DIFF_COMPLEXITY =
  'O(L + M*log(M)), L being the sum of the sizes of the inputs and M the size of the result.'

export const zunion: Command = defineCommand({
  name: 'zunion',
  since: '6.2.0',
  group: 'sorted-set',
  summary: 'Returns the union of sorted sets and sets.',
  complexity: UNION_COMPLEXITY,
  flags: ['readonly'],
  args: { key: SOURCES, weight: WEIGHT, aggregate: AGGREGATE, withscores: WITHSCORES },
  reply: members,
  parse: byHand,
  run: (context) =>
    combination(
      context,
      { command: 'zunion', start: 1, aggregates: true, withScores: true },
      unite,
    ),
})

export const zinter: Command = defineCommand({
  name: 'zinter',
  since: '6.2.0',
  group: 'sorted-set',
  summary: 'Returns the intersection of sorted sets and sets.',
  complexity: INTER_COMPLEXITY,
  flags: ['readonly'],
  args: { key: SOURCES, weight: WEIGHT, aggregate: AGGREGATE, withscores: WITHSCORES },
  reply: members,
  parse: byHand,
  run: (context) =>
    combination(
      context,
      { command: 'zinter', start: 1, aggregates: true, withScores: true },
      intersect,
    ),
})

export const zdiff: Command = defineCommand({
  name: 'zdiff',
  since: '6.2.0',
  group: 'sorted-set',
  summary: 'Returns what the first of several sorted sets has and no other.',
  complexity: DIFF_COMPLEXITY,
  flags: ['readonly'],
  args: { key: SOURCES, withscores: WITHSCORES },
  reply: members,
  parse: byHand,
  run: (context) =>
    combination(context, { command: 'zdiff', start: 1, withScores: true }, subtract),
})

export const zunionstore: Command = defineCommand({
  name: 'zunionstore',
  since: '2.0.0',
  group: 'sorted-set',
  summary: 'Stores the union of sorted sets and sets under a key.',
  complexity: UNION_COMPLEXITY,
  flags: ['write', 'denyoom'],
  args: { destination: DESTINATION, key: SOURCES, weight: WEIGHT, aggregate: AGGREGATE },
  reply: answer.integer(),
  parse: byHand,
  run: (context) => store(context, { command: 'zunionstore', start: 2, aggregates: true }, unite),
})

export const zinterstore: Command = defineCommand({
  name: 'zinterstore',
  since: '2.0.0',
  group: 'sorted-set',
  summary: 'Stores the intersection of sorted sets and sets under a key.',
  complexity: INTER_COMPLEXITY,
  flags: ['write', 'denyoom'],
  args: { destination: DESTINATION, key: SOURCES, weight: WEIGHT, aggregate: AGGREGATE },
  reply: answer.integer(),
  parse: byHand,
  run: (context) =>
    store(context, { command: 'zinterstore', start: 2, aggregates: true }, intersect),
})

export const zdiffstore: Command = defineCommand({
  name: 'zdiffstore',
  since: '6.2.0',
  group: 'sorted-set',
  summary: 'Stores under a key what the first of several sorted sets has and no other.',
  complexity: DIFF_COMPLEXITY,
  flags: ['write', 'denyoom'],
  args: { destination: DESTINATION, key: SOURCES },
  reply: answer.integer(),
  parse: byHand,
  run: (context) => store(context, { command: 'zdiffstore', start: 2 }, subtract),
})

export const zintercard: Command = defineCommand({
  name: 'zintercard',
  since: '7.0.0',
  group: 'sorted-set',
  summary: 'Counts the members that several sorted sets have in common.',
  complexity: 'O(N*K), N being the size of the smallest input and K the number of inputs.',
  flags: ['readonly'],
  args: { key: SOURCES, limit: optional(option('LIMIT', integer())) },
  reply: answer.integer(),
  parse: byHand,
  run: (context) =>
    intersect(readCombination(context, { command: 'zintercard', start: 1, limits: true })).size,
})
