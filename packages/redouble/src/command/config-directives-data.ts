import {
  choice,
  type Directive,
  directive,
  INT_MAX,
  int,
  LONG_MAX,
  memory,
  ULONG_MAX,
  yesNo,
} from './config-directive.ts'
import { readActiveDefrag, readMemoryOrPercent } from './config-directives-special.ts'

/** Encodings: up to what size a value stays in its compact form. */
const ENCODINGS: readonly Directive[] = [
  int('hash-max-listpack-entries', 512, [0, LONG_MAX], {
    isUnsigned: true,
    alias: 'hash-max-ziplist-entries',
    field: 'hashMaxListpackEntries',
  }),
  memory('hash-max-listpack-value', 64, [0, LONG_MAX], {
    isUnsigned: true,
    alias: 'hash-max-ziplist-value',
    field: 'hashMaxListpackValue',
  }),
  int('list-max-listpack-size', -2, [-(2 ** 31), INT_MAX], {
    alias: 'list-max-ziplist-size',
    field: 'listMaxListpackSize',
  }),
  int('list-compress-depth', 0, [0, INT_MAX], { field: 'listCompressDepth' }),
  int('set-max-intset-entries', 512, [0, LONG_MAX], {
    isUnsigned: true,
    field: 'setMaxIntsetEntries',
  }),
  int('set-max-listpack-entries', 128, [0, LONG_MAX], {
    isUnsigned: true,
    since: '7.2.0',
    field: 'setMaxListpackEntries',
  }),
  int('set-max-listpack-value', 64, [0, LONG_MAX], {
    isUnsigned: true,
    since: '7.2.0',
    field: 'setMaxListpackValue',
  }),
  int('zset-max-listpack-entries', 128, [0, LONG_MAX], {
    isUnsigned: true,
    alias: 'zset-max-ziplist-entries',
    field: 'zsetMaxListpackEntries',
  }),
  memory('zset-max-listpack-value', 64, [0, LONG_MAX], {
    isUnsigned: true,
    alias: 'zset-max-ziplist-value',
    field: 'zsetMaxListpackValue',
  }),
  memory('stream-node-max-bytes', 4096, [0, LONG_MAX], {
    isUnsigned: true,
    field: 'streamNodeMaxBytes',
  }),
  int('stream-node-max-entries', 100, [0, LONG_MAX], { field: 'streamNodeMaxEntries' }),
  memory('hll-sparse-max-bytes', 3000, [0, LONG_MAX], {
    isUnsigned: true,
    field: 'hllSparseMaxBytes',
  }),
]

const POLICIES = [
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'noeviction',
]

const MEMORY: readonly Directive[] = [
  memory('maxmemory', 0, [0, ULONG_MAX], { isUnsigned: true, field: 'maxmemory' }),
  directive('maxmemory-clients', '0', readMemoryOrPercent, { field: 'maxmemoryClients' }),
  choice('maxmemory-policy', 'noeviction', POLICIES, { field: 'maxmemoryPolicy' }),
  // 7.2 lowered what may be sampled.
  int('maxmemory-samples', 5, [1, INT_MAX], {
    until: '7.2.0',
    valkeySince: 'never',
    field: 'maxmemorySamples',
  }),
  int('maxmemory-samples', 5, [1, 64], { since: '7.2.0', field: 'maxmemorySamples' }),
  int('maxmemory-eviction-tenacity', 10, [0, 100]),
  int('lfu-decay-time', 1, [0, INT_MAX], { field: 'lfuDecayTime' }),
  int('lfu-log-factor', 10, [0, INT_MAX], { field: 'lfuLogFactor' }),
  int('active-expire-effort', 1, [1, 10]),
  yesNo('activerehashing', 'yes'),
  int('tracking-table-max-keys', 1000000, [0, LONG_MAX], { field: 'trackingTableMaxKeys' }),
]

const LAZY_FREE: readonly Directive[] = [
  'lazyfree-lazy-eviction',
  'lazyfree-lazy-expire',
  'lazyfree-lazy-server-del',
  'lazyfree-lazy-user-del',
  'lazyfree-lazy-user-flush',
].map((name) => yesNo(name, 'no', { initialOnValkey: 'yes' }))

const DEFRAGMENTATION: readonly Directive[] = [
  directive('activedefrag', 'no', readActiveDefrag),
  int('active-defrag-cycle-max', 25, [1, 99]),
  int('active-defrag-cycle-min', 1, [1, 99]),
  int('active-defrag-cycle-us', 500, [0, 100000], { since: 'never', valkeySince: '8.1.0' }),
  memory('active-defrag-ignore-bytes', 104857600, [1, LONG_MAX], { isUnsigned: true }),
  int('active-defrag-max-scan-fields', 1000, [1, LONG_MAX]),
  int('active-defrag-threshold-lower', 10, [0, 1000]),
  int('active-defrag-threshold-upper', 100, [0, 1000]),
  yesNo('jemalloc-bg-thread', 'yes'),
]

export const dataDirectives: readonly Directive[] = [
  ...ENCODINGS,
  ...MEMORY,
  ...LAZY_FREE,
  ...DEFRAGMENTATION,
]
