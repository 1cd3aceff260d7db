import { candidateKeys } from '../../command/candidate-keys.ts'
import {
  countedKeys,
  double,
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
  type CommandFlag,
  type CommandSpec,
  defineCommand,
} from '../../command/define.ts'
import { noScriptIn70 } from '../../command/describe/differences.ts'
import { parseMultiPop } from '../../command/multi-pop.ts'
import * as answer from '../../command/reply-types.ts'
import { parseTimeoutMs } from '../../command/timeout.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { endArg, readEnd } from './ends.ts'
import { type End, popFirstOf, popOne } from './list-access.ts'

const FLAGS: readonly CommandFlag[] = ['write', 'blocking']

const args = { key: multiple(key('RW', 'access', 'delete')), timeout: double() }

const shared = {
  since: '2.0.0',
  group: 'list',
  complexity: 'O(N), N being the number of keys',
  flags: FLAGS,
  flagsIn: noScriptIn70(FLAGS),
  effects: ['clock'],
  history: [['6.0.0', 'The timeout may have a fraction.']],
  args,
  reply: answer.nullable(answer.tuple({ key: answer.bulk(), element: answer.bulk() })),
  parse: (argv, context): Parsed<typeof args> => ({
    key: argv.slice(1, -1),
    timeout: parseTimeoutMs(argv[argv.length - 1], context),
  }),
} as const satisfies Partial<CommandSpec<typeof args>>

function popOrBlock(context: Context, { key, timeout }: Parsed<typeof args>, end: End): Reply {
  for (const candidate of candidateKeys(context, key)) {
    const list = context.db.writeValue(candidate, 'list')
    if (list !== undefined) return [candidate, popOne(context, candidate, list, end)]
  }
  return context.block({ keys: key, timeoutMs: timeout, onTimeout: NULL_ARRAY, type: 'list' })
}

export const blpop: Command = defineCommand({
  ...shared,
  name: 'blpop',
  summary: 'Takes the first element of the first list that has any; waits when none has.',
  run: (context, parsed) => popOrBlock(context, parsed, 'head'),
})

export const brpop: Command = defineCommand({
  ...shared,
  name: 'brpop',
  summary: 'Takes the last element of the first list that has any; waits when none has.',
  run: (context, parsed) => popOrBlock(context, parsed, 'tail'),
})

export const blmpop: Command = defineCommand({
  name: 'blmpop',
  since: '7.0.0',
  group: 'list',
  summary: 'Takes elements off the first of several lists that has any; waits when none has.',
  complexity: 'O(N+M), N being the number of keys and M the number of elements returned',
  flags: ['write', 'blocking', 'movablekeys'],
  effects: ['clock'],
  args: {
    timeout: double(),
    key: countedKeys(['RW', 'access', 'delete']),
    where: endArg(),
    count: optional(option('COUNT', integer())),
  },
  reply: answer.nullable(
    answer.tuple({ key: answer.bulk(), elements: answer.array(answer.bulk()) }),
  ),
  // The timeout is looked at last.
  parse: (argv, context) => ({
    ...parseMultiPop(argv, 2, readEnd),
    timeoutMs: parseTimeoutMs(argv[1], context),
  }),
  run(context, request) {
    const { keys, timeoutMs } = request
    const popped = popFirstOf(context, candidateKeys(context, keys), request)
    if (popped !== undefined) return popped
    return context.block({ keys, timeoutMs, onTimeout: NULL_ARRAY, type: 'list' })
  },
})
