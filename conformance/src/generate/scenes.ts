import { createHash } from 'node:crypto'
import type { Step } from '../subjects/step.ts'
import { type Chance, type Draw, from, weighted } from './chance.ts'
import { channelPattern, integer, keyName, lexBound, moment, word } from './values.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Some steps that belong together: what single calls would meet only by luck. */
export type Scene = (chance: Chance, say: Vocabulary) => Step[]

const main = (...argv: string[]): Step => ({ connection: 0, argv })
const at = (connection: number, argv: readonly string[]): Step => ({ connection, argv })

function repeat(chance: Chance, min: number, max: number, draw: () => string[]): Step[] {
  return Array.from({ length: chance.between(min, max) }, () => main(...draw()))
}

/** Sizes around the thresholds of the encodings, small ones being configured by some programs. */
const size = weighted<number>(
  [24, (chance) => chance.between(3, 20)],
  [2, from(128, 129, 130, 200)],
  [1, from(512, 513)],
)

/** A collection large enough to change its encoding. */
export const fill: Scene = (chance) => {
  const key = keyName(chance)
  const count = size(chance)
  const long = chance.oneIn(3) ? 'v'.repeat(chance.pick([60, 64, 65, 70])) : ''
  const words = Array.from({ length: count }, (_, i) => `${i}${long}`)
  switch (chance.below(7)) {
    case 0:
      return [main(chance.pick(['RPUSH', 'LPUSH']), key, ...words)]
    case 1:
      return [main('SADD', key, ...words)]
    case 2:
      return [main('HSET', key, ...words.flatMap((text, i) => [`f${i}`, text]))]
    case 3:
      return [main('ZADD', key, ...words.flatMap((text, i) => [String((i * 7) % 11), text]))]
    case 4:
      return [
        main('SET', key, chance.pick(['', 'x', '\xff']).repeat(chance.pick([40, 44, 45, 300]))),
      ]
    case 5:
      return [main('APPEND', key, words.join(' '))]
    default:
      return Array.from({ length: Math.min(count, 12) }, (_, i) =>
        main('XADD', key, `${i + 1}-1`, 'f', `${i}`, ...(chance.oneIn(4) ? ['g', 'h'] : [])),
      )
  }
}

/** A transaction as a whole, with a key watched before it or not. */
export const transaction: Scene = (chance, say) => [
  ...(chance.oneIn(3) ? [main('WATCH', keyName(chance), keyName(chance))] : []),
  ...(chance.oneIn(4) ? [main(...say.write(chance))] : []),
  main('MULTI'),
  ...repeat(chance, 1, 5, () => queued(chance, say)),
  main(chance.oneIn(8) ? 'DISCARD' : 'EXEC'),
]

/** Not what ends the transaction: a command that blocks would follow outside of it. */
function queued(chance: Chance, say: Vocabulary): string[] {
  const call = chance.oneIn(8) ? say.blocking(chance) : say.solitary(chance)
  return /^(?:exec|discard|reset)$/.test(call[0]) ? ['PING'] : call
}

const SCRIPTS = [
  'return redis.call(unpack(ARGV))',
  'return redis.pcall(unpack(ARGV))',
  'redis.setresp(3) return redis.call(unpack(ARGV))',
  'redis.call(unpack(ARGV)) return redis.call("TYPE", KEYS[1])',
  'local r = redis.pcall(unpack(ARGV)) if type(r) == "table" then return r.err or #r end return type(r)',
  'redis.call("EXISTS", KEYS[1]) local r = redis.pcall(unpack(ARGV)) redis.call("EXISTS", KEYS[1]) return r',
  '#!lua flags=no-writes\nreturn redis.call(unpack(ARGV))',
]

/** A generated call from inside a script. */
export const script: Scene = (chance, say) => {
  const name = chance.oneIn(5) ? 'EVAL_RO' : 'EVAL'
  const text = chance.pick(SCRIPTS)
  const call = chance.oneIn(8) ? say.blocking(chance) : say.solitary(chance)
  const steps = [main(name, text, '1', keyName(chance), ...call)]
  if (chance.oneIn(6)) {
    // A text of its own, so that no program before it can have loaded it.
    const loaded = `return KEYS[1] --${chance.below(2 ** 32)}`
    const sha = createHash('sha1').update(loaded).digest('hex')
    const shas = [sha, sha.toUpperCase(), 'x', 'f'.repeat(40)]
    steps.push(
      main('SCRIPT', 'LOAD', loaded),
      main('SCRIPT', 'EXISTS', sha, chance.pick(shas)),
      main(chance.pick(['EVALSHA', 'EVALSHA_RO']), chance.pick(shas), '1', keyName(chance)),
    )
    // Rarely: it builds an interpreter each time.
    if (chance.oneIn(16)) {
      steps.push(
        main('SCRIPT', 'FLUSH', chance.pick(['ASYNC', 'SYNC', 'x'])),
        main('SCRIPT', 'EXISTS', sha),
      )
    }
  }
  return steps
}

const condition = from<string[]>([], [], ['NX'], ['XX'], ['GT'], ['LT'])

