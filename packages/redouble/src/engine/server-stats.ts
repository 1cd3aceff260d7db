import type { CommandStats, ServerStats } from '../command/server-state.ts'

const HISTOGRAM_BUCKETS = 31

export function newServerStats(): ServerStats {
  return {
    hits: 0,
    misses: 0,
    expired: 0,
    expiredFields: 0,
    connectionsReceived: 0,
    rejectedConnections: 0,
    commandsProcessed: 0,
    bytesIn: 0,
    bytesOut: 0,
    unexpectedErrors: 0,
    errorReplies: 0,
    errors: new Map(),
    evictedKeys: 0,
    evictedClients: 0,
    queryLimitDisconnections: 0,
    outputLimitDisconnections: 0,
    dirty: 0,
    slowestMicros: 0,
  }
}

export function newCommandStats(): CommandStats {
  return {
    calls: 0,
    micros: 0,
    rejected: 0,
    failed: 0,
    histogram: Array.from({ length: HISTOGRAM_BUCKETS }, () => 0),
  }
}

export function recordCall(stats: CommandStats, micros: number): void {
  stats.calls++
  stats.micros += micros
  const bucket = micros < 1 ? 0 : 32 - Math.clz32(micros)
  stats.histogram[bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1]++
}
