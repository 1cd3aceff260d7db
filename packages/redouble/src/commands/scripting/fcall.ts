import { bytes, countedKeys, multiple, optional } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import type { Reply } from '../../resp/reply.ts'
import { keysAt, READ_ONLY, READ_WRITE, worst } from './eval.ts'

const SHARED = {
  since: '7.0.0',
  group: 'scripting',
  complexity: 'Depends on the function that is executed.',
  arity: -3,
  effects: ['script', 'keyspace', 'clock', 'random', 'channel', 'connection', 'server'],
  parse: byHand,
  args: {
    function: bytes(),
    key: countedKeys(['RW', 'access', 'update'], { min: 0 }),
    arg: optional(multiple(bytes())),
  },
} as const

function run({ argv, client, server }: Context, isReadOnly: boolean): Reply {
  const [, name, keyCount, ...words] = argv
  return server.functions.call(client, { name, keyCount, words, isReadOnly })
}

export const fcall: Command = defineCommand({
  ...SHARED,
  name: 'fcall',
  summary: 'Calls a function of a library.',
  flags: READ_WRITE,
  keySpecs: keysAt(['RW', 'access', 'update'], worst('RW and UPDATE')),
  run: (context) => run(context, false),
})

export const fcallRo: Command = defineCommand({
  ...SHARED,
  name: 'fcall_ro',
  summary: 'Calls a function that may not change anything.',
  flags: READ_ONLY,
  keySpecs: keysAt(['RO', 'access'], worst('RO and ACCESS')),
  run: (context) => run(context, true),
})
