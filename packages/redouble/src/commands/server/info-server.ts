import { release, type, arch } from 'node:os'
import type { ClientState } from '../../command/client-state.ts'
import type { Context } from '../../command/context.ts'
import {
  FROM_7_2,
  FROM_7_4,
  type InfoField,
  type InfoSection,
  REDIS_8_0,
  REDIS_ONLY,
  VALKEY_9,
  VALKEY_ONLY,
} from './info-field.ts'
import { persistence } from './info-persistence.ts'

const SECONDS_IN_A_DAY = 86400

function server({ server, config, profile, now }: Context): readonly InfoField[] {
  const uptime = Math.floor((now - server.startedAtMs) / 1000)
  return [
    ['redis_version', profile.redisVersion],
    ['server_name', 'valkey', VALKEY_ONLY],
    ['valkey_version', profile.valkeyVersion ?? '', VALKEY_ONLY],
    ['valkey_release_stage', 'ga', VALKEY_ONLY],
    ['redis_git_sha1', '00000000'],
    ['redis_git_dirty', 0],
    // The one place where the double gives its name.
    ['redis_build_id', 'redouble'],
    ['redis_mode', 'standalone', REDIS_ONLY],
    ['server_mode', 'standalone', VALKEY_ONLY],
    ['os', `${type()} ${release()} ${arch() === 'x64' ? 'x86_64' : arch()}`],
    ['arch_bits', 64],
    ['monotonic_clock', 'POSIX clock_gettime'],
    ['multiplexing_api', 'libuv'],
    ['atomicvar_api', 'none', REDIS_ONLY],
    ['gcc_version', '0.0.0'],
    ['process_id', process.pid],
    ['process_supervised', 'no'],
    ['run_id', server.runId],
    ['tcp_port', server.tcpPort],
    ['server_time_usec', Math.floor(server.clock.nowMicros())],
    ['uptime_in_seconds', uptime],
    ['uptime_in_days', Math.floor(uptime / SECONDS_IN_A_DAY)],
    ['hz', config.hz],
    ['configured_hz', config.hz],
    ['clients_hz', config.hz, VALKEY_ONLY],
    ['lru_clock', Math.floor(now / 1000) % 2 ** 24],
    ['executable', process.execPath],
    ['config_file', config.file?.path ?? ''],
    ['io_threads_active', 0],
    ['availability_zone', config.stored.get('availability-zone') ?? '', VALKEY_ONLY],
    ['listener0', `name=tcp,bind=127.0.0.1,port=${server.tcpPort}`, FROM_7_2],
  ]
}

function clients({ server, config }: Context): readonly InfoField[] {
  const all = [...server.clients.values()]
  const count = (test: (client: ClientState) => boolean): number => all.filter(test).length
  const { pause, gauges } = server
  return [
    ['connected_clients', all.length],
    ['cluster_connections', 0],
    ['maxclients', config.maxclients],
    ['client_recent_max_input_buffer', Math.max(0, ...all.map((one) => one.queryBufferBytes))],
    ['client_recent_max_output_buffer', Math.max(0, ...all.map((one) => one.pendingOutputBytes))],
    ['blocked_clients', count((one) => one.isBlocked)],
    ['tracking_clients', server.tracking.clientCount],
    ['pubsub_clients', count((one) => one.subscriptionCount > 0), FROM_7_4],
    ['watching_clients', gauges.watchingClients, FROM_7_4],
    ['clients_in_timeout_table', 0],
    ['total_watched_keys', gauges.watchedKeys, FROM_7_4],
    ['total_blocking_keys', gauges.blockingKeys, FROM_7_2],
    ['total_blocking_keys_on_nokey', 0, FROM_7_2],
    ['paused_reason', pause === null ? 'none' : 'client_pause', VALKEY_ONLY],
    ['paused_actions', pause === null ? 'none' : pause.writesOnly ? 'write' : 'all', VALKEY_ONLY],
    ['paused_timeout_milliseconds', pausedFor(server), VALKEY_ONLY],
  ]
}

