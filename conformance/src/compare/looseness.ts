/**
 * Where two truthful servers may answer differently. Each looseness has a name, is granted to
 * commands by name, and is applied only when the bytes differ.
 */
export type Looseness =
  /** The order of a collection without order. */
  | 'unordered'
  /** Pairs (field and value, member and score) in any order of pairs. */
  | 'unordered-pairs'
  /** A moment or a duration: numbers may be apart by the time between the two runs. */
  | 'time'
  /** A cursor, then the whole in any order; pairs for HSCAN and ZSCAN. */
  | 'scan'
  | 'scan-pairs'
  /** Chance: only the shape is compared. */
  | 'shape'
  /** Stream ids made from the clock: the milliseconds may differ. */
  | 'stream-ids'
  /** Sizes in bytes, ids of clients, counters of the process. */
  | 'process'

const UNORDERED = [
  'smembers',
  'sinter',
  'sunion',
  'sdiff',
  'keys',
  'hkeys',
  'hvals',
  'pubsub|channels',
  'pubsub|shardchannels',
  'acl|cat',
  'command|list',
]

const LOOSE: ReadonlyMap<string, Looseness> = new Map<string, Looseness>([
  ...UNORDERED.map((name): [string, Looseness] => [name, 'unordered']),
  ['hgetall', 'unordered-pairs'],
  ['scan', 'scan'],
  ['sscan', 'scan'],
  ['hscan', 'scan-pairs'],
  ['zscan', 'scan-pairs'],
  ['ttl', 'time'],
  ['pttl', 'time'],
  ['expiretime', 'time'],
  ['pexpiretime', 'time'],
  ['object|idletime', 'time'],
  ['object|freq', 'time'],
  ['time', 'time'],
  ['spop', 'shape'],
  ['srandmember', 'shape'],
  ['hrandfield', 'shape'],
  ['zrandmember', 'shape'],
  ['randomkey', 'shape'],
  ['xadd', 'stream-ids'],
  ['xrange', 'stream-ids'],
  ['xrevrange', 'stream-ids'],
  ['xread', 'stream-ids'],
  ['xinfo|stream', 'stream-ids'],
  ['client|id', 'process'],
  ['client|info', 'process'],
  ['client|list', 'process'],
  ['hello', 'process'],
  ['memory|usage', 'process'],
  ['debug|object', 'process'],
  ['lolwut', 'process'],
  ['info', 'process'],
])

/** What a command may differ in; undefined when its replies are exact. */
export function loosenessOf(argv: readonly string[]): Looseness | undefined {
  const name = (argv[0] ?? '').toLowerCase()
  return LOOSE.get(name) ?? LOOSE.get(`${name}|${(argv[1] ?? '').toLowerCase()}`)
}
