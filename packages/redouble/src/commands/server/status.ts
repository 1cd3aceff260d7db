import { integer } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import {
  OUT_OF_RANGE_POSITIVE,
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_AN_INTEGER,
} from '../../command/errors/common.ts'
import { LOCAL_COUNT_OUT_OF_RANGE, WAITAOF_WITHOUT_AOF } from '../../command/errors/server.ts'
import * as answer from '../../command/reply-types.ts'

/** Nobody replicates the double; a WAIT for nobody is all that can be fulfilled. */
const NO_REPLICAS = 0

export const dbsize: Command = defineCommand({
  name: 'dbsize',
  since: '1.0.0',
  group: 'server',
  summary: 'Counts the keys of the selected database.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  tips: ['request_policy:all_shards', 'response_policy:agg_sum'],
  effects: ['keyspace'],
  args: {},
  reply: answer.integer(),
  run: ({ db }) => db.size,
})

export const time: Command = defineCommand({
  name: 'time',
  since: '2.6.0',
  group: 'server',
  summary: "Tells the server's time in seconds and microseconds.",
  complexity: 'O(1)',
  flags: ['loading', 'stale', 'fast'],
  tips: ['nondeterministic_output'],
  effects: ['clock'],
  args: {},
  reply: answer.tuple({ seconds: answer.bulk(), microseconds: answer.bulk() }),
  run({ server, now }) {
    const { clock, profile } = server
    const standing = (server.scripts.busyTimeMs ?? now) * 1000
    const micros = profile.quirks.timeGoesOnInside ? clock.nowMicros() : standing
    return [String(Math.floor(micros / 1e6)), String(Math.floor(micros % 1e6))]
  },
})

export const role: Command = defineCommand({
  name: 'role',
  since: '2.8.12',
  group: 'server',
  summary: 'Tells the part that the server plays in replication.',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast'],
  categories: ['admin', 'dangerous'],
  effects: ['server'],
  args: {},
  reply: answer.array(answer.anything()),
  run: () => ['master', 0, []],
})

/** Whole milliseconds, unlike in BLPOP and its kind. */
const TIMEOUT = integer({
  min: 0,
  error: TIMEOUT_NOT_AN_INTEGER,
  rangeError: TIMEOUT_NEGATIVE,
})

export const wait: Command = defineCommand({
  name: 'wait',
  since: '3.0.0',
  group: 'generic',
  summary: 'Waits until replicas have acknowledged the writes of this connection.',
  complexity: 'O(1)',
  flags: ['blocking'],
  flagsIn: (profile) => (profile.name === '7.0' ? ['noscript'] : ['blocking']),
  categories: ['connection'],
  tips: ['request_policy:all_shards', 'response_policy:agg_min'],
  effects: ['clock'],
  args: { numreplicas: integer(), timeout: TIMEOUT },
  reply: answer.integer(),
  run(context, { numreplicas, timeout: timeoutMs }) {
    if (numreplicas <= NO_REPLICAS) return NO_REPLICAS
    return context.block({ keys: [], timeoutMs, onTimeout: NO_REPLICAS, type: 'wait' })
  },
})

export const waitaof: Command = defineCommand({
  name: 'waitaof',
  since: '7.2.0',
  group: 'generic',
  summary:
    'Waits until the writes of this connection are in append-only files, here or at replicas.',
  complexity: 'O(1)',
  flags: ['blocking'],
  categories: ['connection'],
  tips: ['request_policy:all_shards', 'response_policy:agg_min'],
  effects: ['clock'],
  args: {
    numlocal: integer({ min: 0, max: 1, rangeError: LOCAL_COUNT_OUT_OF_RANGE }),
    numreplicas: integer({ min: 0, error: OUT_OF_RANGE_POSITIVE }),
    timeout: TIMEOUT,
  },
  reply: answer.tuple({ local: answer.integer(), replicas: answer.integer() }),
  run(context, { numlocal, numreplicas, timeout: timeoutMs }) {
    const hasAof = context.config.stored.get('appendonly') === 'yes'
    if (numlocal > 0 && !hasAof) throw WAITAOF_WITHOUT_AOF
    const acknowledged = [hasAof ? 1 : 0, NO_REPLICAS]
    if (numreplicas <= NO_REPLICAS) return acknowledged
    return context.block({ keys: [], timeoutMs, onTimeout: acknowledged, type: 'wait' })
  },
})
