import { bytes, multiple, optional, pattern } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { unknownSubcommandUse } from '../../command/errors/common.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import { globMatches } from '../../kernel/glob.ts'
import type { Reply } from '../../resp/reply.ts'

const SHARED = {
  group: 'pubsub',
  flags: ['pubsub', 'loading', 'stale'],
  effects: ['channel'],
} as const

export const pubsub: Command = defineContainer({
  name: 'pubsub',
  since: '2.8.0',
  group: 'pubsub',
  summary: 'Commands about who listens to what.',
  complexity: 'Depends on subcommand.',
})

/** The channels that somebody listens to, patterns not among them. */
function activeChannels({ argv, server }: Context, kind: 'channel' | 'shard'): Reply {
  if (argv.length > 3) throw unknownSubcommandUse(argv)
  const glob = argv[2]
  const names = [...server.pubsub.channels(kind)]
  return glob === undefined ? names : names.filter((name) => globMatches(glob, name))
}

/** Each channel that was named, and how many listen to it. */
function listeners({ argv, server }: Context, kind: 'channel' | 'shard'): Reply {
  return argv.slice(2).flatMap((name) => [name, server.pubsub.subscriberCount(kind, name)])
}

export const pubsubChannels: Command = defineCommand({
  ...SHARED,
  name: 'pubsub|channels',
  since: '2.8.0',
  summary: 'Lists the channels that have listeners.',
  complexity:
    'O(N) where N is the number of active channels, and assuming constant time pattern matching (relatively short channels and patterns)',
  args: { pattern: optional(pattern()) },
  reply: answer.array(answer.bulk()),
  parse: byHand,
  run: (context) => activeChannels(context, 'channel'),
})

export const pubsubNumsub: Command = defineCommand({
  ...SHARED,
  name: 'pubsub|numsub',
  since: '2.8.0',
  summary: 'Counts the listeners of channels.',
  complexity: 'O(N) for the NUMSUB subcommand, where N is the number of requested channels',
  args: { channel: optional(multiple(bytes())) },
  reply: answer.array(answer.anyOf(answer.bulk(), answer.integer())),
  run: (context) => listeners(context, 'channel'),
})

export const pubsubNumpat: Command = defineCommand({
  ...SHARED,
  name: 'pubsub|numpat',
  since: '2.8.0',
  summary: 'Counts the patterns that have listeners.',
  complexity: 'O(1)',
  args: {},
  reply: answer.integer(),
  run: ({ server }) => server.pubsub.patternCount(),
})

export const pubsubShardchannels: Command = defineCommand({
  ...SHARED,
  name: 'pubsub|shardchannels',
  since: '7.0.0',
  summary: 'Lists the sharded channels that have listeners.',
  complexity:
    'O(N) where N is the number of active shard channels, and assuming constant time pattern matching (relatively short shard channels).',
  args: { pattern: optional(pattern()) },
  reply: answer.array(answer.bulk()),
  parse: byHand,
  run: (context) => activeChannels(context, 'shard'),
})

export const pubsubShardnumsub: Command = defineCommand({
  ...SHARED,
  name: 'pubsub|shardnumsub',
  since: '7.0.0',
  summary: 'Counts the listeners of sharded channels.',
  complexity:
    'O(N) for the SHARDNUMSUB subcommand, where N is the number of requested shard channels',
  args: { shardchannel: optional(multiple(bytes())) },
  reply: answer.array(answer.anyOf(answer.bulk(), answer.integer())),
  run: (context) => listeners(context, 'shard'),
})

export const pubsubHelp: Command = defineHelp(
  { name: 'pubsub|help', since: '6.2.0', group: 'pubsub' },
  [
    'CHANNELS [<pattern>]',
    "    Return the currently active channels matching a <pattern> (default: '*').",
    'NUMPAT',
    '    Return number of subscriptions to patterns.',
    'NUMSUB [<channel> ...]',
    '    Return the number of subscribers for the specified channels, excluding',
    '    pattern subscriptions(default: no channels).',
    'SHARDCHANNELS [<pattern>]',
    "    Return the currently active shard level channels matching a <pattern> (default: '*').",
    'SHARDNUMSUB [<shardchannel> ...]',
    '    Return the number of subscribers for the specified shard level channel(s)',
  ],
)
