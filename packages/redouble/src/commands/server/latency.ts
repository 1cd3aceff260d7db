import { bytes, multiple, optional } from '../../command/args.ts'
import {
  type Command,
  type CommandSpec,
  defineCommand,
  defineContainer,
} from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import { noLatencySamples } from '../../command/errors/server.ts'
import { defineHelp } from '../../command/define-help.ts'
import * as answer from '../../command/reply-types.ts'
import type { CommandStats, ServerState } from '../../command/server-state.ts'
import { MapReply, type Reply, VerbatimReply } from '../../resp/reply.ts'
import { latencyReport } from './latency-doctor.ts'
import { latencyGraph } from './latency-graph.ts'
import { bucketNanos } from './latency-histogram.ts'

const TIPS = ['nondeterministic_output', 'request_policy:all_nodes', 'response_policy:special']
const SHARED = {
  group: 'server',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  effects: ['server', 'clock'],
} satisfies Partial<CommandSpec>

export const latency: Command = defineContainer({
  name: 'latency',
  since: '2.8.13',
  group: 'server',
  summary: 'Shows what took longer than latency-monitor-threshold.',
  complexity: 'Depends on the subcommand',
})

export const latencyLatest: Command = defineCommand({
  ...SHARED,
  name: 'latency|latest',
  since: '2.8.13',
  summary: 'Shows the newest and the worst spike of every event.',
  complexity: 'O(1)',
  tips: TIPS,
  args: {},
  reply: answer.array(answer.anything()),
  run({ server, profile }) {
    return [...server.latency.events()].map(([name, { samples, max, sum, count }]) => {
      const last = samples[samples.length - 1]
      const reply: Reply[] = [name, last.seconds, last.ms, max]
      if (profile.quirks.latencyHasTotals) reply.push(sum, count)
      return reply
    })
  },
})

export const latencyHistory: Command = defineCommand({
  ...SHARED,
  name: 'latency|history',
  since: '2.8.13',
  summary: 'Shows when an event had spikes, and how long they were.',
  complexity: 'O(1)',
  tips: TIPS,
  args: { event: bytes() },
  reply: answer.array(answer.anything()),
  run: ({ server }, { event }) =>
    (server.latency.find(event)?.samples ?? []).map(({ seconds, ms }) => [seconds, ms]),
})

export const latencyReset: Command = defineCommand({
  ...SHARED,
  name: 'latency|reset',
  since: '2.8.13',
  summary: 'Forgets the spikes of the named events, or of all.',
  complexity: 'O(1)',
  tips: ['request_policy:all_nodes', 'response_policy:agg_sum'],
  differsIn: in70({ tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'] }),
  args: { event: optional(multiple(bytes())) },
  reply: answer.integer(),
  run: ({ server }, { event: events = [] }) => server.latency.reset(events),
})

export const latencyGraphs: Command = defineCommand({
  ...SHARED,
  name: 'latency|graph',
  since: '2.8.13',
  summary: 'Draws the spikes of an event.',
  complexity: 'O(1)',
  tips: TIPS,
  args: { event: bytes() },
  run({ server }, { event: name }) {
    const event = server.latency.find(name)
    if (event === undefined) return noLatencySamples(name)
    const now = Math.floor(server.clock.now() / 1000)
    return new VerbatimReply('txt', latencyGraph(name, event, now))
  },
})

export const latencyDoctor: Command = defineCommand({
  ...SHARED,
  name: 'latency|doctor',
  since: '2.8.13',
  summary: 'Writes a report about the spikes.',
  complexity: 'O(1)',
  tips: TIPS,
  args: {},
  reply: answer.bulk(),
  run: (context) => new VerbatimReply('txt', latencyReport(context)),
})

export const latencyHistogram: Command = defineCommand({
  ...SHARED,
  name: 'latency|histogram',
  since: '7.0.0',
  summary: 'Shows how long calls of commands took.',
  complexity: 'O(N), N being the commands with calls',
  tips: TIPS,
  args: { command: optional(multiple(bytes())) },
  reply: answer.map(answer.anything()),
  run({ server }, { command: names = [] }) {
    const reply: Reply[] = []
    for (const name of names.length === 0 ? server.commandStats.keys() : named(server, names)) {
      const stats = server.commandStats.get(name)
      if (stats !== undefined && stats.calls > 0) reply.push(name, histogram(stats))
    }
    return new MapReply(reply)
  },
})

export const latencyHelp: Command = defineHelp(
  { name: 'latency|help', since: '2.8.13', group: 'server' },
  [
    'DOCTOR',
    '    Return a human readable latency analysis report.',
    'GRAPH <event>',
    '    Return an ASCII latency graph for the <event> class.',
    'HISTORY <event>',
    '    Return time-latency samples for the <event> class.',
    'LATEST',
    '    Return the latest latency samples for all events.',
    'RESET [<event> ...]',
    '    Reset latency data of one or more <event> classes.',
    '    (default: reset all data for all event classes)',
    'HISTOGRAM [COMMAND ...]',
    '    Return a cumulative distribution of latencies in the format of a histogram for the specified command names.',
    '    If no commands are specified then all histograms are replied.',
  ],
)

/** A container stands for its subcommands. */
function named({ commands }: ServerState, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const found = name.includes('|') ? undefined : commands.lookup(name)
    if (found === undefined) return []
    return found.isContainer
      ? commands.subcommandsOf(found.name).map((sub) => sub.shownName)
      : [found.shownName]
  })
}

/** Counts add up from bucket to bucket; those that add nothing are left out. */
function histogram(stats: CommandStats): Reply {
  const buckets: Reply[] = []
  let total = 0
  stats.histogram.forEach((count, bucket) => {
    if (count === 0) return
    total += count
    buckets.push(Math.floor(bucketNanos(bucket) / 1000), total)
  })
  return new MapReply(['calls', total, 'histogram_usec', new MapReply(buckets)])
}
