import { bytes, key, multiple, type Parsed } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { type End, pushAll } from './list-access.ts'

const args = { key: key('RW', 'insert'), element: multiple(bytes()) }

const shared = {
  group: 'list',
  complexity: 'O(1) for each element, so O(N) for N of them',
  flags: ['write', 'denyoom', 'fast'],
  args,
  reply: answer.integer(),
  parse: (argv: readonly string[]) => ({ key: argv[1], element: argv.slice(2) }),
} as const satisfies Partial<CommandSpec<typeof args>>

type PushArgs = Parsed<typeof args>

function push(context: Context, { key, element }: PushArgs, end: End): number {
  return pushAll(context, key, context.db.writeValue(key, 'list'), element, end)
}

function pushIfThere(context: Context, { key, element }: PushArgs, end: End): number {
  const list = context.db.writeValue(key, 'list')
  return list === undefined ? 0 : pushAll(context, key, list, element, end)
}

export const lpush: Command = defineCommand({
  ...shared,
  name: 'lpush',
  since: '1.0.0',
  summary: 'Adds elements to the head of a list, one after the other; creates the list if absent.',
  history: [['2.4.0', 'Several elements at once.']],
  run: (context, parsed) => push(context, parsed, 'head'),
})

export const rpush: Command = defineCommand({
  ...shared,
  name: 'rpush',
  since: '1.0.0',
  summary: 'Adds elements to the tail of a list; creates the list if absent.',
  history: [['2.4.0', 'Several elements at once.']],
  run: (context, parsed) => push(context, parsed, 'tail'),
})

export const lpushx: Command = defineCommand({
  ...shared,
  name: 'lpushx',
  since: '2.2.0',
  summary: 'Adds elements to the head of a list, if there is one.',
  history: [['4.0.0', 'Several elements at once.']],
  run: (context, parsed) => pushIfThere(context, parsed, 'head'),
})

export const rpushx: Command = defineCommand({
  ...shared,
  name: 'rpushx',
  since: '2.2.0',
  summary: 'Adds elements to the tail of a list, if there is one.',
  history: [['4.0.0', 'Several elements at once.']],
  run: (context, parsed) => pushIfThere(context, parsed, 'tail'),
})