/** Absolute deadlines: given, kept, moved and dropped by what follows. */
export const deadline: Scene = (chance, say) => {
  const key = keyName(chance)
  const when = moment(chance)
  const give = (): string[] => {
    switch (chance.below(5)) {
      case 0:
        return ['PEXPIREAT', key, when, ...condition(chance)]
      case 1:
        return ['EXPIREAT', key, chance.pick(['4000000000', '4000000500']), ...condition(chance)]
      case 2:
        return ['SET', key, word(chance), chance.pick(['EXAT', 'PXAT']), when]
      case 3:
        return ['GETEX', key, chance.pick(['EXAT', 'PXAT']), when]
      default:
        return ['PERSIST', key]
    }
  }
  const carry = (): string[] =>
    chance.pick([
      ['COPY', key, keyName(chance), 'REPLACE'],
      ['RENAME', key, keyName(chance)],
      ['RENAMENX', key, keyName(chance)],
      say.write(chance),
    ])
  return [main(...say.write(chance)), main(...give()), main(...carry()), main(...give())]
}

const by = from<readonly string[]>(
  [],
  ['BY', 'w_*'],
  ['BY', 'h_*->w'],
  ['by', 'nosort'],
  ['BY', 'a'],
)
const get = from<readonly string[]>([], ['GET', '#'], ['GET', 'w_*'], ['GET', 'h_*->f', 'GET', '#'])
const limit = from<readonly string[]>([], [], ['LIMIT', '0', '2'], ['LIMIT', '1', '-1'])
const order = from<readonly string[]>([], ['ALPHA'], ['DESC'], ['DESC', 'ALPHA'], ['ASC'])

/** SORT with patterns that lead to keys. */
export const sort: Scene = (chance) => {
  const key = keyName(chance)
  const members = ['1', '2', '3', '10', 'a', 'b'].slice(chance.below(3), chance.between(3, 6))
  const options = [...by(chance), ...limit(chance), ...get(chance), ...order(chance)]
  const build: Draw<string[]> = from(
    ['RPUSH', key, ...members],
    // Equal texts stay as they came, and the tables of these have an order of their own.
    ...(options[0] === 'BY' && options.includes('ALPHA')
      ? []
      : [
          ['ZADD', key, ...members.flatMap((member, i) => [String(-i), member])],
          ['SADD', key, ...members],
        ]),
  )
  const weights = members.flatMap((member) => [
    `w_${member}`,
    chance.pick(['3', '1', '-2', 'x', '']),
  ])
  return [
    main('DEL', key),
    main(...build(chance)),
    main('MSET', ...weights),
    main('HSET', `h_${chance.pick(members)}`, 'w', '0', 'f', 'g'),
    main(...['SORT', key, ...options, ...(chance.oneIn(3) ? ['STORE', keyName(chance)] : [])]),
    main('SORT_RO', key, ...options),
  ]
}

/** Ranges of members, whose scores must be equal; as a listpack and as a skiplist. */
export const lexical: Scene = (chance) => {
  const key = keyName(chance)
  const range = (): string[] => {
    const limit = chance.oneIn(3) ? ['LIMIT', integer(chance), integer(chance)] : []
    const bounds = [lexBound(chance), lexBound(chance)]
    switch (chance.below(6)) {
      case 0:
        return ['ZRANGEBYLEX', key, ...bounds, ...limit]
      case 1:
        return ['ZREVRANGEBYLEX', key, ...bounds, ...limit]
      case 2:
        return ['ZLEXCOUNT', key, ...bounds]
      case 3:
        return ['ZREMRANGEBYLEX', key, ...bounds]
      case 4:
        return ['ZRANGESTORE', keyName(chance), key, ...bounds, 'BYLEX', ...limit]
      default:
        return ['ZRANGE', key, ...bounds, 'BYLEX', ...(chance.oneIn(2) ? ['REV'] : []), ...limit]
    }
  }
  const members = Array.from({ length: chance.between(1, 6) }, () => word(chance))
  return [
    main('DEL', key),
    main('ZADD', key, ...members.flatMap((member) => ['0', member])),
    // Which makes a skiplist of it.
    ...(chance.oneIn(2) ? [main('SORT_RO', key, 'BY', 'nosort')] : []),
    ...Array.from({ length: chance.between(1, 4) }, () => main(...range())),
  ]
}

/** To another database and back. */
export const elsewhere: Scene = (chance, say) => [
  main('SELECT', '1'),
  ...repeat(chance, 1, 3, () => say.solitary(chance)),
  main('SELECT', '0'),
]

/** The keys that COMMAND finds in calls. */
export const keysOfCalls: Scene = (chance, say) => {
  const call = chance.oneIn(6) ? say.blocking(chance) : say.any(chance)
  return [main('COMMAND', chance.oneIn(2) ? 'GETKEYS' : 'GETKEYSANDFLAGS', ...call)]
}

