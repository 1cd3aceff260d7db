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
  yesNo,
} from './config-directive.ts'
import { readBacklogSize, readReplicaOf, SAVE_POINTS } from './config-directives-special.ts'

const IMMUTABLE = { isImmutable: true }
const PROTECTED = { isProtected: true }

/** An append-only file there is none of: what is about it is stored and shown. */
const PERSISTENCE: readonly Directive[] = [
  SAVE_POINTS,
  text('dir', '/', PROTECTED),
  text('dbfilename', 'dump.rdb', PROTECTED),
  yesNo('stop-writes-on-bgsave-error', 'yes'),
  yesNo('rdbcompression', 'yes'),
  yesNo('rdbchecksum', 'yes', IMMUTABLE),
  yesNo('rdb-del-sync-files', 'no'),
  yesNo('rdb-save-incremental-fsync', 'yes'),
  choice('sanitize-dump-payload', 'no', ['no', 'yes', 'clients'], { valkeyUntil: '9.0.0' }),
  yesNo('appendonly', 'no'),
  text('appendfilename', 'appendonly.aof', IMMUTABLE),
  text('appenddirname', 'appendonlydir', IMMUTABLE),
  choice('appendfsync', 'everysec', ['everysec', 'always', 'no']),
  yesNo('no-appendfsync-on-rewrite', 'no'),
  int('auto-aof-rewrite-percentage', 100, [0, INT_MAX]),
  memory('auto-aof-rewrite-min-size', 67108864, [0, LONG_MAX]),
  yesNo('aof-load-truncated', 'yes'),
  yesNo('aof-use-rdb-preamble', 'yes'),
  yesNo('aof-timestamp-enabled', 'no'),
  yesNo('aof-rewrite-incremental-fsync', 'yes'),
  yesNo('aof-disable-auto-gc', 'no', { until: '7.2.0', valkeySince: 'never' }),
]

const DISKLESS_LOADS = ['disabled', 'on-empty-db', 'swapdb']

/** Stored and shown; the double has no replicas. */
const REPLICATION: readonly Directive[] = [
  directive('replicaof', '', readReplicaOf, { ...IMMUTABLE, isList: true, alias: 'slaveof' }),
  binaryText('masterauth', '', { valkeySince: 'never' }),
  binaryText('masterauth', '', { since: 'never', valkeySince: '8.0.0', alias: 'primaryauth' }),
  text('masteruser', '', { valkeySince: 'never' }),
  text('masteruser', '', { since: 'never', valkeySince: '8.0.0', alias: 'primaryuser' }),
  text('replica-announce-ip', '', { alias: 'slave-announce-ip' }),
  int('replica-announce-port', 0, [0, 65535], { alias: 'slave-announce-port' }),
  yesNo('replica-announced', 'yes'),
  yesNo('replica-ignore-disk-write-errors', 'no'),
  yesNo('replica-ignore-maxmemory', 'yes', { alias: 'slave-ignore-maxmemory' }),
  yesNo('replica-lazy-flush', 'no', { alias: 'slave-lazy-flush', initialOnValkey: 'yes' }),
  int('replica-priority', 100, [0, INT_MAX], { alias: 'slave-priority' }),
  yesNo('replica-read-only', 'yes', { alias: 'slave-read-only' }),
  yesNo('replica-serve-stale-data', 'yes', { alias: 'slave-serve-stale-data' }),
  memory('replica-full-sync-buffer-limit', 0, [0, LONG_MAX], {
    since: '8.0.0',
    valkeySince: 'never',
  }),
  int('min-replicas-to-write', 0, [0, INT_MAX], { alias: 'min-slaves-to-write' }),
  int('min-replicas-max-lag', 10, [0, INT_MAX], { alias: 'min-slaves-max-lag' }),
  directive('repl-backlog-size', '1048576', readBacklogSize, { initialOnValkey: '10485760' }),
  int('repl-backlog-ttl', 3600, [0, LONG_MAX]),
  yesNo('repl-disable-tcp-nodelay', 'no'),
  choice('repl-diskless-load', 'disabled', DISKLESS_LOADS, { valkeySince: 'never' }),
  choice('repl-diskless-load', 'disabled', [...DISKLESS_LOADS, 'flush-before-load'], {
    since: 'never',
    valkeySince: '8.0.0',
  }),
  yesNo('repl-diskless-sync', 'yes'),
  int('repl-diskless-sync-delay', 5, [0, INT_MAX]),
  int('repl-diskless-sync-max-replicas', 0, [0, INT_MAX]),
  int('repl-ping-replica-period', 10, [1, INT_MAX], { alias: 'repl-ping-slave-period' }),
  int('repl-timeout', 60, [1, INT_MAX]),
  choice('propagation-error-behavior', 'ignore', ['ignore', 'panic', 'panic-on-replicas']),
]

export const persistenceDirectives: readonly Directive[] = [...PERSISTENCE, ...REPLICATION]
