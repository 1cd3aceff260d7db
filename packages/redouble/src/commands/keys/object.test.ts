import { expect, test } from 'vitest'
import { openKeysWorld } from './keys.test-support.ts'

test.each([
  ['SET k 123', 'int'],
  ['SET k abc', 'embstr'],
  [`SET k ${'x'.repeat(45)}`, 'raw'],
  ['SETRANGE k 0 abc', 'raw'],
  ['RPUSH k a', 'listpack'],
  ['SADD k 1 2', 'intset'],
  ['SADD k a', 'listpack'],
  ['ZADD k 1 a', 'listpack'],
  ['HSET k f v', 'listpack'],
  [`HSET k f ${'x'.repeat(65)}`, 'hashtable'],
  ['XADD k 1-1 f v', 'stream'],
])('after %s the encoding is %s', (line, encoding) => {
  const { send } = openKeysWorld()
  send(line)
  expect(send('OBJECT ENCODING k')).toBe(`$${encoding.length}\r\n${encoding}`)
})

test('what is not there has no encoding, no age and no references, and is no announced miss', () => {
  const { send, events } = openKeysWorld()
  for (const sub of ['ENCODING', 'FREQ', 'IDLETIME', 'REFCOUNT']) {
    expect(send(`OBJECT ${sub} nokey`)).toBe('$-1')
  }
  expect(events()).toEqual([])
})

test('the idle time counts seconds from the last access; looking at a key is none', () => {
  const { send, clock } = openKeysWorld()
  send('SET k v')
  clock.advance(5_999)
  for (const look of ['EXISTS k', 'TYPE k', 'TTL k', 'OBJECT ENCODING k', 'KEYS *', 'SCAN 0']) {
    send(look)
  }
  expect(send('OBJECT IDLETIME k')).toBe(':5')
  for (const access of ['GET k', 'TOUCH k', 'EXPIRE k 100', 'PERSIST k', 'COPY k c']) {
    clock.advance(5_000)
    send(access)
    expect(send('OBJECT IDLETIME k')).toBe(':0')
  }
})

test('for a client in NO-TOUCH mode only TOUCH is an access', () => {
  const { send, clock } = openKeysWorld()
  send('SET k v')
  send('CLIENT NO-TOUCH ON')
  clock.advance(5_000)
  send('GET k')
  expect(send('OBJECT IDLETIME k')).toBe(':5')
  send('TOUCH k')
  expect(send('OBJECT IDLETIME k')).toBe(':0')
})

test('small integers are shared up to Redis 8.0', () => {
  const { send } = openKeysWorld('8.0')
  const countOf = (value: string): string => {
    send(`SET k ${value}`)
    return send('OBJECT REFCOUNT k')
  }
  expect(['0', '9999', '10000', '-1', 'abc'].map(countOf)).toEqual([
    ':2147483647',
    ':2147483647',
    ':1',
    ':1',
    ':1',
  ])
  const later = openKeysWorld('8.2')
  later.send('SET k 1')
  expect(later.send('OBJECT REFCOUNT k')).toBe(':1')
})

test('frequencies are known under an LFU policy and idle times under the others', () => {
  const { send, engine } = openKeysWorld()
  send('SET k v')
  expect(send('OBJECT FREQ k')).toMatch(/^-ERR An LFU maxmemory policy is not selected/)
  engine.config.maxmemoryPolicy = 'allkeys-lfu'
  send('SET new v')
  expect(send('OBJECT FREQ new')).toBe(':5')
  send('GET new')
  expect(send('OBJECT FREQ new')).toBe(':6')
  expect(send('OBJECT IDLETIME k')).toMatch(/^-ERR An LFU maxmemory policy is selected/)
})
