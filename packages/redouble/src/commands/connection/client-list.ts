import { bytes, integer, multiple, oneOf, option, optional, token } from '../../command/args.ts'
import type { Arg } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { ClientState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { BAD_CLIENT_ID } from '../../command/errors/connection.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { type Reply, VerbatimReply } from '../../resp/reply.ts'
import { isMeant, parseClientFilter, typeTest } from './client-filter.ts'
import { clientLine } from './client-line.ts'
import { laterFilters } from './client-filter-args.ts'

const VALKEY_8_1 = { since: 'never', valkeySince: '8.1.0' } as const

export const clientInfo: Command = defineCommand({
  name: 'client|info',
  since: '6.2.0',
  group: 'connection',
  summary: 'Describes the connection in a line of text.',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output'],
  args: {},
  reply: answer.bulk(),
  effects: ['connection', 'clock'],
  run: (context) => new VerbatimReply('txt', `${clientLine(context.client, context)}\n`),
})

const clientType: Arg<unknown> = oneOf({
  normal: token('NORMAL'),
  master: token('MASTER'),
  replica: token('REPLICA'),
  pubsub: token('PUBSUB'),
})

export const clientList: Command = defineCommand({
  name: 'client|list',
  since: '2.4.0',
  group: 'connection',
  summary: 'Describes the connections, a line for each.',
  complexity: 'O(N) where N is the number of client connections',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['nondeterministic_output'],
  history: [
    ['2.8.12', 'Shows `id`.'],
    ['5.0.0', 'Takes TYPE.'],
    ['6.0.0', 'Shows `user`.'],
    ['6.2.0', 'Takes ID; shows `argv-mem`, `tot-mem`, `laddr` and `redir`.'],
    ['7.0.0', 'Shows `resp`, `multi-mem`, `rbs` and `rbp`.'],
    ['7.0.3', 'Shows `ssub`.'],
    ['7.2.0', 'Shows `lib-name` and `lib-ver`.'],
    ['7.4.0', 'Shows `watch`.'],
    ['8.0.0', 'Shows `io-thread`.'],
  ],
  args: {
    clientType: optional(option('TYPE', clientType, { since: '5.0.0', valkeySince: '5.0.0' })),
    clientId: optional(multiple(option('ID', integer(), { since: '6.2.0', valkeySince: '6.2.0' }))),
    username: optional(option('USER', bytes(VALKEY_8_1))),
    addr: optional(option('ADDR', bytes({ ...VALKEY_8_1, display: 'ip:port' }))),
    laddr: optional(option('LADDR', bytes({ ...VALKEY_8_1, display: 'ip:port' }))),
    skipme: optional(option('SKIPME', oneOf({ yes: token('YES'), no: token('NO') }, VALKEY_8_1))),
    maxage: optional(option('MAXAGE', integer(VALKEY_8_1))),
    ...laterFilters,
  },
  reply: answer.bulk(),
  effects: ['connection', 'server', 'clock'],
  parse: byHand,
  run(context) {
    const lines = chosen(context).map((client) => `${clientLine(client, context)}\n`)
    return new VerbatimReply('txt', lines.join('')) satisfies Reply
  },
})

function chosen(context: Context): ClientState[] {
  const { argv, client, server, profile } = context
  const all = [...server.clients.values()]
  if (argv.length === 2) return all
  if (profile.quirks.lenientClientArguments) {
    const filter = { tests: new Map(), skipsSelf: false }
    parseClientFilter(context, 2, filter)
    return all.filter((one) => isMeant(filter, one, client))
  }
  const option = lowerAscii(argv[2])
  if (argv.length === 4 && option === 'type') return all.filter(typeTest(context, argv[3]))
  if (argv.length > 3 && option === 'id') return byIds(context)
  throw SYNTAX
}

/** In the order of the ids that were given, twice when given twice. */
function byIds({ argv, server: { clients } }: Context): ClientState[] {
  const found: ClientState[] = []
  for (const word of argv.slice(3)) {
    const id = readInt64(word, BAD_CLIENT_ID)
    const client = clients.get(Number(id))
    if (client !== undefined) found.push(client)
  }
  return found
}
