import { countedKeys, double, integer, oneOf, option, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { candidateKeys } from '../../command/candidate-keys.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { doubleReply } from '../../command/double-reply.ts'
import { NUMKEYS_NOT_POSITIVE, SYNTAX } from '../../command/errors/common.ts'
import { COUNT_NOT_POSITIVE } from '../../command/errors/sorted-set.ts'
import * as answer from '../../command/reply-types.ts'
import { parseTimeoutMs } from '../../command/timeout.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { scored } from './answer-types.ts'
import { type PopEnd, popMembers } from './pop.ts'

const KEYS = countedKeys(['RW', 'access', 'delete'])
const WHERE = oneOf({ min: token('MIN'), max: token('MAX') })
const COUNT = optional(option('COUNT', integer()))
const COMPLEXITY =
  'O(K) + O(M*log(N)), K being the number of keys, N the size of the sorted set and M the number of members popped.'

interface MultiPop {
  readonly keys: readonly string[]
  readonly end: PopEnd
  readonly count: number
}

/** Reads `numkeys key [key …] MIN|MAX [COUNT count]` from `start` on. */
function readMultiPop(argv: readonly string[], start: number): MultiPop {
  const numkeys = parseInt64(argv[start])
  if (numkeys === null || numkeys < 1) throw NUMKEYS_NOT_POSITIVE
  const where = start + 1 + Number(numkeys)
  if (where >= argv.length) throw SYNTAX
  const word = upperAscii(argv[where])
  if (word !== 'MIN' && word !== 'MAX') throw SYNTAX
  const keys = argv.slice(start + 1, where)
  return { keys, end: word === 'MIN' ? 'min' : 'max', count: readCount(argv, where + 1) }
}

function readCount(argv: readonly string[], index: number): number {
  if (index === argv.length) return 1
  if (upperAscii(argv[index]) !== 'COUNT' || index + 1 === argv.length) throw SYNTAX
  const count = parseInt64(argv[index + 1])
  if (count === null || count < 1) throw COUNT_NOT_POSITIVE
  if (index + 2 < argv.length) throw SYNTAX
  return Number(count)
}

/** Pops from the first key that has members: its name and the pairs; null when none has any. */
function popFromFirst(
  context: Context,
  keys: readonly string[],
  { end, count }: MultiPop,
): Reply | null {
  for (const key of keys) {
    const set = context.db.writeValue(key, 'zset')
    if (set === undefined) continue
    const popped: Reply[] = []
    popMembers(context, key, set, end, Math.min(count, set.size), (member, score) => {
      popped.push([member, doubleReply(score, context.profile)])
    })
    return [key, popped]
  }
  return null
}

export const zmpop: Command = defineCommand({
  name: 'zmpop',
  since: '7.0.0',
  group: 'sorted-set',
  summary: 'Pops members from the first of several sorted sets that has any.',
  complexity: COMPLEXITY,
  flags: ['write'],
  args: { key: KEYS, where: WHERE, count: COUNT },
  reply: answer.nullable(
    answer.tuple({
      key: answer.bulk(),
      members: answer.array(scored),
    }),
  ),
  parse: byHand,
  run(context) {
    const request = readMultiPop(context.argv, 1)
    return popFromFirst(context, request.keys, request) ?? NULL_ARRAY
  },
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
  reply: answer.nullable(
    answer.tuple({
      key: answer.bulk(),
      members: answer.array(scored),
    }),
  ),
  parse: byHand,
  run(context) {
    const request = readMultiPop(context.argv, 2)
    // The timeout is looked at last.
    const timeoutMs = parseTimeoutMs(context.argv[1], context)
    const { keys } = request
    const popped = popFromFirst(context, candidateKeys(context, keys), request)
    if (popped !== null) return popped
    return context.block({ keys, timeoutMs, onTimeout: NULL_ARRAY, type: 'zset' })
  },
})
