import { bytes, integer, multiple, oneOf, option, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { ClientState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NO_SUCH_CLIENT } from '../../command/errors/connection.ts'
import * as answer from '../../command/reply-types.ts'
import { OK, type Reply } from '../../resp/reply.ts'
import { isMeant, parseClientFilter } from './client-filter.ts'
import { laterFilters } from './client-filter-args.ts'

const clientType = oneOf({
  normal: token('NORMAL'),
  master: token('MASTER', { since: '3.2.0' }),
  primary: token('PRIMARY', { since: 'never', valkeySince: '8.0.0' }),
  slave: token('SLAVE'),
  replica: token('REPLICA', { since: '5.0.0' }),
  pubsub: token('PUBSUB'),
})

const newFormat = oneOf({
  clientId: optional(option('ID', integer(), { since: '2.8.12' })),
  clientType: optional(option('TYPE', clientType, { since: '2.8.12' })),
  username: optional(option('USER', bytes())),
  addr: optional(option('ADDR', bytes({ display: 'ip:port' }))),
  laddr: optional(option('LADDR', bytes({ since: '6.2.0', display: 'ip:port' }))),
  skipme: optional(option('SKIPME', oneOf({ yes: token('YES'), no: token('NO') }))),
  maxage: optional(option('MAXAGE', integer({ since: '7.4.0', valkeySince: '8.0.0' }))),
  ...laterFilters,
})

export const clientKill: Command = defineCommand({
  name: 'client|kill',
  since: '2.4.0',
  group: 'connection',
  summary: 'Ends connections: the one from an address, or all that pass the filters.',
  complexity: 'O(N) where N is the number of client connections',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  history: [
    ['2.8.12', 'Takes filters.'],
    ['2.8.12', 'Takes ID.'],
    ['3.2.0', 'Knows the type `master`.'],
    ['5.0.0', 'Knows the type `replica`; `slave` means the same.'],
    ['6.2.0', 'Takes LADDR.'],
    ['7.4.0', 'Takes MAXAGE.'],
  ],
  args: {
    filter: oneOf({
      oldFormat: bytes({ display: 'ip:port', deprecatedSince: '2.8.12' }),
      newFormat: multiple(newFormat),
    }),
  },
  reply: answer.anyOf(answer.ok(), answer.integer()),
  effects: ['connection', 'server', 'clock'],
  parse: byHand,
  run(context) {
    const { argv, client, server } = context
    const all = [...server.clients.values()]
    if (argv.length === 3) {
      const found = all.find((one) => one.address === argv[2])
      if (found === undefined) throw NO_SUCH_CLIENT
      end(context, found)
      return OK
    }
    const filter = { tests: new Map(), skipsSelf: true }
    parseClientFilter(context, 2, filter)
    const found = all.filter((one) => isMeant(filter, one, client))
    for (const one of found) end(context, one)
    return found.length satisfies Reply
  },
})

/** The client that asks is ended once it has its reply. */
function end({ client, server }: Context, victim: ClientState): void {
  if (victim === client) client.closeAfterReply = true
  else server.disconnect(victim)
}
