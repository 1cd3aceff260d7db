import { key, multiple, pattern } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import * as answer from '../../command/reply-types.ts'
import { globMatches } from '../../kernel/glob.ts'
import { StatusReply } from '../../resp/reply.ts'

const TIPS = ['request_policy:multi_shard', 'response_policy:agg_sum']

export const exists: Command = defineCommand({
  name: 'exists',
  since: '1.0.0',
  group: 'generic',
  summary: 'Counts which of the keys exist; a key named twice counts twice.',
  complexity: 'O(N) in the number of keys',
  flags: ['readonly', 'fast'],
  tips: TIPS,
  history: [['3.0.3', 'Several keys.']],
  args: { key: multiple(key('RO')) },
  reply: answer.integer(),
  run({ db }, { key: keys }) {
    let count = 0
    for (const one of keys) if (db.probe(one) !== undefined) count++
    return count
  },
})

export const touch: Command = defineCommand({
  name: 'touch',
  since: '3.2.1',
  group: 'generic',
  summary: 'Marks keys as accessed now and counts those that exist.',
  complexity: 'O(N) in the number of keys',
  flags: ['readonly', 'fast'],
  effects: ['clock'],
  tips: TIPS,
  args: { key: multiple(key('RO')) },
  reply: answer.integer(),
  run({ db }, { key: keys }) {
    let count = 0
    for (const one of keys) {
      const entry = db.probe(one)
      if (entry === undefined) continue
      // Also for a client in NO-TOUCH mode: touching is what was asked for.
      db.access(entry)
      count++
    }
    return count
  },
})

export const type: Command = defineCommand({
  name: 'type',
  since: '1.0.0',
  group: 'generic',
  summary: "Names the type of a key's value, or `none`.",
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  reply: answer.status(),
  run: ({ db }, { key }) => new StatusReply(db.probe(key)?.type ?? 'none'),
})

export const keys: Command = defineCommand({
  name: 'keys',
  since: '1.0.0',
  group: 'generic',
  summary: 'Lists all keys that match a pattern.',
  complexity: 'O(N) in the number of keys of the database',
  flags: ['readonly'],
  categories: ['dangerous'],
  tips: ['request_policy:all_shards', 'nondeterministic_output_order'],
  effects: ['keyspace'],
  args: { pattern: pattern() },
  reply: answer.array(answer.bulk()),
  run({ db }, { pattern }) {
    const found: string[] = []
    for (const { key } of db.entries()) if (globMatches(pattern, key)) found.push(key)
    return found
  },
})

export const randomkey: Command = defineCommand({
  name: 'randomkey',
  since: '1.0.0',
  group: 'generic',
  summary: 'Picks a key of the database by chance.',
  complexity: 'O(1)',
  flags: ['readonly'],
  tips: ['request_policy:all_shards', 'response_policy:special', 'nondeterministic_output'],
  differsIn: in70({ tips: ['request_policy:all_shards', 'nondeterministic_output'] }),
  effects: ['keyspace', 'random'],
  args: {},
  reply: answer.nullable(answer.bulk()),
  run: ({ db, random }) => db.randomKey((bound) => random.below(bound)) ?? null,
})
