import type { CommandStats } from '../../command/server-state.ts'

/**
 * The longest duration in nanoseconds that belongs into a bucket. The servers' histograms count in
 * powers of two nanoseconds from 1024 on, and name a bucket by the last value that two significant
 * digits cannot tell from its bound.
 */
export function bucketNanos(bucket: number): number {
  return 2 ** (10 + bucket) + 2 ** (3 + bucket) - 1
}

/** The duration in microseconds, with three digits, that `percentile` of the calls stay within. */
export function percentileMicros(stats: CommandStats, percentile: number): string {
  const calls = stats.histogram.reduce((sum, count) => sum + count, 0)
  const wanted = Math.max(1, Math.ceil((percentile / 100) * calls))
  let seen = 0
  let bucket = 0
  for (; bucket < stats.histogram.length - 1; bucket++) {
    seen += stats.histogram[bucket]
    if (seen >= wanted) break
  }
  return (bucketNanos(bucket) / 1000).toFixed(3)
}
