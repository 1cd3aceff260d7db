import { expect, test } from 'vitest'
import { openTestEngine, type TestEngine } from '../../engine/engine.test-support.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'

const START = Date.UTC(2030, 0, 1)

function dumped(test: TestEngine): string {
  const client = test.client()
  client.send('SET', 'source', 'hello')
  const reply = client.send('DUMP', 'source')
  return reply.slice(reply.indexOf('\n') + 1, -2)
}

function open(): TestEngine & { payload: string } {
  const engine = openTestEngine({ clock: new VirtualClock(START) })
  return { ...engine, payload: dumped(engine) }
}

test('a key that is there is not replaced unless REPLACE says so', () => {
  const { client, payload } = open()
  const one = client()
  one.send('SET', 'k', 'old', 'EX', 100)
  expect(one.send('RESTORE', 'k', 0, payload)).toMatch(/^-BUSYKEY /)
  expect(one.send('RESTORE', 'k', 0, payload, 'REPLACE')).toBe('+OK\r\n')
  expect(one.send('GET', 'k')).toContain('hello')
  expect(one.send('TTL', 'k')).toBe(':-1\r\n')
})

test('the time is to be from now on, or with ABSTTL a Unix time', () => {
  const { client, payload } = open()
  const one = client()
  one.send('RESTORE', 'a', 5000, payload)
  one.send('RESTORE', 'b', START + 7000, payload, 'ABSTTL')
  expect(one.send('PEXPIRETIME', 'a')).toBe(`:${START + 5000}\r\n`)
  expect(one.send('PEXPIRETIME', 'b')).toBe(`:${START + 7000}\r\n`)
  expect(one.send('RESTORE', 'c', -1, payload)).toBe('-ERR Invalid TTL value, must be >= 0\r\n')
})

test('a time that has passed stores nothing, and deletes what REPLACE would replace', () => {
  const { client, payload } = open()
  const [one, listener] = [client(), client()]
  one.send('SET', 'k', 'old')
  one.send('CONFIG', 'SET', 'notify-keyspace-events', 'KA')
  listener.send('PSUBSCRIBE', '*')
  expect(one.send('RESTORE', 'new', START - 1, payload, 'ABSTTL')).toBe('+OK\r\n')
  expect(listener.received()).toBe('')
  expect(one.send('RESTORE', 'k', START - 1, payload, 'ABSTTL', 'REPLACE')).toBe('+OK\r\n')
  expect(listener.received()).toContain('del')
  expect(one.send('EXISTS', 'k', 'new')).toBe(':0\r\n')
})

test('IDLETIME and FREQ count under the policy that asks for them', () => {
  const { client, payload } = open()
  const one = client()
  one.send('RESTORE', 'k', 0, payload, 'IDLETIME', 100)
  expect(one.send('OBJECT', 'IDLETIME', 'k')).toBe(':100\r\n')
  one.send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu')
  one.send('RESTORE', 'k', 0, payload, 'FREQ', 77, 'REPLACE')
  expect(one.send('OBJECT', 'FREQ', 'k')).toBe(':77\r\n')
  expect(one.send('RESTORE', 'k', 0, payload, 'FREQ', 1, 'IDLETIME', 1)).toContain('syntax')
})

test('a client that waits for the key is served', () => {
  const { client } = open()
  const [one, waiting] = [client(), client()]
  one.send('RPUSH', 'l', 'a', 'b')
  const reply = one.send('DUMP', 'l')
  const payload = reply.slice(reply.indexOf('\n') + 1, -2)
  waiting.send('BLPOP', 'other', 0)
  one.send('RESTORE', 'other', 0, payload)
  expect(waiting.received()).toContain('$1\r\na\r\n')
})
