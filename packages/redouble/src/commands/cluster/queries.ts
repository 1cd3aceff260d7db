import { block, bytes, integer, oneOf, option, optional, token } from '../../command/args.ts'
import { type Command, type CommandFlag, defineCommand } from '../../command/define.ts'
import { CLUSTER_DISABLED } from '../../command/errors/keys.ts'
import type { Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { keySlot } from '../../kernel/key-slot.ts'
import { defineRefused } from './define-refused.ts'

const CHANGING = ['nondeterministic_output']
const BY_NODES = 'O(N) in the number of nodes'

function loadingInValkey(profile: Profile): readonly CommandFlag[] {
  return profile.flavour === 'valkey' ? ['loading', 'stale'] : ['stale']
}

function loadingSince72(profile: Profile): readonly CommandFlag[] {
  return profile.name === '7.0' ? ['stale'] : ['loading', 'stale']
}

const info: Command = defineRefused({
  name: 'cluster|info',
  since: '3.0.0',
  summary: 'Describes the state of the cluster as a node sees it.',
  complexity: 'O(1)',
  flags: ['stale'],
  flagsIn: loadingInValkey,
  tips: CHANGING,
  args: {},
  reply: answer.bulk(),
})

const nodes: Command = defineRefused({
  name: 'cluster|nodes',
  since: '3.0.0',
  summary: 'Lists the nodes with their addresses, roles and slots.',
  complexity: BY_NODES,
  flags: ['stale'],
  flagsIn: loadingInValkey,
  tips: CHANGING,
  args: {},
  reply: answer.bulk(),
})

const shards: Command = defineRefused({
  name: 'cluster|shards',
  since: '7.0.0',
  summary: 'Lists the shards with their slots and nodes.',
  complexity: BY_NODES,
  flags: ['loading', 'stale'],
  flagsIn: loadingSince72,
  tips: CHANGING,
  args: {},
})

const slots: Command = defineRefused({
  name: 'cluster|slots',
  since: '3.0.0',
  summary: 'Lists ranges of slots with the nodes that serve them.',
  complexity: BY_NODES,
  flags: ['loading', 'stale'],
  flagsIn: loadingSince72,
  deprecatedSince: '7.0.0',
  replacedBy: '`CLUSTER SHARDS`',
  differsIn: (profile) =>
    profile.flavour === 'valkey' ? { deprecatedSince: undefined, replacedBy: undefined } : {},
  history: [
    ['4.0.0', 'Ids of the nodes.'],
    ['7.0.0', 'More about the network.'],
  ],
  tips: CHANGING,
  args: {},
})

const links: Command = defineRefused({
  name: 'cluster|links',
  since: '7.0.0',
  summary: 'Lists the connections to and from other nodes.',
  complexity: BY_NODES,
  flags: ['stale'],
  tips: CHANGING,
  args: {},
})

const myid: Command = defineRefused({
  name: 'cluster|myid',
  since: '3.0.0',
  summary: 'Names the node.',
  complexity: 'O(1)',
  flags: ['stale'],
  flagsIn: loadingInValkey,
  args: {},
  reply: answer.bulk(),
})

const myshardid: Command = defineRefused({
  name: 'cluster|myshardid',
  since: '7.2.0',
  summary: 'Names the shard of the node.',
  complexity: 'O(1)',
  flags: ['stale'],
  flagsIn: loadingInValkey,
  tips: CHANGING,
  args: {},
})

const replicas: Command = defineRefused({
  name: 'cluster|replicas',
  since: '5.0.0',
  summary: 'Lists the replicas of a node.',
  complexity: 'O(N) in the number of replicas',
  flags: ['admin', 'stale'],
  tips: CHANGING,
  args: { nodeId: bytes() },
})

const slaves: Command = defineRefused({
  name: 'cluster|slaves',
  since: '3.0.0',
  summary: 'Lists the replicas of a node, by an old name.',
  complexity: 'O(N) in the number of replicas',
  flags: ['admin', 'stale'],
  deprecatedSince: '5.0.0',
  replacedBy: '`CLUSTER REPLICAS`',
  tips: CHANGING,
  args: { nodeId: bytes() },
})

const countFailureReports: Command = defineRefused({
  name: 'cluster|count-failure-reports',
  since: '3.0.0',
  summary: 'Counts the nodes that report a node as failing.',
  complexity: 'O(N) in the number of reports',
  flags: ['admin', 'stale'],
  tips: CHANGING,
  args: { nodeId: bytes() },
})

const countkeysinslot: Command = defineRefused({
  name: 'cluster|countkeysinslot',
  since: '3.0.0',
  summary: 'Counts the keys of a slot.',
  complexity: 'O(1)',
  flags: ['stale'],
  args: { slot: integer() },
  reply: answer.integer(),
})

const getkeysinslot: Command = defineRefused({
  name: 'cluster|getkeysinslot',
  since: '3.0.0',
  summary: 'Lists keys of a slot.',
  complexity: 'O(N) in the number of keys asked for',
  flags: ['stale'],
  tips: CHANGING,
  args: { slot: integer(), count: integer() },
})

const keyslot: Command = defineCommand({
  name: 'cluster|keyslot',
  since: '3.0.0',
  group: 'cluster',
  summary: 'Tells the slot of a key.',
  complexity: 'O(N) in the length of the key',
  flags: ['stale'],
  args: { key: bytes() },
  reply: answer.integer(),
  run({ profile }, { key }) {
    return profile.quirks.keyslotWithoutCluster ? keySlot(key) : CLUSTER_DISABLED
  },
})

const slotStats: Command = defineRefused({
  name: 'cluster|slot-stats',
  since: '8.2.0',
  valkeySince: '8.0.0',
  summary: 'Tells how much the slots of the node are used.',
  complexity: 'O(N) in the number of slots, O(N*log(N)) when ordered',
  flags: ['loading', 'stale'],
  tips: ['nondeterministic_output', 'request_policy:all_shards'],
  arity: -4,
  args: {
    filter: oneOf({
      slotsrange: option('SLOTSRANGE', block({ startSlot: integer(), endSlot: integer() })),
      orderby: option(
        'ORDERBY',
        block({
          metric: bytes(),
          limit: optional(option('LIMIT', integer())),
          order: optional(oneOf({ asc: token('ASC'), desc: token('DESC') })),
        }),
      ),
    }),
  },
})

const help: Command = defineRefused({
  name: 'cluster|help',
  since: '5.0.0',
  summary: 'Lists the subcommands.',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  args: {},
})

/** CLUSTER's subcommands that only ask. */
export const clusterQueries: readonly Command[] = [
  countFailureReports,
  countkeysinslot,
  getkeysinslot,
  help,
  info,
  keyslot,
  links,
  myid,
  myshardid,
  nodes,
  replicas,
  shards,
  slaves,
  slots,
  slotStats,
]
