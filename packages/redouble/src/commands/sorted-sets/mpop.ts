import { countedKeys, double, integer, oneOf, option, optional, token } from '../../command/args.ts'
import { candidateKeys } from '../../command/candidate-keys.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { doubleReply } from '../../command/double-reply.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { type MultiPop, parseMultiPop } from '../../command/multi-pop.ts'
import * as answer from '../../command/reply-types.ts'
import { parseTimeoutMs } from '../../command/timeout.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { scored } from './answer-types.ts'
import { type PopEnd, popMembers } from './pop.ts'

const KEYS = countedKeys(['RW', 'access', 'delete'])
const WHERE = oneOf({ min: token('MIN'), max: token('MAX') })
const COUNT = optional(option('COUNT', integer()))
const POPPED = answer.nullable(answer.tuple({ key: answer.bulk(), members: answer.array(scored) }))
const COMPLEXITY =
  'O(K) + O(M*log(N)), K being the number of keys, N the size of the sorted set and M the number of members popped.'

function readEnd(word: string): PopEnd {
  const end = upperAscii(word)
  if (end === 'MIN') return 'min'
  if (end === 'MAX') return 'max'
  throw SYNTAX
}

/** Pops from the first key that has members: its name and the pairs; undefined when none has any. */
function popFromFirst(
  context: Context,
  keys: readonly string[],
  { end, count }: MultiPop<PopEnd>,
): Reply | undefined {
  for (const key of keys) {
    const set = context.db.writeValue(key, 'zset')
    if (set === undefined) continue
    const popped: Reply[] = []
    popMembers(context, key, set, end, Math.min(count, set.size), (member, score) => {
      popped.push([member, doubleReply(score, context.profile)])
    })
    return [key, popped]
  }
  return undefined
}

export const zmpop: Command = defineCommand({
  name: 'zmpop',
  since: '7.0.0',
  group: 'sorted-set',
  summary: 'Pops members from the first of several sorted sets that has any.',
  complexity: COMPLEXITY,
  flags: ['write'],
  args: { key: KEYS, where: WHERE, count: COUNT },
  reply: POPPED,
  parse: (argv) => parseMultiPop(argv, 1, readEnd),
  run: (context, request) => popFromFirst(context, request.keys, request) ?? NULL_ARRAY,
})

export const bzmpop: Command = defineCommand({
  name: 'bzmpop',
  since: '7.0.0',
  group: 'sorted-set',
  summary: 'Pops members from the first of several sorted sets that has any, or waits for some.',
  complexity: COMPLEXITY,
  flags: ['write', 'blocking'],
  effects: ['clock'],
  args: { timeout: double(), key: KEYS, where: WHERE, count: COUNT },
  reply: POPPED,
  // The timeout is looked at last.
  parse: (argv, context) => ({
    ...parseMultiPop(argv, 2, readEnd),
    timeoutMs: parseTimeoutMs(argv[1], context),
  }),
  run(context, request) {
    const { keys, timeoutMs } = request
    const popped = popFromFirst(context, candidateKeys(context, keys), request)
    if (popped !== undefined) return popped
    return context.block({ keys, timeoutMs, onTimeout: NULL_ARRAY, type: 'zset' })
  },
})
