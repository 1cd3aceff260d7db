import { bytes, integer, option, optional, pattern } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { CLUSTER_DISABLED } from '../../command/errors/keys.ts'
import * as answer from '../../command/reply-types.ts'
import { OK } from '../../resp/reply.ts'
import { defineRefused } from './define-refused.ts'

/** READONLY and READWRITE, which Valkey also accepts from clients that do not need them. */
function defineMode(name: string, summary: string): Command {
  return defineCommand({
    name,
    since: '3.0.0',
    group: 'cluster',
    summary,
    complexity: 'O(1)',
    flags: ['loading', 'stale', 'fast'],
    categories: ['connection'],
    effects: ['connection'],
    args: {},
    run: ({ profile }) => (profile.quirks.readonlyWithoutCluster ? OK : CLUSTER_DISABLED),
  })
}

export const readonly: Command = defineMode(
  'readonly',
  'Lets a connection to a replica of a cluster read from it.',
)

export const readwrite: Command = defineMode('readwrite', 'Ends what READONLY began.')

export const asking: Command = defineRefused({
  name: 'asking',
  since: '3.0.0',
  summary: 'Tells a node that the next command follows an ASK redirection.',
  complexity: 'O(1)',
  flags: ['fast'],
  categories: ['connection'],
  args: {},
  reply: answer.ok(),
})

export const clusterscan: Command = defineRefused({
  name: 'clusterscan',
  since: 'never',
  valkeySince: '9.1.0',
  summary: 'Walks through the keys of a cluster in steps.',
  complexity: 'O(N) in the number of keys returned',
  flags: ['readonly'],
  categories: ['keyspace'],
  tips: ['nondeterministic_output', 'request_policy:special', 'response_policy:special'],
  keySpecs: [{ flags: ['not_key'], begin: { index: 1 }, find: { lastKey: 0, step: 1, limit: 0 } }],
  args: {
    cursor: bytes(),
    matchPattern: optional(option('MATCH', pattern())),
    count: optional(option('COUNT', integer())),
    type: optional(option('TYPE', bytes())),
    slot: optional(option('SLOT', integer())),
  },
})
