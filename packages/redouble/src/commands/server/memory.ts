import { integer, key, option, optional } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  defineContainer,
} from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { defineHelp } from '../../command/define-help.ts'
import { compileParser } from '../../command/parse-args.ts'
import * as answer from '../../command/reply-types.ts'
import type { Database } from '../../data/database.ts'
import { DoubleReply, MapReply, OK, type Reply, VerbatimReply } from '../../resp/reply.ts'
import { type Availability, isAvailable, type Profile } from '../../command/profile.ts'
import { keyTableBytes } from '../../command/memory/tables.ts'
import { FROM_7_4, REDIS_8_0, VALKEY_9 } from './info-field.ts'
import { databaseOverhead, readMemory } from './memory-reading.ts'
import { memoryUsage } from '../../command/memory/memory-usage.ts'

const DEFAULT_SAMPLES = 5
const TIPS = ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special']
const SHARED = {
  group: 'server',
  flags: [],
  effects: ['server', 'keyspace'],
} satisfies Partial<CommandSpec>
/** Valkey answers these two while it loads. */
const flagsIn: CommandSpec['flagsIn'] = (profile) =>
  profile.flavour === 'valkey' ? ['loading'] : []

export const memory: Command = defineContainer({
  name: 'memory',
  since: '4.0.0',
  group: 'server',
  summary: 'Shows what memory is used for.',
  complexity: 'Depends on the subcommand',
})

export const memoryUsageOfKey: Command = defineCommand({
  name: 'memory|usage',
  since: '4.0.0',
  group: 'server',
  summary: 'Estimates what a key and its value would take on a server.',
  complexity: 'O(N), N being the samples',
  flags: ['readonly'],
  args: { key: key('RO'), count: optional(option('SAMPLES', integer())) },
  reply: answer.nullable(answer.integer()),
  // SAMPLES may come several times; the last one counts.
  parse(argv) {
    let count: number | undefined
    for (let i = 3; i < argv.length; i += 2) count = readSamples(argv.slice(i, i + 2))
    return { key: argv[2], count }
  },
  run({ db, profile }, { key, count = DEFAULT_SAMPLES }) {
    const entry = db.peek(key)
    return entry === undefined
      ? null
      : memoryUsage(entry, profile, { ofTable: count, ofListpack: 0 })
  },
})

const SAMPLES = option('SAMPLES', integer({ min: 0, rangeError: SYNTAX }))
const parseSamples = compileParser({ count: SAMPLES }, 0)

function readSamples(words: readonly string[]): number {
  return parseSamples(words).count as number
}

export const memoryStats: Command = defineCommand({
  ...SHARED,
  name: 'memory|stats',
  since: '4.0.0',
  summary: 'Shows what memory is used for, number by number.',
  complexity: 'O(1)',
  tips: TIPS,
  args: {},
  run: (context) => new MapReply(stats(context)),
})

export const memoryDoctor: Command = defineCommand({
  ...SHARED,
  name: 'memory|doctor',
  since: '4.0.0',
  summary: 'Writes a report about memory.',
  complexity: 'O(1)',
  tips: TIPS,
  args: {},
  reply: answer.bulk(),
  run: ({ server }) => new VerbatimReply('txt', server.memory.used < LITTLE_BYTES ? EMPTY : FINE),
})

export const memoryMallocStats: Command = defineCommand({
  ...SHARED,
  name: 'memory|malloc-stats',
  since: '4.0.0',
  summary: "Shows the allocator's own statistics, which the double has none of.",
  complexity: 'Depends on the allocator',
  flagsIn,
  tips: TIPS,
  args: {},
  run: () => new VerbatimReply('txt', 'Stats not supported for the current allocator'),
})

export const memoryPurge: Command = defineCommand({
  ...SHARED,
  name: 'memory|purge',
  since: '4.0.0',
  summary: 'Gives unused memory back; the double leaves that to its runtime.',
  complexity: 'Depends on the allocator',
  flagsIn,
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: {},
  run: () => OK,
})

