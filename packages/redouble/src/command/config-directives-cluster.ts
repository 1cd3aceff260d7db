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
  ULONG_MAX,
  yesNo,
} from './config-directive.ts'
import {
  readAnnouncedIp,
  readHostname,
  readIpv4,
  readIpv6,
  readMemoryOrMinusOne,
  readNodeName,
  readRdmaBind,
} from './config-directives-special.ts'

const IMMUTABLE = { isImmutable: true }
const VALKEY_8_0 = { since: 'never', valkeySince: '8.0.0' }
const BEFORE_VALKEY_9 = { ...VALKEY_8_0, valkeyUntil: '9.0.0' }
const VALKEY_8_1 = { since: 'never', valkeySince: '8.1.0' }
const VALKEY_9 = { since: 'never', valkeySince: '9.0.0' }

/** Stored and shown; the double is one node. */
const CLUSTER: readonly Directive[] = [
  yesNo('cluster-enabled', 'no', IMMUTABLE),
  text('cluster-config-file', 'nodes.conf', IMMUTABLE),
  int('cluster-node-timeout', 15000, [0, LONG_MAX]),
  int('cluster-port', 0, [0, 65535], IMMUTABLE),
  int('cluster-announce-bus-port', 0, [0, 65535]),
  int('cluster-announce-port', 0, [0, 65535]),
  int('cluster-announce-tls-port', 0, [0, 65535]),
  directive('cluster-announce-ip', '', readAnnouncedIp),
  directive('cluster-announce-hostname', '', readHostname),
  directive('cluster-announce-human-nodename', '', readNodeName, { since: '7.2.0' }),
  yesNo('cluster-allow-pubsubshard-when-down', 'yes'),
  yesNo('cluster-allow-reads-when-down', 'no'),
  yesNo('cluster-allow-replica-migration', 'yes'),
  memory('cluster-link-sendbuf-limit', 0, [0, ULONG_MAX], { isUnsigned: true }),
  int('cluster-migration-barrier', 1, [0, INT_MAX]),
  choice('cluster-preferred-endpoint-type', 'ip', ['ip', 'hostname', 'unknown-endpoint']),
  yesNo('cluster-replica-no-failover', 'no', { alias: 'cluster-slave-no-failover' }),
  int('cluster-replica-validity-factor', 10, [0, INT_MAX], {
    alias: 'cluster-slave-validity-factor',
  }),
  yesNo('cluster-require-full-coverage', 'yes'),
  int('cluster-compatibility-sample-ratio', 0, [0, 100], {
    since: '8.0.0',
    valkeySince: 'never',
  }),
  yesNo('cluster-slot-stats-enabled', 'no', { since: '8.2.0', valkeySince: '8.0.0' }),
]

/** Stored and shown; TLS is the listener's to configure. */
const TLS: readonly Directive[] = [
  int('tls-port', 0, [0, 65535]),
  choice('tls-auth-clients', 'yes', ['no', 'yes', 'optional']),
  yesNo('tls-cluster', 'no'),
  yesNo('tls-prefer-server-ciphers', 'no'),
  yesNo('tls-replication', 'no'),
  yesNo('tls-session-caching', 'yes'),
  int('tls-session-cache-size', 20480, [0, INT_MAX]),
  int('tls-session-cache-timeout', 300, [0, INT_MAX]),
  ...[
    'tls-ca-cert-dir',
    'tls-ca-cert-file',
    'tls-cert-file',
    'tls-ciphers',
    'tls-ciphersuites',
    'tls-client-cert-file',
    'tls-client-key-file',
    'tls-client-key-file-pass',
    'tls-dh-params-file',
    'tls-key-file',
    'tls-key-file-pass',
    'tls-protocols',
  ].map((name) => text(name)),
]

