import { expect, test } from 'vitest'
import { openKeysWorld, strings } from './keys.test-support.ts'

test('DEL and UNLINK count what was there and announce each key', () => {
  for (const command of ['DEL', 'UNLINK']) {
    const { send, events } = openKeysWorld()
    send('MSET a 1 b 2')
    events()
    expect(send(`${command} a b nokey a`)).toBe(':2')
    expect(events()).toEqual(['0:del a', '0:del b'])
  }
})

test('an expired key that is deleted counts as expired, not as deleted', () => {
  const { send, events, clock, engine } = openKeysWorld()
  engine.activeExpireEnabled = false
  send('SET a 1')
  send('PEXPIRE a 10')
  clock.advance(10)
  events()
  expect(send('DEL a')).toBe(':0')
  expect(events()).toEqual(['0:expired a'])
})

test('EXISTS and TOUCH count a key as often as it is named', () => {
  const { send, events } = openKeysWorld()
  send('SET a 1')
  events()
  expect(send('EXISTS a nokey a')).toBe(':2')
  expect(send('TOUCH a nokey a')).toBe(':2')
  expect(events()).toEqual(['0:keymiss nokey', '0:keymiss nokey'])
})

test('TYPE names the type of each kind of value', () => {
  const { send } = openKeysWorld()
  for (const line of [
    'SET s 1',
    'RPUSH l 1',
    'SADD t 1',
    'ZADD z 1 1',
    'HSET h 1 1',
    'XADD x 1 1 1',
  ]) {
    send(line)
  }
  const types = ['s', 'l', 't', 'z', 'h', 'x', 'nokey'].map((key) => send(`TYPE ${key}`))
  expect(types).toEqual(['+string', '+list', '+set', '+zset', '+hash', '+stream', '+none'])
})

test('KEYS matches patterns and leaves expired keys to others', () => {
  const { send, events, clock, engine } = openKeysWorld()
  engine.activeExpireEnabled = false
  send('MSET hello 1 hallo 2 world 3')
  send('PEXPIRE hallo 10')
  clock.advance(10)
  events()
  expect(strings(`${send('KEYS h[ae]llo')}\r\n`)).toEqual(['hello'])
  expect(events()).toEqual([])
  expect(send('DBSIZE')).toBe(':3')
})

test('RANDOMKEY finds every key, in an empty database none', () => {
  const { send } = openKeysWorld()
  expect(send('RANDOMKEY')).toBe('$-1')
  send('MSET a 1 b 2 c 3')
  const seen = new Set<string>()
  for (let i = 0; i < 100; i++) seen.add(send('RANDOMKEY'))
  expect([...seen].sort()).toEqual(['$1\r\na', '$1\r\nb', '$1\r\nc'])
})
