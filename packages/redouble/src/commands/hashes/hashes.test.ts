import { beforeEach, describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import {
  openTestEngine,
  type TestClient,
  type TestEngine,
} from '../../engine/engine.test-support.ts'

let engine: TestEngine
let client: TestClient

beforeEach(() => {
  engine = openTestEngine()
  client = engine.client()
})

function on(profile: string): TestClient {
  return openTestEngine({ profile: profileNamed(profile) }).client()
}

/** `$1\r\na\r\n` and so on, without the lengths. */
function bulks(reply: string): string[] {
  return [...reply.matchAll(/\$\d+\r\n([^\r]*)\r\n/g)].map((match) => match[1])
}

const LISTPACK = '$8\r\nlistpack\r\n'
const HASHTABLE = '$9\r\nhashtable\r\n'

describe('fields', () => {
  test('are counted when new, and the hash goes with its last', () => {
    expect(client.send('HSET', 'h', 'a', 1, 'b', 2, 'a', 3)).toBe(':2\r\n')
    expect(client.send('HSETNX', 'h', 'a', 9)).toBe(':0\r\n')
    expect(client.send('HMGET', 'h', 'a', 'none')).toBe('*2\r\n$1\r\n3\r\n$-1\r\n')
    expect(client.send('HDEL', 'h', 'a', 'a', 'none')).toBe(':1\r\n')
    expect(client.send('HDEL', 'h', 'b')).toBe(':1\r\n')
    expect(client.send('EXISTS', 'h')).toBe(':0\r\n')
  })

  test('come in the order of insertion, as a map in RESP3', () => {
    client.send('HSET', 'h', 'b', 1, 'a', 2)
    expect(client.send('HGETALL', 'h')).toBe('*4\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n')
    expect(engine.client(3).send('HGETALL', 'h')).toMatch(/^%2\r\n/)
    expect(bulks(client.send('HKEYS', 'h'))).toEqual(['b', 'a'])
    expect(bulks(client.send('HVALS', 'h'))).toEqual(['1', '2'])
  })

  test('a field without a value is a wrong number of arguments, whatever the key', () => {
    client.send('SET', 's', 'v')
    expect(client.send('HSET', 's', 'a', 1, 'b')).toBe(
      "-ERR wrong number of arguments for 'hset' command\r\n",
    )
    expect(client.send('HSET', 's', 'a', 1)).toContain('WRONGTYPE')
  })
})

describe('counting in a field', () => {
  test('refuses what is no number in its own words, and leaves no hash behind', () => {
    client.send('HSET', 'h', 'f', 'x')
    expect(client.send('HINCRBY', 'h', 'f', 1)).toBe('-ERR hash value is not an integer\r\n')
    expect(client.send('HINCRBYFLOAT', 'h', 'f', 1)).toBe('-ERR hash value is not a float\r\n')
    expect(client.send('HINCRBYFLOAT', 'none', 'f', 'inf')).toBe(
      '-ERR value is NaN or Infinity\r\n',
    )
    expect(client.send('EXISTS', 'none')).toBe(':0\r\n')
  })

  test('adds', () => {
    expect(client.send('HINCRBY', 'h', 'n', -3)).toBe(':-3\r\n')
    expect(client.send('HINCRBYFLOAT', 'h', 'n', '0.1')).toBe('$4\r\n-2.9\r\n')
  })
})

describe('the encoding', () => {
  test('changes with more fields than allowed, and stays changed', () => {
    client.send('CONFIG', 'SET', 'hash-max-listpack-entries', 2)
    client.send('HSET', 'h', 'a', 1, 'b', 2)
    expect(client.send('OBJECT', 'ENCODING', 'h')).toBe(LISTPACK)
    client.send('HSETNX', 'h', 'c', 3)
    client.send('HDEL', 'h', 'a', 'b')
    expect(client.send('OBJECT', 'ENCODING', 'h')).toBe(HASHTABLE)
  })

  test('counts the pairs that HSET brings, except on 7.0', () => {
    for (const [profile, expected] of [
      ['7.0', LISTPACK],
      ['8.0', HASHTABLE],
    ]) {
      const client = on(profile)
      client.send('CONFIG', 'SET', 'hash-max-listpack-entries', 2)
      client.send('HSET', 'h', 'a', 1, 'a', 2, 'a', 3)
      expect(client.send('OBJECT', 'ENCODING', 'h')).toBe(expected)
    }
  })
})

describe('HRANDFIELD', () => {
  const all = ['a', 'b', 'c', 'd', 'e']

  beforeEach(() => {
    client.send('HSET', 'h', ...all.flatMap((field) => [field, `v${field}`]))
  })

  test('takes each field once for a positive count, and as often as wanted for a negative', () => {
    for (let i = 0; i < 20; i++) {
      const three = bulks(client.send('HRANDFIELD', 'h', 3))
      expect(new Set(three).size).toBe(3)
      expect(all).toEqual(expect.arrayContaining(three))
    }
    expect(bulks(client.send('HRANDFIELD', 'h', 9))).toEqual(all)
    expect(bulks(client.send('HRANDFIELD', 'h', -9))).toHaveLength(9)
  })

  test('reaches every field, in a hash table too', () => {
    const fields = Array.from({ length: 20 }, (_, i) => `f${i}`)
    client.send('CONFIG', 'SET', 'hash-max-listpack-entries', 0)
    client.send('HSET', 'big', ...fields.flatMap((field) => [field, 'v']))
    const seen = new Set<string>()
    for (let i = 0; i < 200; i++) {
      const few = bulks(client.send('HRANDFIELD', 'big', 4))
      expect(new Set(few).size).toBe(4)
      for (const field of few) seen.add(field)
    }
    expect(seen.size).toBe(20)
  })

  test('pairs fields with their values, nested in RESP3', () => {
    client.send('HSET', 'one', 'f', 'v')
    expect(client.send('HRANDFIELD', 'one', -2, 'WITHVALUES')).toBe(
      '*4\r\n$1\r\nf\r\n$1\r\nv\r\n$1\r\nf\r\n$1\r\nv\r\n',
    )
    expect(engine.client(3).send('HRANDFIELD', 'one', 2, 'WITHVALUES')).toBe(
      '*1\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n',
    )
  })

  test('refuses counts that cannot be told', () => {
    expect(client.send('HRANDFIELD', 'h', '-9223372036854775808')).toContain('must between')
    expect(client.send('HRANDFIELD', 'h', '4611686018427387904', 'WITHVALUES')).toBe(
      '-ERR value is out of range\r\n',
    )
    expect(client.send('HRANDFIELD', 'h', 1, 'nonsense')).toBe('-ERR syntax error\r\n')
  })
})

describe('HSCAN', () => {
  test('walks through a hash table in steps and filters', () => {
    client.send('CONFIG', 'SET', 'hash-max-listpack-entries', 0)
    for (let i = 0; i < 25; i++) client.send('HSET', 'h', `f${i}`, i)
    const seen: string[] = []
    let steps = 0
    let cursor = '0'
    do {
      const [next, ...items] = bulks(client.send('HSCAN', 'h', cursor, 'NOVALUES', 'MATCH', 'f1*'))
      cursor = next
      seen.push(...items)
      steps++
    } while (cursor !== '0')
    expect(steps).toBe(3)
    expect(seen.toSorted()).toEqual(
      Array.from({ length: 25 }, (_, i) => `f${i}`)
        .filter((field) => field.startsWith('f1'))
        .toSorted(),
    )
  })

  test('tells a listpack at once', () => {
    for (let i = 0; i < 25; i++) client.send('HSET', 'h', `f${i}`, i)
    const [cursor, ...items] = bulks(client.send('HSCAN', 'h', 0, 'COUNT', 1))
    expect(cursor).toBe('0')
    expect(items).toHaveLength(50)
  })

  test('reads the cursor, then looks at the key, then reads the options', () => {
    client.send('HSET', 'h', 'f', 'v')
    client.send('SET', 's', 'v')
    expect(client.send('HSCAN', 's', 'x')).toBe('-ERR invalid cursor\r\n')
    expect(client.send('HSCAN', 's', 0, 'COUNT', 0)).toContain('WRONGTYPE')
    expect(client.send('HSCAN', 'none', 0, 'NONSENSE')).toBe('*2\r\n$1\r\n0\r\n*0\r\n')
    expect(client.send('HSCAN', 'h', 0, 'COUNT', 0)).toBe('-ERR syntax error\r\n')
    expect(on('7.0').send('HSCAN', 'none', '')).toBe('*2\r\n$1\r\n0\r\n*0\r\n')
  })

  test('knows NOVALUES from 7.4 on', () => {
    const old = on('7.2')
    old.send('HSET', 'h', 'f', 'v')
    expect(old.send('HSCAN', 'h', 0, 'NOVALUES')).toBe('-ERR syntax error\r\n')
  })
})