const VALKEY: readonly Directive[] = [
  binaryText('availability-zone', '', VALKEY_8_0),
  directive('cluster-announce-client-ipv4', '', readIpv4, VALKEY_8_0),
  directive('cluster-announce-client-ipv6', '', readIpv6, VALKEY_8_0),
  int('cluster-announce-client-port', 0, [0, 65535], VALKEY_9),
  int('cluster-announce-client-tls-port', 0, [0, 65535], VALKEY_9),
  int('cluster-blacklist-ttl', 60, [-(2 ** 63), LONG_MAX], VALKEY_8_0),
  choice('cluster-config-save-behavior', 'sync', ['sync', 'best-effort'], VALKEY_9),
  int('cluster-databases', 1, [1, INT_MAX], { ...VALKEY_9, ...IMMUTABLE }),
  int('cluster-manual-failover-timeout', 5000, [1, INT_MAX], VALKEY_8_1),
  int('cluster-slot-migration-log-max-len', 1000, [0, LONG_MAX], VALKEY_9),
  directive('slot-migration-max-failover-repl-bytes', '0', readMemoryOrMinusOne, VALKEY_9),
  int('commandlog-execution-slower-than', 10000, [-1, LONG_MAX], {
    ...VALKEY_8_1,
    field: 'slowlogLogSlowerThanMicros',
  }),
  int('commandlog-slow-execution-max-len', 128, [0, LONG_MAX], {
    ...VALKEY_8_1,
    field: 'slowlogMaxLen',
  }),
  int('commandlog-large-reply-max-len', 128, [0, LONG_MAX], VALKEY_8_1),
  int('commandlog-large-request-max-len', 128, [0, LONG_MAX], VALKEY_8_1),
  int('commandlog-reply-larger-than', 1048576, [-1, LONG_MAX], VALKEY_8_1),
  int('commandlog-request-larger-than', 1048576, [-1, LONG_MAX], VALKEY_8_1),
  yesNo('dual-channel-replication-enabled', 'no', VALKEY_8_0),
  yesNo('extended-redis-compatibility', 'no', VALKEY_8_0),
  text('hash-seed', '', { ...VALKEY_9, ...IMMUTABLE }),
  yesNo('import-mode', 'no', VALKEY_8_1),
  int('io-threads', 1, [1, 256], { ...BEFORE_VALKEY_9, ...IMMUTABLE }),
  int('io-threads', 1, [1, 256], VALKEY_9),
  choice('log-format', 'legacy', ['legacy', 'logfmt'], { ...VALKEY_8_1, valkeyUntil: '9.0.0' }),
  choice('log-format', 'legacy', ['legacy', 'logfmt', 'json'], VALKEY_9),
  choice('log-timestamp-format', 'legacy', ['legacy', 'iso8601', 'milliseconds'], VALKEY_8_1),
  yesNo('mptcp', 'no', { ...VALKEY_9, ...IMMUTABLE }),
  yesNo('repl-mptcp', 'no', { ...VALKEY_9, ...IMMUTABLE }),
  int('prefetch-batch-max-size', 16, [0, 128], VALKEY_8_0),
  choice('rdb-version-check', 'strict', ['strict', 'relaxed'], VALKEY_8_1),
  directive('rdma-bind', '', readRdmaBind, VALKEY_8_1),
  int('rdma-completion-vector', -1, [-1, 1024], { ...VALKEY_8_1, ...IMMUTABLE }),
  int('rdma-port', 0, [0, 65535], VALKEY_8_1),
  int('rdma-rx-size', 1048576, [65536, 16777216], { ...VALKEY_8_1, ...IMMUTABLE }),
  choice('tls-auth-clients-user', 'off', ['CN', 'URI', 'off'], VALKEY_9),
  int('tls-auto-reload-interval', 0, [0, INT_MAX], VALKEY_9),
  text('unixsocketgroup', '', { ...VALKEY_8_0, ...IMMUTABLE }),
]

export const clusterDirectives: readonly Directive[] = [
  ...CLUSTER,
  ...TLS,
  ...VALKEY,
  yesNo('vset-force-single-threaded-execution', 'no', { since: '8.2.0', valkeySince: 'never' }),
]
