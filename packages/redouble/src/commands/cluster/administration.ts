import {
  type Args,
  block,
  bytes,
  integer,
  multiple,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import type { Command, CommandFlag, CommandSpec } from '../../command/define.ts'
import { inValkey9 } from '../../command/describe/differences.ts'
import { defineRefused } from './define-refused.ts'

const FLAGS: readonly CommandFlag[] = ['admin', 'stale', 'no_async_loading']
const slotRange = { startSlot: integer(), endSlot: integer() }
const ONLY_VALKEY_9 = { since: 'never', valkeySince: '9.0.0' } as const
const BY_SLOTS = 'O(N) in the number of slots'

/** CLUSTER's subcommands that change the cluster, each with what differs from most of them. */
function define<A extends Args>(
  name: string,
  summary: string,
  args: A,
  others: Partial<CommandSpec<A>> = {},
): Command {
  return defineRefused({
    name: `cluster|${name}`,
    since: '3.0.0',
    summary,
    complexity: 'O(1)',
    flags: FLAGS,
    args,
    ...others,
  })
}

export const clusterAdministration: readonly Command[] = [
  define(
    'addslots',
    'Gives slots to the node.',
    { slot: multiple(integer()) },
    { complexity: BY_SLOTS },
  ),
  define(
    'addslotsrange',
    'Gives ranges of slots to the node.',
    { range: multiple(block(slotRange)) },
    { since: '7.0.0', complexity: BY_SLOTS },
  ),
  define(
    'bumpepoch',
    'Advances the configuration epoch.',
    {},
    { tips: ['nondeterministic_output'] },
  ),
  define('cancelslotmigrations', 'Cancels the migrations of slots.', {}, ONLY_VALKEY_9),
  define(
    'delslots',
    'Takes slots from the node.',
    { slot: multiple(integer()) },
    { complexity: BY_SLOTS },
  ),
  define(
    'delslotsrange',
    'Takes ranges of slots from the node.',
    { range: multiple(block(slotRange)) },
    { since: '7.0.0', complexity: BY_SLOTS },
  ),
  define('failover', 'Makes a replica the master of its shard.', {
    options: optional(oneOf({ force: token('FORCE'), takeover: token('TAKEOVER') })),
  }),
  define(
    'flushslot',
    'Removes the keys of a slot.',
    {
      slot: integer(),
      flushType: optional(oneOf({ async: token('ASYNC'), sync: token('SYNC') })),
    },
    {
      ...ONLY_VALKEY_9,
      complexity: 'O(N) in the number of keys of the slot',
      flags: ['write', 'admin', 'no_async_loading'],
      categories: ['keyspace'],
    },
  ),
  define('flushslots', 'Takes all slots from the node.', {}),
  define('forget', 'Removes a node from the table of nodes.', { nodeId: bytes() }),
  define('getslotmigrations', 'Lists the migrations of slots.', {}, ONLY_VALKEY_9),
  define(
    'meet',
    'Introduces a node.',
    {
      ip: bytes(),
      port: integer(),
      clusterBusPort: optional(integer({ since: '4.0.0' })),
    },
    { history: [['4.0.0', 'The port of the cluster bus.']] },
  ),
  define(
    'migrateslots',
    'Migrates slots to other nodes.',
    {
      migrationGroup: multiple(
        block({
          slotsrangeToken: token('SLOTSRANGE'),
          range: multiple(block(slotRange)),
          nodeToken: token('NODE'),
          nodeId: bytes(),
        }),
      ),
    },
    { ...ONLY_VALKEY_9, arity: -4, complexity: BY_SLOTS },
  ),
  define(
    'replicate',
    'Makes the node a replica of another.',
    { nodeId: bytes() },
    { differsIn: inValkey9({ arity: -3 }) },
  ),
  define(
    'reset',
    'Forgets the cluster.',
    { resetType: optional(oneOf({ hard: token('HARD'), soft: token('SOFT') })) },
    {
      complexity: 'O(N) in the number of nodes; may empty the node',
      flags: ['admin', 'noscript', 'stale'],
    },
  ),
  define('saveconfig', 'Saves the cluster configuration.', {}),
  define('set-config-epoch', 'Sets the configuration epoch of a new node.', {
    configEpoch: integer(),
  }),
  define(
    'setslot',
    'Changes the state of a slot.',
    {
      slot: integer(),
      subcommand: oneOf({
        importing: option('IMPORTING', bytes({ display: 'node-id' })),
        migrating: option('MIGRATING', bytes({ display: 'node-id' })),
        node: option('NODE', bytes({ display: 'node-id' })),
        stable: token('STABLE'),
      }),
      timeout: optional(option('TIMEOUT', integer({ since: 'never', valkeySince: '8.0.0' }))),
    },
    {
      arity: -4,
      // Valkey replicates it; COMMAND does not show the flag, read-only scripts heed it.
      flagsIn: ({ flavour }) => (flavour === 'valkey' ? [...FLAGS, 'may_replicate'] : FLAGS),
    },
  ),
  define(
    'syncslots',
    'Commands of the servers among themselves for the migration of slots.',
    {},
    { ...ONLY_VALKEY_9, arity: -3, complexity: 'Depends on the subcommand', isInternal: true },
  ),
]
