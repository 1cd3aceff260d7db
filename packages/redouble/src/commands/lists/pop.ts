import { countedKeys, integer, key, option, optional, type Parsed } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { OUT_OF_RANGE_POSITIVE, wrongArity } from '../../command/errors/common.ts'
import { parseMultiPop } from '../../command/multi-pop.ts'
import * as answer from '../../command/reply-types.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { endArg, readEnd } from './ends.ts'
import { type End, popFirstOf, popMany, popOne } from './list-access.ts'

const args = {
  key: key('RW', 'access', 'delete'),
  count: optional(integer({ since: '6.2.0' })),
}

function parse(argv: readonly string[]): Parsed<typeof args> {
  if (argv.length === 2) return { key: argv[1], count: undefined }
  // A word too many is a wrong arity here, where most commands answer a syntax error.
  if (argv.length > 3) throw wrongArity(argv[0].toLowerCase())
  const count = parseInt64(argv[2])
  if (count === null || count < 0) throw OUT_OF_RANGE_POSITIVE
  return { key: argv[1], count: Number(count) }
}

const shared = {
  since: '1.0.0',
  group: 'list',
  complexity: 'O(N), N being the number of elements returned',
  flags: ['write', 'fast'],
  history: [['6.2.0', 'The argument count.']],
  args,
  reply: answer.whenGiven(
    'count',
    answer.nullable(answer.array(answer.bulk())),
    answer.nullable(answer.bulk()),
  ),
  parse,
} as const satisfies Partial<CommandSpec<typeof args>>

function pop(context: Context, { key, count }: Parsed<typeof args>, end: End): Reply {
  const list = context.db.writeValue(key, 'list')
  if (list === undefined) return count === undefined ? null : NULL_ARRAY
  if (count === undefined) return popOne(context, key, list, end)
  return count === 0 ? [] : popMany(context, key, list, count, end)
}

export const lpop: Command = defineCommand({
  ...shared,
  name: 'lpop',
  summary: 'Takes elements off the head of a list; an emptied list is removed.',
  run: (context, parsed) => pop(context, parsed, 'head'),
})

export const rpop: Command = defineCommand({
  ...shared,
  name: 'rpop',
  summary: 'Takes elements off the tail of a list; an emptied list is removed.',
  run: (context, parsed) => pop(context, parsed, 'tail'),
})

export const lmpop: Command = defineCommand({
  name: 'lmpop',
  since: '7.0.0',
  group: 'list',
  summary: 'Takes elements off the first of several lists that has any.',
  complexity: 'O(N+M), N being the number of keys and M the number of elements returned',
  flags: ['write', 'movablekeys'],
  args: {
    key: countedKeys(['RW', 'access', 'delete']),
    where: endArg(),
    count: optional(option('COUNT', integer())),
  },
  reply: answer.nullable(
    answer.tuple({ key: answer.bulk(), elements: answer.array(answer.bulk()) }),
  ),
  parse: (argv) => parseMultiPop(argv, 1, readEnd),
  run: (context, request) => popFirstOf(context, request.keys, request) ?? NULL_ARRAY,
})
