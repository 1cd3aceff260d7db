import { expect, test } from 'vitest'
import { type KeysWorld, openKeysWorld } from './keys.test-support.ts'

const NOT_A_NUMBER = "-ERR One or more scores can't be converted into double"

/** The elements of an array reply, nulls as `nil`; other replies as they are. */
function read(reply: string): string {
  if (!reply.startsWith('*')) return reply
  const parts = [...`${reply}\r\n`.matchAll(/\$(-?\d+)\r\n(?:([^\r]*)\r\n)?/g)]
  return parts.map((part) => (part[1] === '-1' ? 'nil' : part[2])).join(' ')
}

function open(profile?: string): KeysWorld & { readonly sort: (line: string) => string } {
  const world = openKeysWorld(profile)
  return { ...world, sort: (line) => read(world.send(line)) }
}

test.each([
  ['SORT l', '-5 1 1.5 2 3 10'],
  ['SORT l DESC', '10 3 2 1.5 1 -5'],
  ['SORT l ALPHA', '-5 1 1.5 10 2 3'],
  ['SORT l DESC ASC', '-5 1 1.5 2 3 10'],
  ['SORT l LIMIT 1 2', '1 1.5'],
  ['SORT l LIMIT -5 2', '-5 1'],
  ['SORT l LIMIT 4 -1', '3 10'],
  ['SORT l LIMIT 9 1', ''],
  ['SORT l LIMIT 0 1 LIMIT 1 1', '1'],
  ['SORT l BY nosort', '3 1 2 10 -5 1.5'],
  ['SORT l BY nosort DESC LIMIT 1 2', '-5 10'],
  ['SORT l BY w_* BY nosort', '3 1 2 10 -5 1.5'],
  ['SORT l BY w_*', '1.5 10 2 3 1 -5'],
  ['SORT l BY w_* DESC LIMIT 0 2 GET # GET w_*', '-5 20 1 10'],
  ['SORT l BY h_*->f GET h_*->g LIMIT 4 2', 'two one'],
  ['SORT l BY nosort GET h_*-> LIMIT 1 1', 'literal'],
  ['SORT l GET nothing LIMIT 0 1', 'nil'],
  ['SORT_RO l BY w_* LIMIT 0 1', '1.5'],
])('%s gives %j', (line, expected) => {
  const { send, sort } = open()
  send('RPUSH l 3 1 2 10 -5 1.5')
  send('MSET w_1 10 w_2 5 w_3 7 w_10 1 w_-5 20 w_1.5 -3')
  send('HSET h_1 f 5 g one')
  send('HSET h_2 f 4 g two')
  send('SET h_1-> literal')
  expect(sort(line)).toBe(expected)
})

test.each([
  ['SORT l FOO', '-ERR syntax error'],
  ['SORT l LIMIT 1', '-ERR syntax error'],
  ['SORT l LIMIT a b', '-ERR value is not an integer or out of range'],
  ['SORT l LIMIT a b FOO', '-ERR value is not an integer or out of range'],
  ['SORT_RO l STORE d', '-ERR syntax error'],
  ['SORT words', NOT_A_NUMBER],
  ['SORT words STORE d', NOT_A_NUMBER],
  ['SORT string FOO', '-ERR syntax error'],
  ['SORT string', '-WRONGTYPE Operation against a key holding the wrong kind of value'],
])('%s is refused', (line, reply) => {
  const { send } = open()
  send('RPUSH l 1')
  send('RPUSH words a')
  send('SET string v')
  expect(send(line)).toBe(reply)
})

test('equal weights go by the elements, and without ALPHA also in descending order', () => {
  const { send, sort } = open()
  send('RPUSH l 3 1 2')
  expect(sort('SORT l BY none_*')).toBe('1 2 3')
  expect(sort('SORT l BY none_* DESC')).toBe('3 2 1')
  expect(sort('SORT l BY none_* ALPHA')).toBe('3 1 2')
})

test('ALPHA sees text up to a zero byte, but all of it when it stores', () => {
  const { me, sort } = open()
  me.send('RPUSH', 'l', 'a\0b', 'a\0a', '\xff', 'b')
  expect(sort('SORT l ALPHA')).toBe('a\0b a\0a b \xff')
  me.send('SORT', 'l', 'ALPHA', 'STORE', 'd')
  expect(sort('LRANGE d 0 -1')).toBe('a\0a a\0b b \xff')
})

test('sets and sorted sets are sorted too; a sorted set keeps its order where it may', () => {
  const { send, sort } = open()
  send('SADD s 3 1 2')
  send('ZADD z 3 a 2 b 1 c')
  expect(sort('SORT s DESC')).toBe('3 2 1')
  expect(sort('SORT z ALPHA')).toBe('a b c')
  expect(sort('SORT z BY nosort')).toBe('c b a')
  expect(sort('SORT z BY nosort DESC LIMIT 1 5')).toBe('b c')
  expect(sort('SORT z BY nosort LIMIT 5 5')).toBe('')
})

test('a set that is not to be sorted gets an order where the result is kept', () => {
  const { send, sort } = open()
  send('SADD s z b a c')
  send('SORT s BY nosort DESC STORE d')
  expect(sort('LRANGE d 0 -1')).toBe('z c b a')
})

test('STORE keeps the result as a list, with empty strings for what is missing', () => {
  const { send, sort, events } = open()
  send('RPUSH l 2 1')
  send('SET d x')
  send('EXPIRE d 100')
  events()
  expect(send('SORT l GET # GET none_* STORE d')).toBe(':4')
  expect(events().slice(-1)).toEqual(['0:sortstore d'])
  expect(sort('LRANGE d 0 -1')).toBe('1  2 ')
  expect(send('TTL d')).toBe(':-1')
  expect(send('SORT l STORE l')).toBe(':2')
  expect(sort('LRANGE l 0 -1')).toBe('1 2')
})

test('STORE of nothing removes the destination and says so only when it was there', () => {
  const { send, events } = open()
  send('SET d x')
  events()
  expect(send('SORT nokey STORE d')).toBe(':0')
  expect(send('SORT nokey STORE d')).toBe(':0')
  expect(events()).toEqual(['0:keymiss nokey', '0:del d', '0:keymiss nokey'])
})

test.each([
  // weight: Redis 7.0 and Valkey 8.1, Redis 8.0, Valkey 9
  ['.5', 'yes', 'yes', 'yes'],
  ['-Infinity', 'yes', 'yes', 'yes'],
  ['1\0rest', 'yes', 'yes', 'yes'],
  ['', 'yes', 'yes', 'no'],
  [' 5', 'yes', 'no', 'no'],
  ['0x10', 'yes', 'no', 'no'],
  ['1e400', 'no', 'yes', 'no'],
  ['1e-400', 'no', 'yes', 'no'],
  ['0e-400', 'yes', 'yes', 'yes'],
  ['nan', 'no', 'no', 'no'],
  ['5 ', 'no', 'no', 'no'],
  ['1e', 'no', 'no', 'no'],
])('the weight %j is a number or not, by the server', (weight, strtod, anyDecimal, fitting) => {
  const isNumber = (profile: string): string => {
    const { me, send } = open(profile)
    me.send('RPUSH', 'l', '1')
    me.send('SET', 'w_1', weight)
    return send('SORT l BY w_*') === NOT_A_NUMBER ? 'no' : 'yes'
  }
  expect(['7.0', 'valkey-8.1', '8.0', 'valkey-9'].map(isNumber)).toEqual([
    strtod,
    strtod,
    anyDecimal,
    fitting,
  ])
})
