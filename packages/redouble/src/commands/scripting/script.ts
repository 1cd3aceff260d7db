import { bytes, multiple, oneOf, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { unknownSubcommandUse, unsupported } from '../../command/errors/common.ts'
import {
  BAD_DEBUG_MODE,
  BAD_FLUSH_MODE,
  DEBUG_IN_PIPELINE,
  noSuchDebugEngine,
  scriptRefusals,
} from '../../command/errors/scripting.ts'
import { defineHelp } from '../../command/define-help.ts'
import { andInValkey9, inValkey9 } from '../../command/describe/differences.ts'
import type { Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { OK } from '../../resp/reply.ts'

const STALE_IN_VALKEY_9 = andInValkey9(['noscript'], 'stale')
const ALL_NODES = ['request_policy:all_nodes', 'response_policy:all_succeeded'] as const

export const script: Command = defineContainer({
  name: 'script',
  since: '2.6.0',
  group: 'scripting',
  summary: 'Commands about Lua scripts.',
  complexity: 'Depends on subcommand.',
})

export const scriptLoad: Command = defineCommand({
  name: 'script|load',
  since: '2.6.0',
  group: 'scripting',
  summary: 'Caches a script and answers its digest.',
  complexity: 'O(N) with N being the length in bytes of the script body.',
  flags: ['noscript', 'stale'],
  tips: ALL_NODES,
  args: { script: bytes() },
  reply: answer.bulk(),
  effects: ['script'],
  run: ({ server }, args) => server.scripts.load(args.script),
})

export const scriptExists: Command = defineCommand({
  name: 'script|exists',
  since: '2.6.0',
  group: 'scripting',
  summary: 'Answers which scripts are cached.',
  complexity:
    'O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).',
  ...STALE_IN_VALKEY_9,
  tips: ['request_policy:all_shards', 'response_policy:agg_logical_and'],
  args: { sha1: multiple(bytes()) },
  reply: answer.array(answer.oneOrZero()),
  effects: ['server'],
  run: ({ server }, { sha1 }) => sha1.map((digest) => (server.scripts.exists(digest) ? 1 : 0)),
})

export const scriptShow: Command = defineCommand({
  name: 'script|show',
  since: 'never',
  valkeySince: '8.0.0',
  group: 'scripting',
  summary: 'Answers the body of a cached script.',
  complexity: 'O(1).',
  ...STALE_IN_VALKEY_9,
  args: { sha1: bytes() },
  reply: answer.bulk(),
  effects: ['server'],
  run({ server, profile }, { sha1 }) {
    const source = server.scripts.source(sha1)
    if (source === undefined) throw scriptRefusals(profile).noMatchingScript
    return source
  },
})

export const scriptFlush: Command = defineCommand({
  name: 'script|flush',
  since: '2.6.0',
  group: 'scripting',
  summary: 'Empties the cache of scripts.',
  complexity: 'O(N) with N being the number of scripts in cache',
  ...STALE_IN_VALKEY_9,
  tips: ALL_NODES,
  history: [['6.2.0', 'Takes ASYNC and SYNC.']],
  args: {
    flushType: optional(oneOf({ async: token('ASYNC'), sync: token('SYNC') }, { since: '6.2.0' })),
  },
  reply: answer.ok(),
  effects: ['server'],
  parse(argv) {
    const mode = lowerAscii(argv[2] ?? 'sync')
    if (argv.length > 3 || (mode !== 'sync' && mode !== 'async')) throw BAD_FLUSH_MODE
    return {}
  },
  run({ server }) {
    server.scripts.flush()
    return OK
  },
})

export const scriptKill: Command = defineCommand({
  name: 'script|kill',
  since: '2.6.0',
  group: 'scripting',
  summary: 'Ends the script that runs.',
  complexity: 'O(1)',
  flags: ['noscript', 'allow_busy'],
  tips: ['request_policy:all_shards', 'response_policy:one_succeeded'],
  args: {},
  reply: answer.ok(),
  effects: ['server'],
  run: ({ server }) => server.scripts.kill('script'),
})

export const scriptDebug: Command = defineCommand({
  name: 'script|debug',
  since: '3.2.0',
  group: 'scripting',
  summary: 'Turns the debugging of scripts on or off for the connection.',
  complexity: 'O(1)',
  flags: ['noscript'],
  arity: 3,
  differsIn: inValkey9({ arity: -3 }),
  args: {
    mode: oneOf({ yes: token('YES'), sync: token('SYNC'), no: token('NO') }),
    engine: optional(bytes({ since: 'never', valkeySince: '9.1.0' })),
  },
  parse: byHand,
  run({ argv, client }) {
    const mode = lowerAscii(argv[2])
    if (argv.length > 4) throw unknownSubcommandUse(argv)
    if (argv.length > 3 && lowerAscii(argv[3]) !== 'lua') throw noSuchDebugEngine(argv[3])
    if (client.hasPendingReplies) throw DEBUG_IN_PIPELINE
    if (mode === 'no') return OK
    if (mode !== 'yes' && mode !== 'sync') throw BAD_DEBUG_MODE
    throw unsupported('SCRIPT DEBUG')
  },
})

export const scriptHelp: Command = defineHelp(
  { name: 'script|help', since: '5.0.0', group: 'scripting' },
  helpLines,
)

function helpLines({ name, flavour }: Profile): string[] {
  const isValkey = flavour === 'valkey'
  const debug =
    name === 'valkey-9'
      ? [
          'DEBUG (YES|SYNC|NO) [<engine_name>]',
          '    Set the debug mode for subsequent scripts executed of the specified engine.',
          "    Default engine name: 'lua'",
        ]
      : ['DEBUG (YES|SYNC|NO)', '    Set the debug mode for subsequent scripts executed.']
  const byDirective = isValkey
    ? [
        '    When called without the optional mode argument, the behavior is determined',
        '     by the lazyfree-lazy-user-flush configuration directive. Valid modes are:',
      ]
    : [
        '    When called without the optional mode argument, the behavior is determined by the',
        '    lazyfree-lazy-user-flush configuration directive. Valid modes are:',
      ]
  return [
    ...debug,
    'EXISTS <sha1> [<sha1> ...]',
    '    Return information about the existence of the scripts in the script cache.',
    'FLUSH [ASYNC|SYNC]',
    '    Flush the Lua scripts cache. Very dangerous on replicas.',
    ...byDirective,
    '    * ASYNC: Asynchronously flush the scripts cache.',
    '    * SYNC: Synchronously flush the scripts cache.',
    'KILL',
    '    Kill the currently executing Lua script.',
    'LOAD <script>',
    '    Load a script into the scripts cache without executing it.',
    ...(isValkey ? ['SHOW <sha1>', '    Show a script from the scripts cache.'] : []),
  ]
}
