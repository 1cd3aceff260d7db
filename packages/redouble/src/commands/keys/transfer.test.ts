import { expect, test } from 'vitest'
import { openKeysWorld, turnEnd } from './keys.test-support.ts'

const NO_SUCH_KEY = '-ERR no such key'
const SAME = '-ERR source and destination objects are the same'

test('RENAME takes value and deadline along and replaces what was there', () => {
  const { send, events } = openKeysWorld()
  send('SET a 1')
  send('EXPIREAT a 33177117420')
  send('RPUSH b x')
  events()
  expect(send('RENAME a b')).toBe('+OK')
  expect(events()).toEqual([
    '0:new b',
    '0:rename_from a',
    '0:rename_to b',
    '0:overwritten b',
    '0:type_changed b',
  ])
  expect(send('GET b')).toBe('$1\r\n1')
  expect(send('EXPIRETIME b')).toBe(':33177117420')
  expect(send('EXISTS a')).toBe(':0')
})

test('RENAME takes the deadline of what it replaces away', () => {
  const { send } = openKeysWorld()
  send('SET a 1')
  send('SET b 2')
  send('EXPIRE b 100')
  send('RENAME a b')
  expect(send('TTL b')).toBe(':-1')
})

test('RENAME to the same name changes nothing; of no key it is an error', () => {
  const { send, events } = openKeysWorld()
  send('SET a 1')
  events()
  expect(send('RENAME a a')).toBe('+OK')
  expect(send('RENAMENX a a')).toBe(':0')
  expect(events()).toEqual([])
  expect(send('RENAME nokey nokey')).toBe(NO_SUCH_KEY)
  expect(send('RENAMENX nokey b')).toBe(NO_SUCH_KEY)
  expect(events()).toEqual([])
})

test('RENAMENX leaves a name alone that is taken, but not by an expired key', () => {
  const { send, events, clock, engine } = openKeysWorld()
  engine.activeExpireEnabled = false
  send('SET a 1')
  send('SET b 2')
  expect(send('RENAMENX a b')).toBe(':0')
  expect(send('GET b')).toBe('$1\r\n2')
  send('PEXPIRE b 10')
  clock.advance(10)
  events()
  expect(send('RENAMENX a b')).toBe(':1')
  expect(events()).toEqual(['0:expired b', '0:new b', '0:rename_from a', '0:rename_to b'])
})

test('COPY gives a value of its own, with the same deadline', () => {
  const { send, events } = openKeysWorld()
  send('RPUSH a 1 2')
  send('EXPIREAT a 33177117420')
  events()
  expect(send('COPY a b')).toBe(':1')
  expect(events()).toEqual(['0:new b', '0:copy_to b'])
  send('RPUSH a 3')
  expect(send('LLEN b')).toBe(':2')
  expect(send('EXPIRETIME b')).toBe(':33177117420')
})

test.each([
  ['SADD k a b', 'SADD k c', 'SCARD c', ':2'],
  ['ZADD k 1 a', 'ZADD k 2 b', 'ZCARD c', ':1'],
  ['HSET k f v', 'HSET k f w', 'HGET c f', '$1\r\nv'],
  ['APPEND k abc', 'APPEND k def', 'GET c', '$3\r\nabc'],
  ['SETBIT k 1 1', 'SETBIT k 2 1', 'BITCOUNT c', ':1'],
  ['XADD k 1-1 a b', 'XADD k 1-2 a b', 'XLEN c', ':1'],
])('a copy of what %s made does not change with it', (make, change, look, expected) => {
  const { send } = openKeysWorld()
  send(make)
  send('COPY k c')
  send(change)
  expect(send(look)).toBe(expected)
})

test('COPY replaces only when it is told to, and the last DB counts', () => {
  const { send, events } = openKeysWorld()
  send('SET a 1')
  send('SET b 2')
  events()
  expect(send('COPY a b')).toBe(':0')
  expect(send('COPY a b REPLACE replace')).toBe(':1')
  expect(send('GET b')).toBe('$1\r\n1')
  events()
  expect(send('COPY a a DB 1 DB 2')).toBe(':1')
  expect(events()).toEqual(['2:new a', '2:copy_to a'])
})

test.each([
  ['COPY a a', SAME],
  ['COPY a a DB 0 REPLACE', SAME],
  ['COPY nokey nokey', SAME],
  ['COPY a b DB', '-ERR syntax error'],
  ['COPY a b FOO DB abc', '-ERR syntax error'],
  ['COPY a b DB abc FOO', '-ERR value is not an integer or out of range'],
  ['COPY a b DB 16', '-ERR DB index is out of range'],
  ['COPY a b DB -1', '-ERR DB index is out of range'],
  [
    'COPY a b DB 2147483648',
    '-ERR value is out of range, value must between -2147483648 and 2147483647',
  ],
  ['MOVE a 0', SAME],
  ['MOVE nokey 0', SAME],
  ['MOVE a 16', '-ERR DB index is out of range'],
  ['MOVE a 1.5', '-ERR value is not an integer or out of range'],
  [
    'MOVE a -2147483649',
    '-ERR value is out of range, value must between -2147483648 and 2147483647',
  ],
])('%s is refused', (line, reply) => {
  const { send } = openKeysWorld()
  send('SET a 1')
  expect(send(line)).toBe(reply)
})

test('MOVE takes a key with its deadline to a database where its name is free', () => {
  const { send, events } = openKeysWorld()
  send('SET a 1')
  send('EXPIREAT a 33177117420')
  events()
  expect(send('MOVE a 1')).toBe(':1')
  expect(events()).toEqual(['1:new a', '0:move_from a', '1:move_to a'])
  send('SET a 2')
  expect(send('MOVE a 1')).toBe(':0')
  expect(send('MOVE nokey 1')).toBe(':0')
  send('SELECT 1')
  expect(send('GET a')).toBe('$1\r\n1')
  expect(send('EXPIRETIME a')).toBe(':33177117420')
})

test.each([
  ['RENAME src key', 0],
  ['COPY src key', 0],
  ['MOVE key 0', 1],
  ['SORT src STORE key', 0],
])('%s wakes a client that waits for the key', async (line, db) => {
  const { send, client } = openKeysWorld()
  const waiting = client()
  expect(waiting.send('BLPOP', 'key', 0)).toBe('')
  send(`SELECT ${db}`)
  send(line.startsWith('MOVE') ? 'RPUSH key 7' : 'RPUSH src 7')
  send(line)
  await turnEnd()
  expect(waiting.received()).toBe('*2\r\n$3\r\nkey\r\n$1\r\n7\r\n')
})
