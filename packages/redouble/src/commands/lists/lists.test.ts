import { expect, test } from 'vitest'
import { type Profile, profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

const WRONGTYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'

function open(profile = '8.0'): TestClient {
  return openTestEngine({ profile: profileNamed(profile) as Profile }).client()
}

/** A client with a list under `l`. */
function withList(...elements: string[]): TestClient {
  const client = open()
  client.send('RPUSH', 'l', ...elements)
  return client
}

function array(...elements: string[]): string {
  return `*${elements.length}\r\n${elements.map((one) => `$${one.length}\r\n${one}\r\n`).join('')}`
}

test('LPUSH adds one element after the other, so the last given is the first of the list', () => {
  const client = open()
  expect(client.send('LPUSH', 'l', 'a', 'b')).toBe(':2\r\n')
  expect(client.send('RPUSH', 'l', 'c')).toBe(':3\r\n')
  expect(client.send('LRANGE', 'l', 0, -1)).toBe(array('b', 'a', 'c'))
})

test('LPUSHX and RPUSHX do not create a list', () => {
  const client = open()
  expect(client.send('LPUSHX', 'l', 'a')).toBe(':0\r\n')
  expect(client.send('RPUSHX', 'l', 'a')).toBe(':0\r\n')
  expect(client.send('LLEN', 'l')).toBe(':0\r\n')
})

test('elements are bytes: empty and binary ones come back as they were', () => {
  const client = withList('', '\x00\r\n\xff')
  expect(client.send('LRANGE', 'l', 0, -1)).toBe(array('', '\x00\r\n\xff'))
})

test('LRANGE counts from both ends and forgives what is out of range', () => {
  const client = withList('a', 'b', 'c', 'd')
  expect(client.send('LRANGE', 'l', -3, -2)).toBe(array('b', 'c'))
  expect(client.send('LRANGE', 'l', -100, 100)).toBe(array('a', 'b', 'c', 'd'))
  expect(client.send('LRANGE', 'l', 3, 9)).toBe(array('d'))
  expect(client.send('LRANGE', 'l', 2, 1)).toBe('*0\r\n')
  expect(client.send('LRANGE', 'l', 4, 9)).toBe('*0\r\n')
  expect(client.send('LRANGE', 'l', 0, -5)).toBe('*0\r\n')
})

test('a popped-out list is gone, with its expiry', () => {
  const client = withList('a', 'b')
  client.send('PEXPIRE', 'l', 100000)
  expect(client.send('RPOP', 'l', 5)).toBe(array('b', 'a'))
  expect(client.send('LPOP', 'l')).toBe('$-1\r\n')
  expect(client.send('LPOP', 'l', 1)).toBe('*-1\r\n')
  client.send('RPUSH', 'l', 'c')
  expect(client.send('PTTL', 'l')).toBe(':-1\r\n')
})

test('LPOP with a count of 0 takes nothing and answers an empty array', () => {
  const client = withList('a')
  expect(client.send('LPOP', 'l', 0)).toBe('*0\r\n')
  expect(client.send('LLEN', 'l')).toBe(':1\r\n')
  expect(client.send('LPOP', 'l', -1)).toBe('-ERR value is out of range, must be positive\r\n')
})

test('LINSERT puts an element beside the first pivot, and says -1 when there is none', () => {
  const client = withList('a', 'b', 'a')
  expect(client.send('LINSERT', 'l', 'before', 'b', 'x')).toBe(':4\r\n')
  expect(client.send('LINSERT', 'l', 'AFTER', 'a', 'y')).toBe(':5\r\n')
  expect(client.send('LINSERT', 'l', 'AFTER', 'none', 'z')).toBe(':-1\r\n')
  expect(client.send('LINSERT', 'none', 'AFTER', 'a', 'z')).toBe(':0\r\n')
  expect(client.send('LRANGE', 'l', 0, -1)).toBe(array('a', 'y', 'x', 'b', 'a'))
})

test('LINSERT may look for an element that is called BEFORE', () => {
  const client = withList('BEFORE')
  expect(client.send('LINSERT', 'l', 'AFTER', 'BEFORE', 'AFTER')).toBe(':2\r\n')
  expect(client.send('LRANGE', 'l', 0, -1)).toBe(array('BEFORE', 'AFTER'))
})

test('LREM removes from the head, from the tail, or all', () => {
  const client = withList('x', 'a', 'x', 'b', 'x', 'c', 'x')
  expect(client.send('LREM', 'l', 1, 'x')).toBe(':1\r\n')
  expect(client.send('LREM', 'l', -1, 'x')).toBe(':1\r\n')
  expect(client.send('LRANGE', 'l', 0, -1)).toBe(array('a', 'x', 'b', 'x', 'c'))
  expect(client.send('LREM', 'l', 0, 'x')).toBe(':2\r\n')
  expect(client.send('LREM', 'l', 0, 'x')).toBe(':0\r\n')
})

test('LTRIM keeps a range, and an empty range leaves no list', () => {
  const client = withList('a', 'b', 'c', 'd', 'e')
  client.send('LTRIM', 'l', 1, -2)
  expect(client.send('LRANGE', 'l', 0, -1)).toBe(array('b', 'c', 'd'))
  client.send('LTRIM', 'l', 2, 1)
  expect(client.send('EXISTS', 'l')).toBe(':0\r\n')
})

test('LSET reads its index into 32 bits, except on Redis 7.0', () => {
  const client = withList('a', 'b')
  expect(client.send('LSET', 'l', '4294967297', 'x')).toBe('+OK\r\n')
  expect(client.send('LINDEX', 'l', 1)).toBe('$1\r\nx\r\n')
  const old = open('7.0')
  old.send('RPUSH', 'l', 'a', 'b')
  expect(old.send('LSET', 'l', '4294967297', 'x')).toBe('-ERR index out of range\r\n')
})

test('LPOS finds by rank from either end, up to a count and within a length', () => {
  const client = withList('a', 'x', 'b', 'x', 'c', 'x')
  expect(client.send('LPOS', 'l', 'x')).toBe(':1\r\n')
  expect(client.send('LPOS', 'l', 'x', 'RANK', -1)).toBe(':5\r\n')
  expect(client.send('LPOS', 'l', 'x', 'RANK', 2, 'COUNT', 0)).toBe('*2\r\n:3\r\n:5\r\n')
  expect(client.send('LPOS', 'l', 'x', 'RANK', -2, 'COUNT', 1)).toBe('*1\r\n:3\r\n')
  expect(client.send('LPOS', 'l', 'x', 'MAXLEN', 1)).toBe('$-1\r\n')
  expect(client.send('LPOS', 'l', 'x', 'COUNT', 0, 'MAXLEN', 4)).toBe('*2\r\n:1\r\n:3\r\n')
})

test('LMOVE on a list of one element keeps the list and its expiry', () => {
  const client = withList('only')
  client.send('EXPIRE', 'l', 100)
  expect(client.send('LMOVE', 'l', 'l', 'LEFT', 'RIGHT')).toBe('$4\r\nonly\r\n')
  expect(client.send('LRANGE', 'l', 0, -1)).toBe(array('only'))
  expect(client.send('TTL', 'l')).toBe(':100\r\n')
})

test('LMOVE to a key of another type takes nothing', () => {
  const client = withList('a')
  client.send('SET', 's', 'v')
  expect(client.send('LMOVE', 'l', 's', 'LEFT', 'LEFT')).toBe(WRONGTYPE)
  expect(client.send('LLEN', 'l')).toBe(':1\r\n')
  expect(client.send('LMOVE', 'none', 's', 'LEFT', 'LEFT')).toBe('$-1\r\n')
})

test('LMPOP takes from the first key that is a list and stops at one of another type', () => {
  const client = withList('a', 'b', 'c')
  client.send('SET', 's', 'v')
  expect(client.send('LMPOP', 2, 'none', 'l', 'RIGHT', 'COUNT', 2)).toBe(
    `*2\r\n$1\r\nl\r\n${array('c', 'b')}`,
  )
  expect(client.send('LMPOP', 2, 's', 'l', 'LEFT')).toBe(WRONGTYPE)
  expect(client.send('LMPOP', 1, 'none', 'LEFT')).toBe('*-1\r\n')
})

test('the index of LINDEX and LSET is not looked at before the list', () => {
  const client = open()
  expect(client.send('LINDEX', 'none', 'abc')).toBe('$-1\r\n')
  expect(client.send('LSET', 'none', 'abc', 'x')).toBe('-ERR no such key\r\n')
  expect(client.send('LRANGE', 'none', 'abc', 1)).toBe(
    '-ERR value is not an integer or out of range\r\n',
  )
})

test('a long list gives up the listpack, and takes it back when it has shrunk to half', () => {
  const client = open()
  client.send('RPUSH', 'l', ...Array.from({ length: 20 }, () => 'x'.repeat(400)))
  expect(client.send('OBJECT', 'ENCODING', 'l')).toBe('$8\r\nlistpack\r\n')
  client.send('RPUSH', 'l', 'x'.repeat(400))
  expect(client.send('OBJECT', 'ENCODING', 'l')).toBe('$9\r\nquicklist\r\n')
  client.send('LTRIM', 'l', 0, 10)
  expect(client.send('OBJECT', 'ENCODING', 'l')).toBe('$9\r\nquicklist\r\n')
  client.send('LTRIM', 'l', 0, 8)
  expect(client.send('OBJECT', 'ENCODING', 'l')).toBe('$8\r\nlistpack\r\n')
})

test('an LTRIM that removes nothing breaks a WATCH, except on Valkey 9', () => {
  for (const [profile, reply] of [
    ['8.0', '*-1\r\n'],
    ['valkey-9', '*0\r\n'],
  ]) {
    const client = open(profile)
    client.send('RPUSH', 'l', 'a')
    client.send('WATCH', 'l')
    client.send('LTRIM', 'l', 0, -1)
    client.send('MULTI')
    expect(client.send('EXEC')).toBe(reply)
  }
})
