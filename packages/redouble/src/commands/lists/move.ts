import { key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { notDeprecatedInValkey9 } from '../../command/describe/differences.ts'
import * as answer from '../../command/reply-types.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { endArg, readEnd } from './ends.ts'
import { announceRemoval, type End, pushAll } from './list-access.ts'

/** Moves one element from list to list; undefined when the source is absent. */
export function moveElement(
  context: Context,
  source: string,
  destination: string,
  from: End,
  to: End,
): string | undefined {
  const { db } = context
  const list = db.writeValue(source, 'list')
  if (list === undefined) return undefined
  const receiver = db.writeValue(destination, 'list')
  const element = from === 'head' ? list.popHead() : list.popTail()
  // An element that was stored as an integer counts for nothing when the server foresees the size.
  const estimated = [parseInt64(element) === null ? element : '']
  pushAll(context, destination, receiver, [element], to, estimated)
  announceRemoval(context, source, list, from === 'head' ? 'lpop' : 'rpop')
  return element
}

export const lmove: Command = defineCommand({
  name: 'lmove',
  arity: 5,
  since: '6.2.0',
  group: 'list',
  summary:
    'Takes an element off an end of a list and adds it at an end of the same or another one.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  args: {
    source: key('RW', 'access', 'delete'),
    destination: key('RW', 'insert'),
    wherefrom: endArg(),
    whereto: endArg(),
  },
  parse: (argv) => ({
    source: argv[1],
    destination: argv[2],
    from: readEnd(argv[3]),
    to: readEnd(argv[4]),
  }),
  run: (context, { source, destination, from, to }) =>
    moveElement(context, source, destination, from, to) ?? null,
  reply: answer.nullable(answer.bulk()),
})

export const rpoplpush: Command = defineCommand({
  name: 'rpoplpush',
  since: '1.2.0',
  group: 'list',
  summary: 'Takes the last element of a list and adds it at the head of the same or another one.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  deprecatedSince: '6.2.0',
  replacedBy: '`LMOVE` with the `RIGHT` and `LEFT` arguments',
  differsIn: notDeprecatedInValkey9,
  args: { source: key('RW', 'access', 'delete'), destination: key('RW', 'insert') },
  reply: answer.nullable(answer.bulk()),
  run: (context, { source, destination }) =>
    moveElement(context, source, destination, 'tail', 'head') ?? null,
})
