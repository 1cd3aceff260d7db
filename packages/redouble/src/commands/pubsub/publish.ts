import { bytes } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'

/** Sent to replicas, which COMMAND does not show; read-only scripts may not publish for that. */
const SHARED = {
  group: 'pubsub',
  flags: ['pubsub', 'loading', 'stale', 'fast', 'may_replicate'],
  effects: ['channel'],
} as const

export const publish: Command = defineCommand({
  ...SHARED,
  name: 'publish',
  since: '2.0.0',
  summary: 'Sends a message to all who listen to a channel.',
  complexity:
    'O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total number of subscribed patterns (by any client).',
  args: { channel: bytes(), message: bytes() },
  reply: answer.integer(),
  run: ({ server }, { channel, message }) => server.pubsub.publish('channel', channel, message),
})

export const spublish: Command = defineCommand({
  ...SHARED,
  name: 'spublish',
  since: '7.0.0',
  summary: 'Sends a message to all who listen to a sharded channel.',
  complexity: 'O(N) where N is the number of clients subscribed to the receiving shard channel.',
  keySpecs: [{ flags: ['not_key'], begin: { index: 1 }, find: { lastKey: 0, step: 1, limit: 0 } }],
  args: { shardchannel: bytes(), message: bytes() },
  reply: answer.integer(),
  run: ({ server }, { shardchannel, message }) =>
    server.pubsub.publish('shard', shardchannel, message),
})
