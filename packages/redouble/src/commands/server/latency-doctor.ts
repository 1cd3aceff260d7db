import type { Context } from '../../command/context.ts'
import type { LatencyEvent } from '../../command/latency-monitor.ts'

/**
 * LATENCY DOCTOR's report in the words of the profile's server. Redis talks like a film's computer,
 * which Valkey gave up. Only slow commands are advised about: the double has no forks and no disks.
 */
export function latencyReport(context: Context): string {
  const { config, profile, server } = context
  const isValkey = profile.flavour === 'valkey'
  if (config.latencyMonitorThresholdMs === 0) return disabled(context)
  const events = [...server.latency.events()]
  if (events.length === 0) return isValkey ? CALM_VALKEY : CALM_REDIS
  const now = Math.floor(server.clock.now() / 1000)
  const spikes = events.map(([name, event], i) => `${i + 1}. ${name}: ${spikesOf(event, now)}\n`)
  return (
    (isValkey ? SPIKES_VALKEY : SPIKES_REDIS) +
    spikes.join('') +
    (isValkey ? '\nHere is some advice for you:\n\n' : '\nI have a few advices for you:\n\n') +
    slowlogAdvice(context) +
    `- Check your Slow Log to understand what are the commands you are running which are too slow to execute. Please check https://${isValkey ? 'valkey' : 'redis'}.io/commands/slowlog for more information.\n` +
    '- Deleting, expiring or evicting (because of maxmemory policy) large objects is a blocking operation. If you have very large objects that are often deleted, expired, or evicted, try to fragment those objects into multiple smaller objects.\n'
  )
}

const CALM_REDIS =
  'Dave, no latency spike was observed during the lifetime of this Redis instance, not in the slightest bit. I honestly think you ought to sit down calmly, take a stress pill, and think things over.\n'
const CALM_VALKEY =
  'No latency spike was observed during the lifetime of this Valkey instance, not in the slightest bit.\n'
const SPIKES_REDIS =
  "Dave, I have observed latency spikes in this Redis instance. You don't mind talking about it, do you Dave?\n\n"
const SPIKES_VALKEY = 'Latency spikes are observed in this Valkey instance.\n\n'

function disabled({ profile }: Context): string {
  const name = profile.flavour === 'valkey' ? 'Valkey' : 'Redis'
  const text = `I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this ${name} instance. You may use "CONFIG SET latency-monitor-threshold <milliseconds>." in order to enable it.`
  if (profile.flavour === 'valkey') return `${text}\n`
  return `${text} If we weren't in a deep space mission I'd suggest to take a look at https://redis.io/${profile.quirks.latencyTopicMoved ? 'docs/latest/operate/oss_and_stack/management/optimization' : 'topics'}/latency-monitor.\n`
}

function spikesOf({ samples, max }: LatencyEvent, now: number): string {
  const mean = (values: readonly number[]): number =>
    Math.floor(values.reduce((sum, value) => sum + value, 0) / values.length)
  const average = mean(samples.map((sample) => sample.ms))
  const deviation = mean(samples.map((sample) => Math.abs(sample.ms - average)))
  const period = Math.max(now - samples[0].seconds, 1) / samples.length
  return `${samples.length} latency spikes (average ${average}ms, mean deviation ${deviation}ms, period ${period.toFixed(2)} sec). Worst all time event ${max}ms.`
}

function slowlogAdvice({ config, profile }: Context): string {
  const wanted = config.latencyMonitorThresholdMs * 1000
  const set = config.slowlogLogSlowerThanMicros
  const name = profile.flavour === 'valkey' ? 'Valkey' : 'Redis'
  if (set < 0) {
    return `- There are latency issues with potentially slow commands you are using. Try to enable the Slow Log ${name} feature using the command 'CONFIG SET slowlog-log-slower-than ${wanted}'. If the Slow log is disabled ${name} is not able to log slow commands execution for you.\n`
  }
  if (set > wanted) {
    return `- Your current Slow Log configuration only logs events that are slower than your configured latency monitor threshold. Please use 'CONFIG SET slowlog-log-slower-than ${wanted}'.\n`
  }
  return ''
}
