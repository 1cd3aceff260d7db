import { bytes, countedKeys, multiple, optional } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandFlag,
  defineCommand,
  type KeySpec,
} from '../../command/define.ts'
import { KEYS_BEYOND_ARGS } from '../../command/errors/common.ts'
import { KEYS_NEGATIVE, scriptRefusals } from '../../command/errors/scripting.ts'
import { readInt64 } from '../../command/read-integer.ts'
import type { Reply } from '../../resp/reply.ts'

export const READ_ONLY: readonly CommandFlag[] = [
  'readonly',
  'noscript',
  'stale',
  'skip_monitor',
  'no_mandatory_keys',
  'movablekeys',
]
/** What a script does is not known beforehand; `may_replicate` is not shown by COMMAND. */
export const READ_WRITE: readonly CommandFlag[] = [
  'noscript',
  'stale',
  'skip_monitor',
  'may_replicate',
  'no_mandatory_keys',
  'movablekeys',
]
const DIGEST_LENGTH = 40

export function keysAt(flags: string[], notes?: string): readonly KeySpec[] {
  const find = { keyNumIndex: 0, firstKey: 1, step: 1 }
  return [{ flags, begin: { index: 2 }, find, ...(notes === undefined ? {} : { notes }) }]
}

export function worst(what: string): string {
  return `We cannot tell how the keys will be used so we assume the worst, ${what}`
}

const keysAndArgs = {
  key: countedKeys(['RW', 'access', 'update'], { min: 0 }),
  arg: optional(multiple(bytes())),
}
const SHARED = {
  group: 'scripting',
  complexity: 'Depends on the script that is executed.',
  arity: -3,
  effects: ['script', 'keyspace', 'clock', 'random', 'channel', 'connection', 'server'],
  parse: byHand,
} as const

/** Splits what follows the script into keys and arguments, and runs it. */
function run(context: Context, isReadOnly: boolean, isDigest: boolean): Reply {
  const { argv, client, server } = context
  const count = readInt64(argv[2])
  if (count > argv.length - 3) throw KEYS_BEYOND_ARGS
  if (count < 0) throw KEYS_NEGATIVE
  const firstArg = 3 + Number(count)
  const script = isDigest ? { sha: argv[1] } : { source: argv[1] }
  return server.scripts.evaluate(client, {
    ...script,
    keys: argv.slice(3, firstArg),
    argv: argv.slice(firstArg),
    isReadOnly,
  })
}

function runDigest(context: Context, isReadOnly: boolean): Reply {
  // Told apart before anything else is looked at.
  if (context.argv[1].length !== DIGEST_LENGTH) {
    throw scriptRefusals(context.profile).noMatchingScript
  }
  return run(context, isReadOnly, true)
}

export const evalCommand: Command = defineCommand({
  ...SHARED,
  name: 'eval',
  since: '2.6.0',
  summary: 'Runs a Lua script within the server.',
  flags: READ_WRITE,
  keySpecs: keysAt(['RW', 'access', 'update'], worst('RW and UPDATE')),
  args: { script: bytes(), ...keysAndArgs },
  run: (context) => run(context, false, false),
})

export const evalRo: Command = defineCommand({
  ...SHARED,
  name: 'eval_ro',
  since: '7.0.0',
  summary: 'Runs a Lua script that may not change anything.',
  flags: READ_ONLY,
  keySpecs: keysAt(['RO', 'access'], worst('RO and ACCESS')),
  args: { script: bytes(), ...keysAndArgs },
  run: (context) => run(context, true, false),
})

export const evalsha: Command = defineCommand({
  ...SHARED,
  name: 'evalsha',
  since: '2.6.0',
  summary: 'Runs a cached Lua script, which its digest names.',
  flags: READ_WRITE,
  keySpecs: keysAt(['RW', 'access', 'update']),
  args: { sha1: bytes(), ...keysAndArgs },
  run: (context) => runDigest(context, false),
})

export const evalshaRo: Command = defineCommand({
  ...SHARED,
  name: 'evalsha_ro',
  since: '7.0.0',
  summary: 'Runs a cached Lua script that may not change anything.',
  flags: READ_ONLY,
  keySpecs: keysAt(['RO', 'access']),
  args: { sha1: bytes(), ...keysAndArgs },
  run: (context) => runDigest(context, true),
})
