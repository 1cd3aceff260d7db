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
import type { ClientState, TrackingState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { andInValkey9 } from '../../command/describe/differences.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import {
  BCAST_MODE_STAYS,
  BCAST_WITH_OPTIONS,
  CACHING_NO_WITHOUT_OPTOUT,
  CACHING_WITHOUT_TRACKING,
  CACHING_YES_WITHOUT_OPTIN,
  NO_SUCH_REDIRECT,
  OPT_MODE_STAYS,
  OPTIN_WITH_OPTOUT,
  PREFIX_WITHOUT_BCAST,
  prefixesOverlap,
  SECOND_REDIRECT,
} from '../../command/errors/connection.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { TrackingOptions } from '../../command/server-state.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { MapReply, OK, type Reply, SetReply } from '../../resp/reply.ts'

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
  // REDIRECT is looked up where it stands, before later options are read.
  parse: readOptions,
  run({ argv, client, server }, options) {
    const status = lowerAscii(argv[2])
    if (status === 'off') server.tracking.disable(client)
    else if (status === 'on') {
      check(client, options)
      server.tracking.enable(client, options)
    } else throw SYNTAX
    return OK
  },
})

function readOptions(argv: readonly string[], { server }: Context): TrackingOptions {
  const words = new Set<string>()
  const prefixes: string[] = []
  let redirect = 0
  for (let i = 3; i < argv.length; i++) {
    const isLast = i + 1 === argv.length
    const option = lowerAscii(argv[i])
    switch (option) {
      case 'bcast':
      case 'optin':
      case 'optout':
      case 'noloop':
        words.add(option)
        break
      case 'prefix':
        if (isLast) throw SYNTAX
        prefixes.push(argv[++i])
        break
      case 'redirect':
        if (isLast) throw SYNTAX
        if (redirect !== 0) throw SECOND_REDIRECT
        redirect = Number(readInt64(argv[++i]))
        if (!server.clients.has(redirect)) throw NO_SUCH_REDIRECT
        break
      default:
        throw SYNTAX
    }
  }
  return {
    isBroadcast: words.has('bcast'),
    isOptIn: words.has('optin'),
    isOptOut: words.has('optout'),
    isNoLoop: words.has('noloop'),
    redirect,
    prefixes,
  }
}

/** Throws what keeps a client from being tracked so, in the servers' order. */
function check({ tracking }: ClientState, options: TrackingOptions): void {
  const { isBroadcast, isOptIn, isOptOut } = options
  if (options.prefixes.length > 0 && !isBroadcast) throw PREFIX_WITHOUT_BCAST
  if (tracking !== null && tracking.isBroadcast !== isBroadcast) throw BCAST_MODE_STAYS
  if (isBroadcast && (isOptIn || isOptOut)) throw BCAST_WITH_OPTIONS
  if (isOptIn && isOptOut) throw OPTIN_WITH_OPTOUT
  if (tracking !== null && ((isOptIn && tracking.isOptOut) || (isOptOut && tracking.isOptIn))) {
    throw OPT_MODE_STAYS
  }
  checkPrefixes(options.prefixes, tracking)
}

/** None may begin with another of the same client. */
function checkPrefixes(prefixes: readonly string[], tracking: TrackingState | null): void {
  const known = tracking === null ? [] : [...tracking.prefixes].sort()
  for (const [i, prefix] of prefixes.entries()) {
    for (const other of known)
      if (overlap(prefix, other)) throw prefixesOverlap(prefix, other, true)
    for (const other of prefixes.slice(i + 1)) {
      if (overlap(prefix, other)) throw prefixesOverlap(prefix, other, false)
    }
  }
}

function overlap(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
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
  run({ client: { tracking } }) {
    const prefixes = tracking === null ? [] : [...tracking.prefixes].sort()
    const flags = new SetReply(flagsOf(tracking))
    return new MapReply(['flags', flags, 'redirect', redirectOf(tracking), 'prefixes', prefixes])
  },
})

function flagsOf(tracking: TrackingState | null): Reply[] {
  if (tracking === null) return ['off']
  const { isBroadcast, isOptIn, isOptOut, isCaching, isNoLoop, isBroken } = tracking
  const flags: string[] = ['on']
  if (isBroadcast) flags.push('bcast')
  if (isOptIn) flags.push('optin', ...(isCaching ? ['caching-yes'] : []))
  if (isOptOut) flags.push('optout', ...(isCaching ? ['caching-no'] : []))
  if (isNoLoop) flags.push('noloop')
  if (isBroken) flags.push('broken_redirect')
  return flags
}

function redirectOf(tracking: TrackingState | null): number {
  return tracking?.redirect ?? -1
}

export const clientGetredir: Command = defineCommand({
  ...SHARED,
  name: 'client|getredir',
  since: '6.0.0',
  summary: 'Answers to which connection the messages of tracking go.',
  complexity: 'O(1)',
  ...andInValkey9(['noscript', 'loading', 'stale'], 'allow_busy'),
  args: {},
  reply: answer.integer(),
  run: ({ client }) => redirectOf(client.tracking),
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
  run({ argv, client: { tracking } }) {
    if (tracking === null) return CACHING_WITHOUT_TRACKING
    const mode = lowerAscii(argv[2])
    if (mode !== 'yes' && mode !== 'no') return SYNTAX
    if (mode === 'yes' && !tracking.isOptIn) return CACHING_YES_WITHOUT_OPTIN
    if (mode === 'no' && !tracking.isOptOut) return CACHING_NO_WITHOUT_OPTOUT
    tracking.isCaching = true
    return OK
  },
})
