import { type Directive, INT_MAX, int, LONG_MAX, text, yesNo } from './config-directive.ts'

const HIDDEN = { isHidden: true }
const REDIS_7_2 = { ...HIDDEN, since: '7.2.0' }
const REDIS_8_2 = { ...HIDDEN, since: '8.2.0', valkeySince: 'never' }
const VALKEY_8_0 = { ...HIDDEN, since: 'never', valkeySince: '8.0.0' }
const VALKEY_8_1 = { ...HIDDEN, since: 'never', valkeySince: '8.1.0' }
const VALKEY_9 = { ...HIDDEN, since: 'never', valkeySince: '9.0.0' }

/** Settings for those who test servers: CONFIG GET shows them to their full names only. */
export const hiddenDirectives: readonly Directive[] = [
  yesNo('aof-disable-auto-gc', 'no', REDIS_7_2),
  int('cluster-message-gossip-perc', 10, [1, 100], VALKEY_9),
  int('cluster-ping-interval', 0, [0, LONG_MAX], REDIS_7_2),
  text('debug-context', '', VALKEY_8_1),
  int('events-per-io-thread', 2, [0, INT_MAX], { ...VALKEY_8_0, valkeyUntil: '9.0.0' }),
  yesNo('io-threads-always-active', 'no', VALKEY_9),
  int('key-load-delay', 0, [-(2 ** 31), INT_MAX], HIDDEN),
  yesNo('lazyexpire-nested-arbitrary-keys', 'yes', REDIS_8_2),
  int('loading-process-events-interval-bytes', 2097152, [1024, INT_MAX], {
    ...HIDDEN,
    until: '8.0.0',
  }),
  int('loading-process-events-interval-bytes', 524288, [1024, INT_MAX], {
    ...HIDDEN,
    since: '8.0.0',
    valkeySince: 'never',
  }),
  yesNo('lua-enable-deprecated-api', 'no', { ...HIDDEN, isImmutable: true, valkeySince: 'never' }),
  yesNo('lua-enable-deprecated-api', 'no', { ...VALKEY_8_0, isProtected: true }),
  yesNo('lua-enable-insecure-api', 'no', { ...VALKEY_8_1, isProtected: true }),
  int('min-io-threads-avoid-copy-reply', 7, [0, INT_MAX], VALKEY_9),
  int('min-string-size-avoid-copy-reply', 16384, [0, INT_MAX], VALKEY_9),
  int('prefetch-batch-max-size', 16, [0, 128], REDIS_8_2),
  int('rdb-key-save-delay', 0, [-(2 ** 31), INT_MAX], HIDDEN),
  yesNo('use-exit-on-panic', 'no', HIDDEN),
  int('watchdog-period', 0, [0, INT_MAX], HIDDEN),
]
