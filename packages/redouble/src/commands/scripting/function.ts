import { bytes, oneOf, option, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { unknownSubcommandUse } from '../../command/errors/common.ts'
import {
  BAD_FUNCTION_FLUSH_MODE,
  BAD_RESTORE_POLICY,
  NO_LIBRARY,
  NO_LIBRARY_NAME_GIVEN,
  unknownListArgument,
  unknownLoadOption,
} from '../../command/errors/functions.ts'
import * as answer from '../../command/reply-types.ts'
import type { FunctionState, LibraryInfo } from '../../command/server-state.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { globMatches } from '../../kernel/glob.ts'
import { MapReply, OK, type Reply, SetReply, StatusReply } from '../../resp/reply.ts'

const ALL_SHARDS = ['request_policy:all_shards', 'response_policy:all_succeeded'] as const
const SINCE_7_0 = { since: '7.0.0', group: 'scripting' } as const
const ENGINE = 'LUA'

export const functionContainer: Command = defineContainer({
  ...SINCE_7_0,
  name: 'function',
  summary: 'Commands about libraries of functions.',
  complexity: 'Depends on subcommand.',
})

export const functionLoad: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|load',
  summary: 'Loads a library and answers its name.',
  complexity: 'O(1) (considering compilation time is redundant)',
  flags: ['write', 'denyoom', 'noscript'],
  tips: ALL_SHARDS,
  args: { replace: optional(token('REPLACE')), functionCode: bytes() },
  reply: answer.bulk('the name of the library'),
  effects: ['script', 'keyspace', 'server'],
  // All words but the last are options, whatever they are.
  parse: byHand,
  run({ argv, server }) {
    const options = argv.slice(2, -1)
    const unknown = options.find((word) => lowerAscii(word) !== 'replace')
    if (unknown !== undefined) return unknownLoadOption(unknown)
    return server.functions.load(argv[argv.length - 1], options.length > 0)
  },
})

export const functionDelete: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|delete',
  summary: 'Takes a library and its functions away.',
  complexity: 'O(1)',
  flags: ['write', 'noscript'],
  tips: ALL_SHARDS,
  args: { libraryName: bytes() },
  reply: answer.ok(),
  effects: ['server'],
  run: ({ server }, { libraryName }) => (server.functions.delete(libraryName) ? OK : NO_LIBRARY),
})

export const functionFlush: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|flush',
  summary: 'Takes all libraries away.',
  complexity: 'O(N) where N is the number of functions deleted',
  flags: ['write', 'noscript'],
  tips: ALL_SHARDS,
  args: { flushType: optional(oneOf({ async: token('ASYNC'), sync: token('SYNC') })) },
  reply: answer.ok(),
  effects: ['server'],
  parse(argv) {
    if (argv.length > 3) throw unknownSubcommandUse(argv)
    const mode = lowerAscii(argv[2] ?? 'sync')
    if (mode !== 'sync' && mode !== 'async') throw BAD_FUNCTION_FLUSH_MODE
    return {}
  },
  run({ server }) {
    server.functions.flush()
    return OK
  },
})

export const functionKill: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|kill',
  summary: 'Ends the function that runs.',
  complexity: 'O(1)',
  flags: ['noscript', 'allow_busy'],
  tips: ['request_policy:all_shards', 'response_policy:one_succeeded'],
  args: {},
  reply: answer.ok(),
  effects: ['server'],
  run: ({ server }) => server.scripts.kill('function'),
})

interface ListRequest {
  readonly pattern: string | undefined
  readonly withCode: boolean
}

export const functionList: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|list',
  summary: 'Tells of the libraries and their functions.',
  complexity: 'O(N) where N is the number of functions',
  flags: ['noscript'],
  tips: ['nondeterministic_output_order'],
  args: {
    libraryNamePattern: optional(option('LIBRARYNAME', bytes())),
    withcode: optional(token('WITHCODE')),
  },
  reply: answer.array(
    answer.record(
      {
        library_name: answer.bulk(),
        engine: answer.bulk(),
        functions: answer.array(
          answer.record({
            name: answer.bulk(),
            description: answer.nullable(answer.bulk()),
            flags: answer.array(answer.status()),
          }),
        ),
      },
      { library_code: answer.bulk() },
    ),
  ),
  effects: ['server'],
  parse: parseList,
  run({ server }, { pattern, withCode }) {
    const out: Reply[] = []
    for (const library of server.functions.list()) {
      if (pattern !== undefined && !globMatches(pattern, library.name, true)) continue
      out.push(libraryReply(library, withCode))
    }
    return out
  },
})

