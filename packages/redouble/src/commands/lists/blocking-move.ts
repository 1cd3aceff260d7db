import { double, key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandFlag, defineCommand } from '../../command/define.ts'
import { noScriptIn70, notDeprecatedInValkey9 } from '../../command/describe/differences.ts'
import * as answer from '../../command/reply-types.ts'
import { parseTimeoutMs } from '../../command/timeout.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { endArg, readEnd } from './ends.ts'
import type { End } from './list-access.ts'
import { moveElement } from './move.ts'

const FLAGS: readonly CommandFlag[] = ['write', 'denyoom', 'blocking']

function moveOrBlock(
  context: Context,
  source: string,
  destination: string,
  from: End,
  to: End,
  timeoutMs: number,
): Reply {
  const element = moveElement(context, source, destination, from, to)
  if (element !== undefined) return element
  // Where it may not block the answer is a null, not the null array of a timeout.
  if (context.mayNotBlock) return null
  return context.block({ keys: [source], timeoutMs, onTimeout: NULL_ARRAY, type: 'list' })
}

export const blmove: Command = defineCommand({
  name: 'blmove',
  arity: 6,
  since: '6.2.0',
  group: 'list',
  summary: 'Moves an element from list to list as LMOVE does; waits for one when there is none.',
  complexity: 'O(1)',
  flags: FLAGS,
  flagsIn: noScriptIn70(FLAGS),
  effects: ['clock'],
  args: {
    source: key('RW', 'access', 'delete'),
    destination: key('RW', 'insert'),
    wherefrom: endArg(),
    whereto: endArg(),
    timeout: double(),
  },
  reply: answer.nullable(answer.bulk()),
  parse: (argv, context) => ({
    source: argv[1],
    destination: argv[2],
    from: readEnd(argv[3]),
    to: readEnd(argv[4]),
    timeoutMs: parseTimeoutMs(argv[5], context),
  }),
  run: (context, { source, destination, from, to, timeoutMs }) =>
    moveOrBlock(context, source, destination, from, to, timeoutMs),
})

export const brpoplpush: Command = defineCommand({
  name: 'brpoplpush',
  since: '2.2.0',
  group: 'list',
  summary: 'Moves an element as RPOPLPUSH does; waits for one when there is none.',
  complexity: 'O(1)',
  flags: FLAGS,
  flagsIn: noScriptIn70(FLAGS),
  effects: ['clock'],
  history: [['6.0.0', 'The timeout may have a fraction.']],
  deprecatedSince: '6.2.0',
  replacedBy: '`BLMOVE` with the `RIGHT` and `LEFT` arguments',
  differsIn: notDeprecatedInValkey9,
  args: {
    source: key('RW', 'access', 'delete'),
    destination: key('RW', 'insert'),
    timeout: double(),
  },
  reply: answer.nullable(answer.bulk()),
  parse: (argv, context) => ({
    source: argv[1],
    destination: argv[2],
    timeoutMs: parseTimeoutMs(argv[3], context),
  }),
  run: (context, { source, destination, timeoutMs }) =>
    moveOrBlock(context, source, destination, 'tail', 'head', timeoutMs),
})
