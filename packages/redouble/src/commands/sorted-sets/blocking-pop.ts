import { double, key, multiple } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { candidateKeys } from '../../command/candidate-keys.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandFlag,
  type CommandSpec,
  defineCommand,
} from '../../command/define.ts'
import { noScriptIn70 } from '../../command/describe/differences.ts'
import { doubleReply } from '../../command/double-reply.ts'
import * as answer from '../../command/reply-types.ts'
import { parseTimeoutMs } from '../../command/timeout.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { type PopEnd, popMembers } from './pop.ts'

/** Pops one member from the first key that has any, or waits until one has. */
function popOrWait(context: Context, end: PopEnd): Reply {
  const { argv, db, profile } = context
  const timeoutMs = parseTimeoutMs(argv[argv.length - 1], context)
  const keys = argv.slice(1, -1)
  for (const key of candidateKeys(context, keys)) {
    const set = db.writeValue(key, 'zset')
    if (set === undefined) continue
    const reply: Reply[] = [key]
    popMembers(context, key, set, end, 1, (member, score) => {
      reply.push(member, doubleReply(score, profile))
    })
    return reply
  }
  return context.block({ keys, timeoutMs, onTimeout: NULL_ARRAY, type: 'zset' })
}

const FLAGS: readonly CommandFlag[] = ['write', 'blocking', 'fast']

const shared = {
  since: '5.0.0',
  group: 'sorted-set',
  complexity: 'O(log(N)), N being the size of the sorted set.',
  flags: FLAGS,
  flagsIn: noScriptIn70(FLAGS),
  effects: ['clock'],
  history: [['6.0.0', '`timeout` is interpreted as a double instead of an integer.']],
  args: { key: multiple(key('RW', 'access', 'delete')), timeout: double() },
  reply: answer.nullable(
    answer.tuple({ key: answer.bulk(), member: answer.bulk(), score: answer.double() }),
  ),
  parse: byHand,
} as const satisfies Partial<CommandSpec>

export const bzpopmin: Command = defineCommand({
  ...shared,
  name: 'bzpopmin',
  summary:
    'Pops the member with the lowest score from the first sorted set that has any, or waits.',
  run: (context) => popOrWait(context, 'min'),
})

export const bzpopmax: Command = defineCommand({
  ...shared,
  name: 'bzpopmax',
  summary:
    'Pops the member with the highest score from the first sorted set that has any, or waits.',
  run: (context) => popOrWait(context, 'max'),
})