/** A client blocks; others do what may wake it. */
export const waking: Scene = (chance, say) => {
  const wake = (): Step => {
    const connection = chance.oneIn(4) ? 2 : 0
    return at(connection, chance.oneIn(3) ? wakers(chance) : say.write(chance))
  }
  const steps = [at(1, say.blocking(chance))]
  if (chance.oneIn(3)) steps.push(at(2, say.blocking(chance)))
  if (chance.oneIn(5)) {
    steps.push(main('MULTI'), at(0, wakers(chance)), at(0, say.write(chance)), main('EXEC'))
  }
  if (chance.oneIn(6)) {
    const text = 'redis.call("DEL", KEYS[1]) return redis.pcall(unpack(ARGV))'
    steps.push(main('EVAL', text, '1', keyName(chance), ...wakers(chance)))
  }
  for (let i = chance.between(1, 4); i > 0; i--) steps.push(wake())
  return steps
}

function wakers(chance: Chance): string[] {
  const key = keyName(chance)
  const other = keyName(chance)
  return chance.pick([
    ['RPUSH', key, 'a', 'b'],
    ['LPUSH', key, 'c'],
    ['RENAME', other, key],
    ['COPY', other, key, 'REPLACE'],
    ['LMOVE', other, key, 'LEFT', 'RIGHT'],
    ['RPOPLPUSH', other, key],
    ['SORT', other, 'ALPHA', 'STORE', key],
    ['ZADD', key, '1', 'a', '2', 'b'],
    ['ZINCRBY', key, '3', 'c'],
    ['ZUNIONSTORE', key, '1', other],
    ['ZRANGESTORE', key, other, '0', '-1'],
    ['XADD', key, '9-9', 'f', 'v'],
    ['SWAPDB', '0', '1'],
    ['MOVE', key, '1'],
    ['DEL', key],
    ['SET', key, 'x'],
  ])
}

/** Another client changes, or does not change, what a transaction watches. */
export const watched: Scene = (chance, say) => {
  const meddle = (): Step => at(chance.between(0, 2), say.write(chance))
  return [
    main('WATCH', keyName(chance), keyName(chance)),
    ...(chance.oneIn(2) ? [meddle()] : []),
    main('MULTI'),
    main(...say.solitary(chance)),
    ...(chance.oneIn(2) ? [meddle()] : []),
    main(chance.oneIn(6) ? 'UNWATCH' : 'EXEC'),
    main('EXEC'),
  ]
}

/** Messages from one client to others. */
export const messages: Scene = (chance) => {
  const channel = (): string => chance.pick(['a', 'b', 'ab', 'c'])
  const verb = chance.pick(['SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE'])
  const listener = chance.between(1, 2)
  const first = verb === 'PSUBSCRIBE' ? channelPattern(chance) : channel()
  const steps = [at(listener, [verb, first, ...(chance.oneIn(2) ? [first] : [])])]
  for (let i = chance.between(1, 3); i > 0; i--) {
    const speaker = chance.oneIn(4) ? listener : 0
    steps.push(at(speaker, [chance.oneIn(4) ? 'SPUBLISH' : 'PUBLISH', channel(), word(chance)]))
  }
  if (chance.oneIn(2)) steps.push(at(listener, ['PING', ...(chance.oneIn(2) ? ['x'] : [])]))
  // Without names all are left, in the order of the server's table.
  if (chance.oneIn(2)) steps.push(at(listener, [verb.replace('SUB', 'UNSUB'), first]))
  return steps
}

export const LISTENER = 2

/** A client that hears of every change, from the beginning of a program. */
export const notifications: Scene = (chance) => [
  main(
    'CONFIG',
    'SET',
    'notify-keyspace-events',
    'hll-sparse-max-bytes',
    chance.pick(['KEA', 'AKE', 'KElg', 'Kzx$t', 'EAnm']),
  ),
  at(LISTENER, ['PSUBSCRIBE', '__key*']),
]

/** Thresholds so small that a few elements change an encoding. */
const THRESHOLDS: readonly (readonly [string, readonly string[]])[] = [
  ['list-max-listpack-size', ['3', '1', '-1', '0']],
  ['list-compress-depth', ['1']],
  ['hash-max-listpack-entries', ['2', '0']],
  ['hash-max-listpack-value', ['3']],
  ['set-max-intset-entries', ['2', '0']],
  ['set-max-listpack-entries', ['3', '0']],
  ['set-max-listpack-value', ['2']],
  ['zset-max-listpack-entries', ['2', '0']],
  ['zset-max-listpack-value', ['3']],
  ['stream-node-max-entries', ['2', '1', '0']],
  ['stream-node-max-bytes', ['30']],
]

export const thresholds: Scene = (chance) =>
  Array.from({ length: chance.between(1, 4) }, () => {
    const [name, values] = chance.pick(THRESHOLDS)
    return main('CONFIG', 'SET', name, chance.pick(values))
  })

/** What programs configure, and what is put back behind them. */
export const CONFIGURED: readonly string[] = [
  'notify-keyspace-events',
  'hll-sparse-max-bytes',
  // memory.ts takes all away for a while.
  'maxmemory',
  ...THRESHOLDS.map(([name]) => name),
]