export const memoryHelp: Command = defineHelp(
  { name: 'memory|help', since: '4.0.0', group: 'server' },
  [
    'DOCTOR',
    '    Return memory problems reports.',
    'MALLOC-STATS',
    '    Return internal statistics report from the memory allocator.',
    'PURGE',
    '    Attempt to purge dirty pages for reclamation by the allocator.',
    'STATS',
    '    Return information about the memory usage of the server.',
    'USAGE <key> [SAMPLES <count>]',
    '    Return memory in bytes used by <key> and its value. Nested values are',
    '    sampled up to <count> times (default: 5, 0 means sample all).',
  ],
)

const EMPTY =
  "Hi Sam, this instance is empty or is using very little memory, my issues detector can't be used in these conditions. Please, leave for your mission on Earth and fill it with some data. The new Sam and I will be back to our programming as soon as I finished rebooting.\n"
const FINE =
  "Hi Sam, I can't find any memory issue in your instance. I can only account for what occurs on this base.\n"
/** What is in use when a server begins to look closer. */
const LITTLE_BYTES = 5 * 1024 * 1024

function stats(context: Context): Reply[] {
  const { profile, server } = context
  const { databases, scripts } = server
  const reading = readMemory(server)
  const { used, peak, startup, dataset, allocated, active, resident, rss } = reading
  const { quirks } = profile
  const keys = databases.reduce((sum, db) => sum + db.size, 0)
  const tables = databases.reduce((sum, db) => sum + tableBytes(db, profile), 0)
  const fields: (readonly [name: string, value: Reply, where?: Availability])[] = [
    ['peak.allocated', peak],
    ['total.allocated', used],
    ['startup.allocated', startup],
    ['replication.backlog', 0],
    ['replica.fullsync.buffer', 0, REDIS_8_0],
    ['replicas.repl.buffer', 0, VALKEY_9],
    ['clients.slaves', 0],
    ['clients.normal', reading.clients],
    ['cluster.links', 0],
    ['cluster.slot_import', 0, VALKEY_9],
    ['cluster.slot_export', 0, VALKEY_9],
    ['aof.buffer', 0],
    ['lua.caches', scripts.memoryBytes],
    ['functions.caches', quirks.libraryBytes + server.functions.memoryBytes],
    ['script.VMs', quirks.evalMachineBytes + quirks.functionMachineBytes, REDIS_8_0],
    ...databases
      .filter((db) => db.size > 0)
      .map((db) => [`db.${db.index}`, new MapReply(overhead(db, profile))] as const),
    ['overhead.db.hashtable.lut', tables, FROM_7_4],
    ['overhead.db.hashtable.rehashing', 0, FROM_7_4],
    ['overhead.total', reading.overhead],
    ['db.dict.rehashing.count', 0, FROM_7_4],
    ['keys.count', keys],
    ['keys.bytes-per-key', keys === 0 ? 0 : Math.floor(dataset / keys)],
    ['dataset.bytes', dataset],
    ['dataset.percentage', single((dataset / Math.max(1, used - startup)) * 100)],
    ['peak.percentage', single((used / peak) * 100)],
    ['allocator.allocated', allocated],
    ['allocator.active', active],
    ['allocator.resident', resident],
    ['allocator.muzzy', 0, FROM_7_4],
    ['allocator-fragmentation.ratio', single(active / allocated)],
    ['allocator-fragmentation.bytes', active - allocated],
    ['allocator-rss.ratio', single(resident / active)],
    ['allocator-rss.bytes', resident - active],
    ['rss-overhead.ratio', single(rss / resident)],
    ['rss-overhead.bytes', rss - resident],
    ['fragmentation', single(rss / used)],
    ['fragmentation.bytes', rss - used],
  ]
  return fields
    .filter(([, , where]) => where === undefined || isAvailable(where, profile))
    .flatMap(([name, value]) => [name, value])
}

/** The tables that hold a database's keys and deadlines. */
function overhead(db: Database, profile: Profile): Reply[] {
  const { main, expires } = databaseOverhead(db, profile)
  const fields = ['overhead.hashtable.main', main, 'overhead.hashtable.expires', expires]
  return profile.quirks.countsSlotKeys ? [...fields, 'overhead.hashtable.slot-to-keys', 0] : fields
}

function tableBytes(db: Database, profile: Profile): number {
  return keyTableBytes(db.size, profile) + keyTableBytes(db.volatileCount, profile)
}

/** The servers compute ratios as C floats. */
function single(value: number): DoubleReply {
  const rounded = Math.fround(value)
  return new DoubleReply(rounded, String(rounded))
}
