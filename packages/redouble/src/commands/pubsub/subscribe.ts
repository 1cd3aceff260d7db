import { type Arg, type Args, bytes, multiple, optional, pattern } from '../../command/args.ts'
import type { ClientState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand, type KeySpec } from '../../command/define.ts'
import { SSUBSCRIBE_DENIED } from '../../command/errors/server.ts'
import type { ChannelKind } from '../../command/server-state.ts'
import { PushReply, type Reply, SeriesReply } from '../../resp/reply.ts'

const SHARED = {
  group: 'pubsub',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  effects: ['channel', 'connection'],
} as const

/** Where a cluster finds the slot of sharded channels. */
const SHARD_CHANNELS: readonly KeySpec[] = [
  {
    flags: ['not_key'],
    begin: { index: 1 },
    find: { lastKey: -1, step: 1, limit: 0 },
  },
]

const CHANNELS: { channel: Arg<string[]> } = { channel: multiple(bytes()) }
const PATTERNS: { pattern: Arg<string[]> } = { pattern: multiple(pattern()) }
const SHARDS: { shardchannel: Arg<string[]> } = { shardchannel: multiple(bytes()) }

/** How many subscriptions a confirmation reports: sharded channels are counted by themselves. */
function count(client: ClientState, kind: ChannelKind): number {
  return kind === 'shard' ? client.shardChannels.size : client.channels.size + client.patterns.size
}

/** One confirmation per channel, each with the count as it is by then. */
function subscribeAll(context: Context, kind: ChannelKind, word: string): Reply {
  const { argv, client, server } = context
  const confirmations = argv.slice(1).map((channel) => {
    server.pubsub.subscribe(client, kind, channel)
    return new PushReply([word, channel, count(client, kind)])
  })
  return confirmations.length === 1 ? confirmations[0] : new SeriesReply(confirmations)
}

/** Without a channel all are meant; if there is none, a single confirmation says so. */
function unsubscribeAll(context: Context, kind: ChannelKind, word: string): Reply {
  const { argv, client, server } = context
  const channels = argv.length > 1 ? argv.slice(1) : [...subscriptions(client, kind)]
  if (channels.length === 0) return new PushReply([word, null, count(client, kind)])
  const confirmations = channels.map((channel) => {
    server.pubsub.unsubscribe(client, kind, channel)
    return new PushReply([word, channel, count(client, kind)])
  })
  return confirmations.length === 1 ? confirmations[0] : new SeriesReply(confirmations)
}

function subscriptions(client: ClientState, kind: ChannelKind): ReadonlySet<string> {
  if (kind === 'channel') return client.channels
  return kind === 'pattern' ? client.patterns : client.shardChannels
}

function optionally(args: Args): Args {
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, optional(arg)]))
}

export const subscribe: Command = defineCommand({
  ...SHARED,
  name: 'subscribe',
  since: '2.0.0',
  summary: 'Listens to channels.',
  complexity: 'O(N) where N is the number of channels to subscribe to.',
  args: CHANNELS,
  run: (context) => subscribeAll(context, 'channel', 'subscribe'),
})

export const unsubscribe: Command = defineCommand({
  ...SHARED,
  name: 'unsubscribe',
  since: '2.0.0',
  summary: 'Stops to listen to channels, or to all of them.',
  complexity: 'O(N) where N is the number of channels to unsubscribe.',
  args: optionally(CHANNELS),
  run: (context) => unsubscribeAll(context, 'channel', 'unsubscribe'),
})

export const psubscribe: Command = defineCommand({
  ...SHARED,
  name: 'psubscribe',
  since: '2.0.0',
  summary: 'Listens to all channels whose names match patterns.',
  complexity: 'O(N) where N is the number of patterns to subscribe to.',
  args: PATTERNS,
  run: (context) => subscribeAll(context, 'pattern', 'psubscribe'),
})

export const punsubscribe: Command = defineCommand({
  ...SHARED,
  name: 'punsubscribe',
  since: '2.0.0',
  summary: 'Stops to listen to patterns, or to all of them.',
  complexity: 'O(N) where N is the number of patterns to unsubscribe.',
  args: optionally(PATTERNS),
  run: (context) => unsubscribeAll(context, 'pattern', 'punsubscribe'),
})

export const ssubscribe: Command = defineCommand({
  ...SHARED,
  name: 'ssubscribe',
  since: '7.0.0',
  summary: 'Listens to sharded channels.',
  complexity: 'O(N) where N is the number of shard channels to subscribe to.',
  keySpecs: SHARD_CHANNELS,
  args: SHARDS,
  // Unlike SUBSCRIBE, not in a transaction.
  run: (context) =>
    context.mayNotBlock ? SSUBSCRIBE_DENIED : subscribeAll(context, 'shard', 'ssubscribe'),
})

export const sunsubscribe: Command = defineCommand({
  ...SHARED,
  name: 'sunsubscribe',
  since: '7.0.0',
  summary: 'Stops to listen to sharded channels, or to all of them.',
  complexity: 'O(N) where N is the number of shard channels to unsubscribe.',
  keySpecs: SHARD_CHANNELS,
  args: optionally(SHARDS),
  run: (context) => unsubscribeAll(context, 'shard', 'sunsubscribe'),
})
