import { bytes, integer, oneOf, optional } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  defineContainer,
} from '../../command/define.ts'
import { unsupported } from '../../command/errors/common.ts'
import { COMMANDLOG_TYPE, SLOWLOG_COUNT, SLOWLOG_GET_ARITY } from '../../command/errors/server.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { OK, type Reply } from '../../resp/reply.ts'

const SHARED = {
  group: 'server',
  flags: ['admin', 'loading', 'stale'],
  effects: ['server'],
} satisfies Partial<CommandSpec>

const DEFAULT_COUNT = 10
const GET_TIPS = ['request_policy:all_nodes', 'nondeterministic_output']
const LEN_TIPS = ['request_policy:all_nodes', 'response_policy:agg_sum', 'nondeterministic_output']
const RESET_TIPS = ['request_policy:all_nodes', 'response_policy:all_succeeded']

/** Valkey 8.1 wanted COMMANDLOG to take over; Valkey 9 did not insist. */
function deprecatedFor(replacement: string): CommandSpec['differsIn'] {
  return (profile) =>
    profile.name === 'valkey-8.1'
      ? { deprecatedSince: '8.1.0', replacedBy: `\`${replacement}\`` }
      : undefined
}

export const slowlog: Command = defineContainer({
  name: 'slowlog',
  since: '2.2.12',
  group: 'server',
  summary: 'Shows the calls that took long.',
  complexity: 'Depends on the subcommand',
  differsIn: deprecatedFor('COMMANDLOG'),
})

export const slowlogGet: Command = defineCommand({
  ...SHARED,
  name: 'slowlog|get',
  since: '2.2.12',
  summary: 'Shows the newest entries of the slow log.',
  complexity: 'O(N), N being the entries shown',
  tips: GET_TIPS,
  differsIn: deprecatedFor('COMMANDLOG GET <count> SLOW'),
  args: { count: optional(integer({ min: -1, error: SLOWLOG_COUNT })) },
  reply: answer.array(answer.anything()),
  parse(argv) {
    if (argv.length > 3) throw SLOWLOG_GET_ARITY
    return { count: argv.length === 3 ? readCount(argv[2]) : DEFAULT_COUNT }
  },
  run: ({ server }, { count }) => newest(server.slowlog, count ?? DEFAULT_COUNT),
})

export const slowlogLen: Command = defineCommand({
  ...SHARED,
  name: 'slowlog|len',
  since: '2.2.12',
  summary: 'Counts the entries of the slow log.',
  complexity: 'O(1)',
  tips: LEN_TIPS,
  differsIn: deprecatedFor('COMMANDLOG LEN SLOW'),
  args: {},
  reply: answer.integer(),
  run: ({ server }) => server.slowlog.length,
})

export const slowlogReset: Command = defineCommand({
  ...SHARED,
  name: 'slowlog|reset',
  since: '2.2.12',
  summary: 'Empties the slow log.',
  complexity: 'O(N), N being the entries there were',
  tips: RESET_TIPS,
  differsIn: deprecatedFor('COMMANDLOG RESET SLOW'),
  args: {},
  reply: answer.ok(),
  run({ server }) {
    server.slowlog.length = 0
    return OK
  },
})

export const slowlogHelp: Command = defineHelp(
  {
    name: 'slowlog|help',
    since: '6.2.0',
    group: 'server',
    differsIn: deprecatedFor('COMMANDLOG HELP'),
  },
  [
    'GET [<count>]',
    '    Return top <count> entries from the slowlog (default: 10, -1 mean all).',
    '    Entries are made of:',
    '    id, timestamp, time in microseconds, arguments array, client IP and port,',
    '    client name',
    'LEN',
    '    Return the length of the slowlog.',
    'RESET',
    '    Reset the slowlog.',
  ],
)

function newest(entries: Context['server']['slowlog'], count: number): Reply {
  const shown = count < 0 ? entries : entries.slice(0, count)
  return shown.map(({ id, timeSeconds, micros, argv, address, name }) => [
    id,
    timeSeconds,
    micros,
    [...argv],
    address,
    name,
  ])
}

const TYPE = oneOf({ slow: bytes(), largeRequest: bytes(), largeReply: bytes() })

const VALKEY_8_1 = { since: 'never', valkeySince: '8.1.0' }

export const commandlog: Command = defineContainer({
  ...VALKEY_8_1,
  name: 'commandlog',
  group: 'server',
  summary: 'Shows the calls that took long, and those whose request or reply was large.',
  complexity: 'Depends on the subcommand',
})

export const commandlogGet: Command = defineCommand({
  ...SHARED,
  ...VALKEY_8_1,
  name: 'commandlog|get',
  summary: 'Shows the newest entries of one of the logs.',
  complexity: 'O(N), N being the entries shown',
  tips: GET_TIPS,
  args: { count: integer(), type: TYPE },
  reply: answer.array(answer.anything()),
  parse: (argv) => ({ count: readCount(argv[2]) }),
  run: ({ server, argv }, { count }) => forSlow(argv[3], () => newest(server.slowlog, count)),
})

export const commandlogLen: Command = defineCommand({
  ...SHARED,
  ...VALKEY_8_1,
  name: 'commandlog|len',
  summary: 'Counts the entries of one of the logs.',
  complexity: 'O(1)',
  tips: LEN_TIPS,
  args: { type: TYPE },
  reply: answer.integer(),
  parse: byHand,
  run: ({ server, argv }) => forSlow(argv[2], () => server.slowlog.length),
})

export const commandlogReset: Command = defineCommand({
  ...SHARED,
  ...VALKEY_8_1,
  name: 'commandlog|reset',
  summary: 'Empties one of the logs.',
  complexity: 'O(N), N being the entries there were',
  tips: RESET_TIPS,
  args: { type: TYPE },
  reply: answer.ok(),
  parse: byHand,
  run: ({ server, argv }) =>
    forSlow(argv[2], () => {
      server.slowlog.length = 0
      return OK
    }),
})

export const commandlogHelp: Command = defineHelp(
  { ...VALKEY_8_1, name: 'commandlog|help', group: 'server' },
  [
    'GET <count> <type>',
    '    Return top <count> entries of the specified <type> from the commandlog (-1 mean all).',
    '    Entries are made of:',
    '    id, timestamp,',
    '        time in microseconds for type of slow,',
    '        or size in bytes for type of large-request,',
    '        or size in bytes for type of large-reply',
    '    arguments array, client IP and port,',
    '    client name',
    'LEN <type>',
    '    Return the length of the specified type of commandlog.',
    'RESET <type>',
    '    Reset the specified type of commandlog.',
  ],
)

function readCount(word: string): number {
  const count = Number(parseInt64(word) ?? Number.NaN)
  if (!(count >= -1)) throw SLOWLOG_COUNT
  return count
}

function forSlow(type: string, answer: () => Reply): Reply {
  const name = lowerAscii(type)
  if (name === 'slow') return answer()
  if (name === 'large-request' || name === 'large-reply') {
    return unsupported(`COMMANDLOG for ${name}`)
  }
  return COMMANDLOG_TYPE
}
