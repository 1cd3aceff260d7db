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
  /** Several of them. */
  | 'times'
  /** A cursor, then the whole in any order; pairs for HSCAN and ZSCAN. */
  | 'scan'
  | 'scan-pairs'
  /** Chance decides which elements there are, even whether they are null. */
  | 'length'
  /** Chance: only the shape is compared. */
  | 'shape'
  /** Stream ids made from the clock: the milliseconds may differ. */
  | 'stream-ids'
  /** When consumers were seen and entries delivered; ids from the clock too. */
  | 'stream-times'
  /** Maps and sets that went through a Lua table, whose order has a seed of its own. */
  | 'tables'
  /** A payload of DUMP: members of a hash table in any order. */
  | 'payload'
  /** A user's rules, with its words in any order (up to 7.0). */
  | 'rules'
  /** ACL LOG, but for when it was, and which client. */
  | 'acl-log'
  /** HELLO's reply, but for the modules that a build has. */
  | 'greeting'
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
  ['config|get', 'unordered-pairs'],
  ['scan', 'scan'],
  ['sscan', 'scan'],
  ['hscan', 'scan-pairs'],
  ['zscan', 'scan-pairs'],
  ['ttl', 'time'],
  ['pttl', 'time'],
  ['expiretime', 'time'],
  ['pexpiretime', 'time'],
  ['httl', 'times'],
  ['hpttl', 'times'],
  ['hexpiretime', 'times'],
  ['hpexpiretime', 'times'],
  ['object|idletime', 'time'],
  // A queued PSETEX holds on to its value until EXEC is done; outside of MULTI scripts compare it.
  ['object|refcount', 'process'],
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
  ['xreadgroup', 'stream-ids'],
  ['xclaim', 'stream-ids'],
  ['xautoclaim', 'stream-ids'],
  ['xpending', 'stream-times'],
  ['xinfo|stream', 'stream-times'],
  ['xinfo|groups', 'stream-ids'],
  ['xinfo|consumers', 'stream-times'],
  ['client|id', 'process'],
  ['client|info', 'process'],
  ['client|list', 'process'],
  ['hello', 'greeting'],
  ['memory|usage', 'process'],
  ['dump', 'payload'],
  ['acl|getuser', 'rules'],
  ['acl|list', 'rules'],
  ['acl|log', 'acl-log'],
  ['acl|genpass', 'shape'],
  ['debug|object', 'process'],
  ['lolwut', 'process'],
  ['lastsave', 'process'],
  ['info', 'process'],
])

/** `redis.call` of a script's arguments, which generated programs are full of. */
const CALLS_ITS_ARGUMENTS = 'unpack(ARGV)'

/** What a command may differ in; undefined when its replies are exact. */
export function loosenessOf(argv: readonly string[]): Looseness | undefined {
  const name = (argv[0] ?? '').toLowerCase()
  if (name.startsWith('eval') && argv[1]?.includes(CALLS_ITS_ARGUMENTS)) {
    const inner = loosenessOf(argv.slice(3 + Number(argv[2])))
    const isTable = argv[1].includes('setresp(3)') && (inner ?? 'stream-ids') === 'stream-ids'
    return isTable ? 'tables' : inner
  }
  if (name === 'sort' || name === 'sort_ro') return sortLooseness(argv)
  return LOOSE.get(name) ?? LOOSE.get(`${name}|${(argv[1] ?? '').toLowerCase()}`)
}

/** SORT BY a pattern without a star does not sort: a set comes in the order of its table. */
function sortLooseness(argv: readonly string[]): Looseness | undefined {
  const lower = argv.map((word) => word.toLowerCase())
  const by = lower.indexOf('by', 2)
  const isUnsorted = by >= 0 && !(argv[by + 1] ?? '*').includes('*')
  if (!isUnsorted || lower.includes('store')) return undefined
  return lower.includes('limit') || lower.includes('get') ? 'length' : 'unordered'
}