/** Each word once: a second one of a kind is unknown. */
function parseList(argv: readonly string[]): ListRequest {
  let pattern: string | undefined
  let withCode = false
  for (let i = 2; i < argv.length; i++) {
    const word = lowerAscii(argv[i])
    if (!withCode && word === 'withcode') withCode = true
    else if (pattern === undefined && word === 'libraryname') {
      if (i + 1 >= argv.length) throw NO_LIBRARY_NAME_GIVEN
      pattern = argv[++i]
    } else throw unknownListArgument(argv[i])
  }
  return { pattern, withCode }
}

function libraryReply({ name, source, functions }: LibraryInfo, withCode: boolean): Reply {
  const listed = functions.map((one) => {
    const flags = new SetReply(one.flags.map((flag) => new StatusReply(flag)))
    return new MapReply(['name', one.name, 'description', one.description, 'flags', flags])
  })
  const entries: Reply[] = ['library_name', name, 'engine', ENGINE, 'functions', listed]
  if (withCode) entries.push('library_code', source)
  return new MapReply(entries)
}

export const functionStats: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|stats',
  summary: 'Tells of the function that runs, and how many there are.',
  complexity: 'O(1)',
  flags: ['noscript', 'allow_busy'],
  tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
  args: {},
  reply: answer.record({
    running_script: answer.nullable(
      answer.record({
        name: answer.bulk(),
        command: answer.array(answer.bulk()),
        duration_ms: answer.integer(),
      }),
    ),
    engines: answer.map(
      answer.record({ libraries_count: answer.integer(), functions_count: answer.integer() }),
    ),
  }),
  effects: ['server'],
  run({ server }) {
    const { functions, scripts } = server
    const running = runningReply(functions)
    if (running === null && scripts.busyError !== null) return scripts.busyError
    const counts = new MapReply([
      'libraries_count',
      functions.libraryCount,
      'functions_count',
      functions.functionCount,
    ])
    return new MapReply(['running_script', running, 'engines', new MapReply([ENGINE, counts])])
  },
})

function runningReply({ running }: FunctionState): Reply {
  if (running === null) return null
  const { name, argv, durationMs } = running
  return new MapReply(['name', name, 'command', [...argv], 'duration_ms', durationMs])
}

export const functionDump: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|dump',
  summary: 'Answers all libraries as a payload for FUNCTION RESTORE.',
  complexity: 'O(N) where N is the number of functions',
  flags: ['noscript'],
  args: {},
  reply: answer.bulk(),
  effects: ['server'],
  run: ({ server }) => server.functions.dump(),
})

export const functionRestore: Command = defineCommand({
  ...SINCE_7_0,
  name: 'function|restore',
  summary: 'Loads the libraries of a payload, all or none.',
  complexity: 'O(N) where N is the number of functions on the payload',
  flags: ['write', 'denyoom', 'noscript'],
  tips: ALL_SHARDS,
  args: {
    serializedValue: bytes(),
    policy: optional(
      oneOf({ flush: token('FLUSH'), append: token('APPEND'), replace: token('REPLACE') }),
    ),
  },
  reply: answer.ok(),
  effects: ['script', 'keyspace', 'server'],
  parse: byHand,
  run({ argv, server }) {
    if (argv.length > 4) return unknownSubcommandUse(argv)
    const policy = lowerAscii(argv[3] ?? 'append')
    if (policy !== 'flush' && policy !== 'append' && policy !== 'replace') {
      return BAD_RESTORE_POLICY
    }
    server.functions.restore(argv[2], policy)
    return OK
  },
})
