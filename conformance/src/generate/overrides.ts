import fc from 'fast-check'
import { duration, integer, keyName, word } from './values.ts'

/** Where a command's definition does not say what makes a useful or a safe call. */
export interface Override {
  /** Values for one argument, by its property name. */
  readonly args?: Readonly<Record<string, fc.Arbitrary<string>>>
  /** The whole call behind the command's name. */
  readonly call?: fc.Arbitrary<string[]>
  /** Never generated, and why. */
  readonly never?: string
}

const smallId = fc.constantFrom('1-1', '1-2', '2-0', '3-5', '5', '0-1', '10-*', '0', '-', '+', 'x')
const range = fc.constantFrom('-', '+', '1', '1-1', '(1-1', '2', '(2', '5-0', '(-', 'x', '0')
const lexBound = fc.constantFrom('-', '+', '[a', '(a', '[b', '(c', '[', '(', 'a', '[foo')
const scoreBound = fc.constantFrom(
  '-inf',
  '+inf',
  '0',
  '1',
  '(1',
  '2',
  '(3.5',
  '-5',
  'x',
  '(',
  'nan',
)
const zrangeBound = fc.oneof(integer, scoreBound, lexBound)
const lexRange = { min: lexBound, max: lexBound, start: lexBound, stop: lexBound }
const scoreRange = { min: scoreBound, max: scoreBound, start: scoreBound, stop: scoreBound }
const bitType = fc.constantFrom(
  'u8',
  'i8',
  'u16',
  'i16',
  'u63',
  'i64',
  'u1',
  'i1',
  'u64',
  'i65',
  'x',
)
const bitOffset = fc.constantFrom('0', '1', '7', '8', '#0', '#1', '#3', '100', '-1', 'x')
const bitfield = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constant('GET'), bitType, bitOffset),
      fc.tuple(fc.constant('SET'), bitType, bitOffset, integer),
      fc.tuple(fc.constant('INCRBY'), bitType, bitOffset, integer),
      fc.tuple(fc.constant('OVERFLOW'), fc.constantFrom('WRAP', 'SAT', 'FAIL', 'x')),
    ),
    { minLength: 0, maxLength: 4 },
  )
  .map((parts) => parts.flat())
/** Any other number is a place in the server's own table. */
const cursor = fc.constantFrom('0', '0', '0', 'x', '', '1.5', ' 0')
/** Redis 8 hands the work to a thread otherwise, and a pipeline behind it can stall. */
const flush = fc.constantFrom(['ASYNC'], ['async'], ['x'], ['ASYNC', 'SYNC'])
const xaddFields = fc.array(word, { minLength: 2, maxLength: 4 })
const bits = fc.constantFrom('0', '1', '7', '8', '63', '100', '-1', '4294967296', 'x')

/** A lone surrogate cannot reach here: every value is a binary string. */
export const OVERRIDES: Readonly<Record<string, Override>> = {
  scan: { args: { cursor } },
  sscan: { args: { cursor } },
  hscan: { args: { cursor } },
  zscan: { args: { cursor } },
  expire: { args: { seconds: duration } },
  pexpire: { args: { milliseconds: duration } },
  setex: { args: { seconds: duration } },
  psetex: { args: { milliseconds: duration } },
  setbit: { args: { offset: bits, value: fc.constantFrom('0', '1', '2', 'x') } },
  getbit: { args: { offset: bits } },
  setrange: { args: { offset: fc.constantFrom('0', '1', '5', '100', '-1', 'x', '536870912') } },
  bitfield: { call: fc.tuple(keyName, bitfield).map(([key, rest]) => [key, ...rest]) },
  bitfield_ro: { call: fc.tuple(keyName, bitfield).map(([key, rest]) => [key, ...rest]) },
  zrange: { args: { start: zrangeBound, stop: zrangeBound, min: zrangeBound, max: zrangeBound } },
  zrangestore: {
    args: { start: zrangeBound, stop: zrangeBound, min: zrangeBound, max: zrangeBound },
  },
  zrangebyscore: { args: scoreRange },
  zrevrangebyscore: { args: scoreRange },
  zcount: { args: scoreRange },
  zremrangebyscore: { args: scoreRange },
  zrangebylex: { args: lexRange },
  zrevrangebylex: { args: lexRange },
  zlexcount: { args: lexRange },
  zremrangebylex: { args: lexRange },
  xadd: {
    call: fc
      .tuple(
        keyName,
        fc.constantFrom(
          [],
          ['NOMKSTREAM'],
          ['MAXLEN', '2'],
          ['MAXLEN', '~', '2'],
          ['MINID', '2'],
          ['MAXLEN', '=', '1'],
          ['MAXLEN', '~', '2', 'LIMIT', '1'],
          ['MAXLEN', '-1'],
        ),
        smallId,
        xaddFields,
      )
      .map(([key, trim, id, fields]) => [key, ...trim, id, ...fields]),
  },
  xrange: { args: { start: range, end: range } },
  xrevrange: { args: { start: range, end: range } },
  xdel: { args: { id: smallId } },
  xsetid: { args: { lastId: smallId } },
  xread: {
    call: fc
      .tuple(
        fc.constantFrom([], ['COUNT', '1'], ['COUNT', '0'], ['COUNT', 'x']),
        fc.array(fc.tuple(keyName, fc.constantFrom('0', '1-1', '$', '2', 'x', '+')), {
          minLength: 1,
          maxLength: 2,
        }),
      )
      .map(([count, pairs]) => [
        ...count,
        'STREAMS',
        ...pairs.map(([key]) => key),
        ...pairs.map(([, id]) => id),
      ]),
  },
  select: { never: 'other databases would hide what programs do' },
  swapdb: { never: 'as SELECT' },
  move: { never: 'as SELECT' },
  copy: { args: { destinationDb: fc.constantFrom('0', '1', 'x', '99') } },
  spop: {
    call: fc
      .tuple(keyName, fc.constantFrom('0', '100', '-1', 'x'))
      .map(([key, count]) => [key, count]),
  },
  flushall: { call: flush },
  flushdb: { call: flush },
  quit: { never: 'ends the connection' },
  reset: { never: 'ends RESP3; programs end with it' },
  hello: { never: 'changes the protocol under the comparison' },
  auth: { never: 'no password is set' },
  shutdown: { never: 'ends the server' },
  monitor: { never: 'shows the harness its own barriers' },
  debug: { never: 'per subcommand, in scripts' },
  save: { never: 'writes files' },
  bgsave: { never: 'writes files' },
  wait: { never: 'blocks; in scripts' },
  waitaof: { never: 'blocks; in scripts' },
  replicaof: { never: 'makes the server a replica' },
  slaveof: { never: 'makes the server a replica' },
  eval: { never: 'scripts have a corpus of their own' },
  evalsha: { never: 'scripts have a corpus of their own' },
  eval_ro: { never: 'scripts have a corpus of their own' },
  evalsha_ro: { never: 'scripts have a corpus of their own' },
  time: { never: 'nothing to compare' },
  lastsave: { never: 'nothing to compare' },
  lolwut: { never: 'art' },
  info: { never: 'the process’s own figures' },
  command: { never: 'compared entry by entry in command-entry.test.ts' },
}

const NEVER_GROUPS = new Set(['server', 'connection', 'scripting', 'cluster', 'module'])
/** Commands of those groups that work on data. */
const ALWAYS = new Set(['flushall', 'flushdb', 'dbsize', 'ping', 'echo'])

export function isGenerated(name: string, group: string): boolean {
  if (OVERRIDES[name]?.never !== undefined) return false
  return ALWAYS.has(name) || !NEVER_GROUPS.has(group)
}
