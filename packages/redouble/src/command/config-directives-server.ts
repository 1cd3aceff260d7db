import {
  binaryText,
  choice,
  type Directive,
  directive,
  INT_MAX,
  int,
  LONG_MAX,
  memory,
  text,
  UINT_MAX,
  yesNo,
} from './config-directive.ts'
import {
  BUFFER_LIMITS,
  NOTIFY_EVENTS,
  PERCENTILES,
  readHz,
  readLocale,
  readOctal,
  readOomScores,
  readShutdown,
  readTitle,
} from './config-directives-special.ts'

const IMMUTABLE = { isImmutable: true }
const GUARDS = ['no', 'yes', 'local']

const CLIENTS: readonly Directive[] = [
  int('databases', 16, [1, INT_MAX], { ...IMMUTABLE, field: 'databases' }),
  int('maxclients', 10000, [1, UINT_MAX], { field: 'maxclients' }),
  int('timeout', 0, [0, INT_MAX], { field: 'timeoutSeconds' }),
  binaryText('requirepass', '', { field: 'requirepass' }),
  memory('proto-max-bulk-len', 536870912, [1048576, LONG_MAX], { field: 'protoMaxBulkLen' }),
  memory('client-query-buffer-limit', 1073741824, [1048576, LONG_MAX], {
    isUnsigned: true,
    field: 'clientQueryBufferLimit',
  }),
  BUFFER_LIMITS,
  NOTIFY_EVENTS,
  choice('acl-pubsub-default', 'resetchannels', ['allchannels', 'resetchannels'], {
    field: 'aclPubsubDefault',
  }),
  text('aclfile', '', IMMUTABLE),
  int('acllog-max-len', 128, [0, LONG_MAX], { field: 'aclLogMaxLen' }),
  choice('enable-debug-command', 'no', GUARDS, { ...IMMUTABLE, field: 'enableDebugCommand' }),
  choice('enable-module-command', 'no', GUARDS, IMMUTABLE),
  choice('enable-protected-configs', 'no', GUARDS, IMMUTABLE),
  yesNo('protected-mode', 'yes'),
  yesNo('hide-user-data-from-log', 'no', {
    since: '7.4.0',
    valkeySince: '8.0.0',
    initialOnValkey: 'yes',
  }),
]

const NETWORK: readonly Directive[] = [
  directive('bind', '* -::*', (words) => words.join(' '), { isList: true }),
  text('bind-source-addr'),
  int('port', 6379, [0, 65535]),
  int('tcp-backlog', 511, [0, INT_MAX], IMMUTABLE),
  int('tcp-keepalive', 300, [0, INT_MAX]),
  text('unixsocket', '', IMMUTABLE),
  directive('unixsocketperm', '0', readOctal, IMMUTABLE),
  int('socket-mark-id', 0, [0, UINT_MAX], IMMUTABLE),
  int('max-new-connections-per-cycle', 10, [1, 1000], { since: '7.4.0', valkeySince: '8.0.0' }),
  int('max-new-tls-connections-per-cycle', 1, [1, 1000], { since: '7.4.0', valkeySince: '8.0.0' }),
  int('io-threads', 1, [1, 128], { ...IMMUTABLE, valkeySince: 'never' }),
  yesNo('io-threads-do-reads', 'no', { ...IMMUTABLE, until: '8.0.0', valkeySince: 'never' }),
]

const MONITORING: readonly Directive[] = [
  int('slowlog-log-slower-than', 10000, [-1, LONG_MAX], { field: 'slowlogLogSlowerThanMicros' }),
  int('slowlog-max-len', 128, [0, LONG_MAX], { field: 'slowlogMaxLen' }),
  int('latency-monitor-threshold', 0, [0, LONG_MAX], { field: 'latencyMonitorThresholdMs' }),
  yesNo('latency-tracking', 'yes', { field: 'latencyTracking' }),
  PERCENTILES,
  int('busy-reply-threshold', 5000, [0, LONG_MAX], {
    alias: 'lua-time-limit',
    field: 'busyReplyThresholdMs',
  }),
  directive('hz', '10', readHz, { field: 'hz' }),
  yesNo('dynamic-hz', 'yes', { valkeySince: 'never' }),
  directive('locale-collate', '', readLocale, { since: '7.2.0' }),
]

const LEVELS = ['debug', 'verbose', 'notice', 'warning']
const FACILITIES = ['user', ...Array.from({ length: 8 }, (_, i) => `local${i}`)]

const LOGGING: readonly Directive[] = [
  choice('loglevel', 'notice', LEVELS, { until: '7.2.0', valkeySince: 'never' }),
  choice('loglevel', 'notice', [...LEVELS, 'nothing'], { since: '7.2.0' }),
  text('logfile', '', IMMUTABLE),
  yesNo('syslog-enabled', 'no', IMMUTABLE),
  text('syslog-ident', 'redis', { ...IMMUTABLE, initialOnValkey: 'valkey' }),
  choice('syslog-facility', 'local0', FACILITIES, IMMUTABLE),
  yesNo('crash-log-enabled', 'yes'),
  yesNo('crash-memcheck-enabled', 'yes'),
  yesNo('always-show-logo', 'no', IMMUTABLE),
]

/** The dashes came later than the underscores. */
const CPU_LISTS = ['server', 'bio', 'aof-rewrite', 'bgsave'].map((name) =>
  text(`${name.replace('-', '_')}_cpulist`, '', {
    ...IMMUTABLE,
    alias: `${name}-cpulist`,
    aliasSince: '7.2.0',
  }),
)

const PROCESS: readonly Directive[] = [
  yesNo('daemonize', 'no', IMMUTABLE),
  choice('supervised', 'no', ['upstart', 'systemd', 'auto', 'no'], IMMUTABLE),
  text('pidfile', '', IMMUTABLE),
  directive('proc-title-template', '{title} {listen-addr} {server-mode}', readTitle),
  yesNo('set-proc-title', 'yes', IMMUTABLE),
  yesNo('disable-thp', 'yes', IMMUTABLE),
  choice('oom-score-adj', 'no', ['no', 'yes', 'relative', 'absolute']),
  directive('oom-score-adj-values', '0 200 800', readOomScores, { isList: true }),
  directive('shutdown-on-sigint', 'default', readShutdown, { isList: true }),
  directive('shutdown-on-sigterm', 'default', readShutdown, { isList: true }),
  int('shutdown-timeout', 10, [0, INT_MAX]),
  text('ignore-warnings'),
  ...CPU_LISTS,
]

export const serverDirectives: readonly Directive[] = [
  ...CLIENTS,
  ...NETWORK,
  ...MONITORING,
  ...LOGGING,
  ...PROCESS,
]
