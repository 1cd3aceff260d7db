import {
  bytes,
  integer,
  multipleToken,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { andInValkey9 } from '../../command/describe/differences.ts'
import { SYNTAX, unsupported } from '../../command/errors/common.ts'
import {
  BCAST_WITH_OPTIONS,
  CACHING_WITHOUT_TRACKING,
  NO_SUCH_REDIRECT,
  PREFIX_WITHOUT_BCAST,
} from '../../command/errors/connection.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { MapReply, OK, SetReply } from '../../resp/reply.ts'

/** No client is tracked yet, so these answer what they answer to one that is not. */
const SHARED = { group: 'connection', effects: ['connection'] } as const

export const clientTracking: Command = defineCommand({
  ...SHARED,
  name: 'client|tracking',
  since: '6.0.0',
  summary: 'Has the server tell the client when keys change that it has read.',
  complexity: 'O(1). Some options may introduce additional complexity.',
  flags: ['noscript', 'loading', 'stale'],
  args: {
    status: oneOf({ on: token('ON'), off: token('OFF') }),
    clientId: optional(option('REDIRECT', integer())),
    prefix: optional(multipleToken(option('PREFIX', bytes()))),
    bcast: optional(token('BCAST')),
    optin: optional(token('OPTIN')),
    optout: optional(token('OPTOUT')),
    noloop: optional(token('NOLOOP')),
  },
  reply: answer.ok(),
  parse: byHand,
  run(context) {
    const options = optionsOf(context)
    const status = lowerAscii(context.argv[2])
    if (status === 'off') return OK
    if (status !== 'on') throw SYNTAX
    const hasBcast = options.has('bcast')
    if (options.has('prefix') && !hasBcast) throw PREFIX_WITHOUT_BCAST
    if (hasBcast && (options.has('optin') || options.has('optout'))) throw BCAST_WITH_OPTIONS
    throw unsupported('CLIENT TRACKING ON')
  },
})

function optionsOf({ argv, server }: Context): Set<string> {
  const options = new Set<string>()
  for (let i = 3; i < argv.length; i++) {
    const isLast = i + 1 === argv.length
    const option = lowerAscii(argv[i])
    options.add(option)
    switch (option) {
      case 'bcast':
      case 'optin':
      case 'optout':
      case 'noloop':
        break
      case 'prefix':
        if (isLast) throw SYNTAX
        i++
        break
      case 'redirect': {
        if (isLast) throw SYNTAX
        const id = readInt64(argv[++i])
        if (!server.clients.has(Number(id))) throw NO_SUCH_REDIRECT
        break
      }
      default:
        throw SYNTAX
    }
  }
  return options
}

export const clientTrackinginfo: Command = defineCommand({
  ...SHARED,
  name: 'client|trackinginfo',
  since: '6.2.0',
  summary: 'Answers how the connection is tracked.',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: {},
  reply: answer.map(answer.anything()),
  run: () => new MapReply(['flags', new SetReply(['off']), 'redirect', -1, 'prefixes', []]),
})

export const clientGetredir: Command = defineCommand({
  ...SHARED,
  name: 'client|getredir',
  since: '6.0.0',
  summary: 'Answers to which connection the messages of tracking go.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  args: {},
  reply: answer.integer(),
  run: () => -1,
})

export const clientCaching: Command = defineCommand({
  ...SHARED,
  name: 'client|caching',
  since: '6.0.0',
  summary: 'Says whether the keys of the next command are to be tracked.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  args: { mode: oneOf({ yes: token('YES'), no: token('NO') }) },
  reply: answer.ok(),
  parse: byHand,
  run: () => CACHING_WITHOUT_TRACKING,
})
