import { expect, test } from 'vitest'
import { Config } from '../../command/config.ts'
import { type Profile, profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import { SeededRandom } from '../../kernel/random.ts'

const WRONGTYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'

function open(profile = '8.0', resp: 2 | 3 = 2, config: Partial<Config> = {}): TestClient {
  return openTestEngine({
    profile: profileNamed(profile) as Profile,
    random: new SeededRandom(1),
    config: Object.assign(new Config(), config),
  }).client(resp)
}

/** The bulk strings of a reply, sorted. */
function members(reply: string): string[] {
  return reply
    .split('\r\n')
    .slice(1)
    .filter((_, index) => index % 2 === 1)
    .sort()
}

function encoding(client: TestClient, key: string): string {
  return client.send('OBJECT', 'ENCODING', key).split('\r\n')[1]
}

test('members are there once, however often they are added', () => {
  const client = open()
  expect(client.send('SADD', 's', 'a', 'b', 'a')).toBe(':2\r\n')
  expect(client.send('SADD', 's', 'b', 'c')).toBe(':1\r\n')
  expect(client.send('SCARD', 's')).toBe(':3\r\n')
  expect(client.send('SMISMEMBER', 's', 'a', 'x', 'c')).toBe('*3\r\n:1\r\n:0\r\n:1\r\n')
  expect(client.send('SISMEMBER', 'none', 'a')).toBe(':0\r\n')
})

test('a set that loses its last member is gone', () => {
  const client = open()
  client.send('SADD', 's', 'a', 'b')
  expect(client.send('SREM', 's', 'a', 'x', 'b')).toBe(':2\r\n')
  expect(client.send('EXISTS', 's')).toBe(':0\r\n')
  client.send('SADD', 's', 'a')
  client.send('SMOVE', 's', 't', 'a')
  expect(client.send('EXISTS', 's', 't')).toBe(':1\r\n')
})

test('SMOVE within one set, of what is not there, and to another type', () => {
  const client = open()
  client.send('SADD', 's', 'a')
  client.send('SET', 'string', 'v')
  expect(client.send('SMOVE', 's', 's', 'a')).toBe(':1\r\n')
  expect(client.send('SMOVE', 's', 's', 'x')).toBe(':0\r\n')
  expect(client.send('SMOVE', 's', 'string', 'x')).toBe(WRONGTYPE)
  expect(client.send('SMOVE', 'none', 'string', 'x')).toBe(':0\r\n')
  expect(client.send('SCARD', 's')).toBe(':1\r\n')
})

test('collections of members are sets in RESP3, except what SRANDMEMBER returns', () => {
  const client = open('8.0', 3)
  client.send('SADD', 's', 'a')
  expect(client.send('SMEMBERS', 's')).toBe('~1\r\n$1\r\na\r\n')
  expect(client.send('SINTER', 's', 'none')).toBe('~0\r\n')
  expect(client.send('SRANDMEMBER', 's', 2)).toBe('*1\r\n$1\r\na\r\n')
  expect(client.send('SPOP', 's', 1)).toBe('~1\r\n$1\r\na\r\n')
  expect(client.send('SPOP', 's', 1)).toBe('~0\r\n')
})

test('SINTER, SUNION and SDIFF compute, and absent sets are empty', () => {
  const client = open()
  client.send('SADD', 'a', 'x', 'y', 'z')
  client.send('SADD', 'b', 'y', 'z', 'q')
  expect(members(client.send('SINTER', 'a', 'b'))).toEqual(['y', 'z'])
  expect(members(client.send('SUNION', 'a', 'none', 'b'))).toEqual(['q', 'x', 'y', 'z'])
  expect(members(client.send('SDIFF', 'a', 'b', 'none'))).toEqual(['x'])
  expect(client.send('SINTER', 'a', 'none')).toBe('*0\r\n')
  expect(client.send('SDIFF', 'a', 'a')).toBe('*0\r\n')
})

test('a key of another type is refused even when the result is known to be empty', () => {
  const client = open()
  client.send('SET', 'string', 'v')
  for (const name of ['SINTER', 'SUNION', 'SDIFF']) {
    expect(client.send(name, 'none', 'string')).toBe(WRONGTYPE)
    expect(client.send(`${name}STORE`, 'd', 'none', 'string')).toBe(WRONGTYPE)
  }
})

test('a stored result replaces what was there, and an empty one removes it', () => {
  const client = open()
  client.send('SADD', 'a', '1', '2')
  client.send('SET', 'd', 'v', 'EX', 100)
  expect(client.send('SINTERSTORE', 'd', 'a')).toBe(':2\r\n')
  expect(client.send('TTL', 'd')).toBe(':-1\r\n')
  expect(client.send('SDIFFSTORE', 'a', 'a', 'd')).toBe(':0\r\n')
  expect(client.send('EXISTS', 'a')).toBe(':0\r\n')
  expect(client.send('SUNIONSTORE', 'd', 'd', 'none')).toBe(':2\r\n')
})

test('SINTERCARD counts up to its limit, and a limit of 0 is none', () => {
  const client = open()
  client.send('SADD', 'a', '1', '2', '3')
  client.send('SADD', 'b', '1', '2', '3', '4')
  expect(client.send('SINTERCARD', 2, 'a', 'b')).toBe(':3\r\n')
  expect(client.send('SINTERCARD', 2, 'a', 'b', 'LIMIT', 2)).toBe(':2\r\n')
  expect(client.send('SINTERCARD', 2, 'a', 'b', 'LIMIT', 0)).toBe(':3\r\n')
  expect(client.send('SINTERCARD', 3, 'a', 'b')).toBe(
    "-ERR Number of keys can't be greater than number of args\r\n",
  )
})

test('SPOP takes what it returns, all of it when there is no more', () => {
  const client = open()
  const all = Array.from({ length: 50 }, (_, i) => `m${i}`)
  client.send('SADD', 's', ...all)
  const taken = members(client.send('SPOP', 's', 20))
  expect(new Set(taken).size).toBe(20)
  expect(client.send('SMISMEMBER', 's', ...taken)).toBe(`*20\r\n${':0\r\n'.repeat(20)}`)
  const rest = members(client.send('SPOP', 's', 100))
  expect([...taken, ...rest].sort()).toEqual(all.sort())
  expect(client.send('EXISTS', 's')).toBe(':0\r\n')
})

test('SRANDMEMBER takes nothing; a negative count may repeat, a positive one does not', () => {
  const client = open()
  client.send('SADD', 's', 'a', 'b', 'c')
  expect(members(client.send('SRANDMEMBER', 's', 10))).toEqual(['a', 'b', 'c'])
  expect(new Set(members(client.send('SRANDMEMBER', 's', 2))).size).toBe(2)
  const repeated = members(client.send('SRANDMEMBER', 's', -30))
  expect(repeated).toHaveLength(30)
  expect(new Set(repeated)).toEqual(new Set(['a', 'b', 'c']))
  expect(client.send('SCARD', 's')).toBe(':3\r\n')
})

test('a repetition that no memory holds is refused, not tried', () => {
  const client = open()
  client.send('SADD', 's', 'a')
  expect(client.send('SRANDMEMBER', 's', '-9223372036854775807')).toMatch(/^-ERR Redouble/)
})

test('SSCAN walks a large set in steps and a small one at once', () => {
  const client = open()
  const all = Array.from({ length: 300 }, (_, i) => `m${i}`)
  client.send('SADD', 's', ...all)
  const seen = new Set<string>()
  let cursor = '0'
  let steps = 0
  do {
    const reply = client.send('SSCAN', 's', cursor, 'COUNT', 25, 'MATCH', 'm*')
    cursor = reply.split('\r\n')[2]
    for (const member of members(reply.slice(reply.indexOf('*', 1)))) seen.add(member)
    steps++
  } while (cursor !== '0')
  expect(steps).toBe(12)
  expect(seen).toEqual(new Set(all))
  client.send('SADD', 'small', '3', '1', '2')
  expect(client.send('SSCAN', 'small', 0, 'COUNT', 1)).toBe(
    '*2\r\n$1\r\n0\r\n*3\r\n$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n',
  )
})

test('SSCAN looks at the cursor, then at the key, then at its options', () => {
  const client = open()
  client.send('SET', 'string', 'v')
  expect(client.send('SSCAN', 'string', 'x', 'FOO')).toBe('-ERR invalid cursor\r\n')
  expect(client.send('SSCAN', 'string', 0, 'FOO')).toBe(WRONGTYPE)
  expect(client.send('SSCAN', 'none', 0, 'FOO')).toBe('*2\r\n$1\r\n0\r\n*0\r\n')
})

test('the encoding of what SDIFFSTORE stores tells which way it was computed', () => {
  const client = open()
  client.send('SADD', 's', 'a', 'b', 'c', 'd', '1', '2')
  for (const member of ['a', 'b', 'c', 'd']) client.send('SADD', `only-${member}`, member)
  client.send('SADD', 'letters', 'a', 'b', 'c', 'd')
  client.send('SDIFFSTORE', 'asked', 's', 'letters')
  client.send('SDIFFSTORE', 'removed', 's', 'only-a', 'only-b', 'only-c', 'only-d')
  expect(encoding(client, 'asked')).toBe('intset')
  expect(encoding(client, 'removed')).toBe('listpack')
})

test('SPOP of nearly all of a hashtable leaves a listpack, of a little less a hashtable', () => {
  const client = open('8.0', 2, { setMaxListpackEntries: 11 })
  const twelve = Array.from({ length: 12 }, (_, i) => `m${i}`)
  client.send('SADD', 'a', ...twelve)
  client.send('SADD', 'b', ...twelve)
  client.send('SPOP', 'a', 10)
  client.send('SPOP', 'b', 9)
  expect(encoding(client, 'a')).toBe('listpack')
  expect(encoding(client, 'b')).toBe('hashtable')
})

test('Redis 7.0 has no sets in listpacks', () => {
  const client = open('7.0')
  client.send('SADD', 's', 'a')
  expect(encoding(client, 's')).toBe('hashtable')
  client.send('SADD', 'i', '1')
  expect(encoding(client, 'i')).toBe('intset')
})

test('a first call that brings too many members begins with a hashtable', () => {
  const client = open('8.0', 2, { setMaxIntsetEntries: 3, setMaxListpackEntries: 3 })
  client.send('SADD', 's', '1', '1', '1', '1')
  expect(encoding(client, 's')).toBe('hashtable')
  const old = open('7.0', 2, { setMaxIntsetEntries: 3 })
  old.send('SADD', 's', '1', '1', '1', '1')
  expect(encoding(old, 's')).toBe('intset')
})
