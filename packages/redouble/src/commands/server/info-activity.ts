import type { Context } from '../../command/context.ts'
import {
  FROM_7_2,
  FROM_7_4,
  type InfoField,
  type InfoSection,
  PREFETCHES,
  REDIS_7_4,
  REDIS_8_0,
  VALKEY_9,
  VALKEY_ONLY,
  zeros,
} from './info-field.ts'
import { percentileMicros } from './latency-histogram.ts'

function stats({ server, now }: Context): readonly InfoField[] {
  const { stats: counts, pubsub } = server
  const { denials } = server.access
  const seconds = Math.max(1, (now - server.startedAtMs) / 1000)
  const rate = (bytes: number): string => (bytes / 1024 / seconds).toFixed(2)
  return [
    ['total_connections_received', counts.connectionsReceived],
    ['total_commands_processed', counts.commandsProcessed],
    ['instantaneous_ops_per_sec', Math.round(counts.commandsProcessed / seconds)],
    ['total_net_input_bytes', counts.bytesIn],
    ['total_net_output_bytes', counts.bytesOut],
    ...zeros(['total_net_repl_input_bytes', 'total_net_repl_output_bytes']),
    ...zeros(
      ['total_net_cluster_slot_import_bytes', 'total_net_cluster_slot_export_bytes'],
      VALKEY_9,
    ),
    ['instantaneous_input_kbps', rate(counts.bytesIn)],
    ['instantaneous_output_kbps', rate(counts.bytesOut)],
    ['instantaneous_input_repl_kbps', '0.00'],
    ['instantaneous_output_repl_kbps', '0.00'],
    ['rejected_connections', counts.rejectedConnections],
    ...zeros(['sync_full', 'sync_partial_ok', 'sync_partial_err']),
    ['expired_subkeys', counts.expiredFields, REDIS_7_4],
    ['expired_keys', counts.expired],
    ['expired_fields', counts.expiredFields, VALKEY_9],
    ['expired_stale_perc', '0.00'],
    ['expired_keys_with_volatile_items_stale_perc', '0.00', VALKEY_9],
    ...zeros(['expired_time_cap_reached_count', 'expire_cycle_cpu_milliseconds']),
    ['evicted_keys', counts.evictedKeys],
    ['evicted_clients', counts.evictedClients],
    ['evicted_scripts', server.scripts.evictedCount, FROM_7_4],
    ...zeros(['total_eviction_exceeded_time', 'current_eviction_exceeded_time']),
    ['keyspace_hits', counts.hits],
    ['keyspace_misses', counts.misses],
    ['pubsub_channels', [...pubsub.channels('channel')].length],
    ['pubsub_patterns', pubsub.patternCount()],
    ['pubsubshard_channels', [...pubsub.channels('shard')].length],
    ...zeros(NEVER_HAPPENS),
    ['tracking_total_keys', server.tracking.keyCount],
    ['tracking_total_items', server.tracking.itemCount],
    ['tracking_total_prefixes', server.tracking.prefixCount],
    ['unexpected_error_replies', counts.unexpectedErrors],
    ['total_error_replies', counts.errorReplies],
    ['dump_payload_sanitizations', 0],
    ['total_reads_processed', counts.commandsProcessed],
    ['total_writes_processed', counts.commandsProcessed],
    ...zeros(['io_threaded_reads_processed', 'io_threaded_writes_processed']),
    ...zeros(THREADS_OF_VALKEY, VALKEY_ONLY),
    ...zeros(
      ['io_threaded_total_prefetch_batches', 'io_threaded_total_prefetch_entries'],
      PREFETCHES,
    ),
    ['client_query_buffer_limit_disconnections', counts.queryLimitDisconnections, FROM_7_2],
    ['client_output_buffer_limit_disconnections', counts.outputLimitDisconnections, FROM_7_2],
    ...zeros(['reply_buffer_shrinks', 'reply_buffer_expands']),
    ...zeros(EVENT_LOOP, FROM_7_2),
    ['acl_access_denied_auth', denials.auth, FROM_7_2],
    ['acl_access_denied_cmd', denials.command, FROM_7_2],
    ['acl_access_denied_key', denials.key, FROM_7_2],
    ['acl_access_denied_channel', denials.channel, FROM_7_2],
    ['acl_access_denied_tls_cert', 0, VALKEY_9],
    ['acl_access_denied_db', denials.database, VALKEY_9],
  ]
}

const NEVER_HAPPENS = [
  'latest_fork_usec',
  'total_forks',
  'migrate_cached_sockets',
  'slave_expires_tracked_keys',
  'active_defrag_hits',
  'active_defrag_misses',
  'active_defrag_key_hits',
  'active_defrag_key_misses',
  'total_active_defrag_time',
  'current_active_defrag_time',
]

const THREADS_OF_VALKEY = [
  'io_threaded_freed_objects',
  'io_threaded_accept_processed',
  'io_threaded_poll_processed',
]

const EVENT_LOOP = [
  'eventloop_cycles',
  'eventloop_duration_sum',
  'eventloop_duration_cmd_sum',
  'instantaneous_eventloop_cycles_per_sec',
  'instantaneous_eventloop_duration_usec',
]

function commandstats({ server }: Context): readonly InfoField[] {
  return [...server.commandStats].map(([name, { calls, micros, rejected, failed }]) => {
    const usec = Math.round(micros)
    const perCall = (calls === 0 ? 0 : usec / calls).toFixed(2)
    return [
      `cmdstat_${name}`,
      `calls=${calls},usec=${usec},usec_per_call=${perCall},rejected_calls=${rejected},failed_calls=${failed}`,
    ]
  })
}

function errorstats({ server }: Context): readonly InfoField[] {
  const byCode = [...server.stats.errors].sort(([a], [b]) => (a < b ? -1 : 1))
  return byCode.map(([code, count]) => [
    `errorstat_${code.replace(/[#:]/g, '_')}`,
    `count=${count}`,
  ])
}

function latencystats({ server, config }: Context): readonly InfoField[] {
  if (!config.latencyTracking) return []
  return [...server.commandStats]
    .filter(([, one]) => one.calls > 0)
    .map(([name, one]) => {
      const shown = config.latencyTrackingPercentiles.map(
        (percentile) => `p${percentile}=${percentileMicros(one, percentile)}`,
      )
      return [`latency_percentiles_usec_${name}`, shown.join(',')]
    })
}

const DEBUG_FIELDS = [
  'eventloop_duration_aof_sum',
  'eventloop_duration_cron_sum',
  'eventloop_duration_max',
  'eventloop_cmd_per_cycle_max',
]
const LUA_FIELDS = [
  'allocator_allocated_lua',
  'allocator_active_lua',
  'allocator_resident_lua',
  'allocator_frag_bytes_lua',
]

export const activitySections: readonly InfoSection[] = [
  { title: 'Stats', isDefault: true, fields: stats },
  { title: 'Commandstats', isDefault: false, fields: commandstats },
  { title: 'Errorstats', isDefault: true, fields: errorstats },
  { title: 'Latencystats', isDefault: false, fields: latencystats },
  {
    title: 'Debug',
    isDefault: false,
    isHidden: true,
    where: FROM_7_2,
    fields: () => [...zeros(DEBUG_FIELDS), ...zeros(LUA_FIELDS, REDIS_8_0)],
  },
]