function pausedFor({ pause, clock }: Context['server']): number {
  return pause === null ? 0 : Math.max(0, Math.ceil(pause.untilMs - clock.now()))
}

function threads({ server }: Context): readonly InfoField[] {
  const calls = server.stats.commandsProcessed
  return [['io_thread_0', `clients=${server.clients.size},reads=${calls},writes=${calls}`]]
}

/** A primary without replicas and without a backlog. */
function replication({ server, config, profile }: Context): readonly InfoField[] {
  const backlog = profile.flavour === 'valkey' ? '10485760' : '1048576'
  return [
    ['role', 'master'],
    ['connected_slaves', 0],
    ['replicas_waiting_psync', 0, VALKEY_ONLY],
    ['master_failover_state', 'no-failover'],
    ['master_replid', server.replicationId],
    ['master_replid2', '0'.repeat(40)],
    ['master_repl_offset', 0],
    ['second_repl_offset', -1],
    ['repl_backlog_active', 0],
    ['repl_backlog_size', config.stored.get('repl-backlog-size') ?? backlog],
    ['repl_backlog_first_byte_offset', 0],
    ['repl_backlog_histlen', 0],
  ]
}

function cpu(): readonly InfoField[] {
  const { system, user } = process.cpuUsage()
  const seconds = (micros: number): string => (micros / 1e6).toFixed(6)
  return [
    ['used_cpu_sys', seconds(system)],
    ['used_cpu_user', seconds(user)],
    ['used_cpu_sys_children', '0.000000'],
    ['used_cpu_user_children', '0.000000'],
    ['used_cpu_sys_main_thread', seconds(system)],
    ['used_cpu_user_main_thread', seconds(user)],
    ['used_active_time_main_thread', seconds(system + user), VALKEY_9],
  ]
}

function modules({ profile }: Context): readonly InfoField[] {
  return profile.quirks.builtInModules.map(({ name, options }) => [
    'module',
    `name=${name},ver=1,api=1,filters=0,usedby=[],using=[],options=[${options}]`,
  ])
}

/** TLS is the listener's, which has no certificate to tell of. */
function tls(): readonly InfoField[] {
  return ['server_cert', 'client_cert', 'ca_cert'].flatMap((name): InfoField[] => [
    [`tls_${name}_serial`, 'none'],
    [`tls_${name}_expires_in_seconds`, 0],
  ])
}

/** What the table of engines takes on a server. */
const ENGINE_BYTES = 64

function scriptingEngines({ server }: Context): readonly InfoField[] {
  const bytes = server.scripts.memoryBytes
  const details = `abi_version=4,used_memory=${bytes},memory_overhead=${ENGINE_BYTES}`
  return [
    ['engines_count', 1],
    ['engines_total_used_memory', bytes],
    ['engines_total_memory_overhead', ENGINE_BYTES],
    ['engine_0', `name=LUA,module=lua,${details}`],
  ]
}

export const serverSections: readonly InfoSection[] = [
  { title: 'Server', isDefault: true, fields: server },
  { title: 'Clients', isDefault: true, fields: clients },
  { title: 'Persistence', isDefault: true, fields: persistence },
  { title: 'Threads', isDefault: true, where: REDIS_8_0, fields: threads },
  { title: 'Replication', isDefault: true, fields: replication },
  { title: 'CPU', isDefault: true, fields: cpu },
  { title: 'TLS', isDefault: false, where: VALKEY_9, fields: tls },
  { title: 'Modules', isDefault: true, fields: modules },
  { title: 'Cluster', isDefault: true, fields: () => [['cluster_enabled', 0]] },
  {
    title: 'Cluster Info',
    name: 'cluster_info',
    isDefault: false,
    where: VALKEY_9,
    fields: () => [],
  },
  {
    title: 'Scripting Engines',
    name: 'scriptingengines',
    isDefault: false,
    where: VALKEY_9,
    fields: scriptingEngines,
  },
]
