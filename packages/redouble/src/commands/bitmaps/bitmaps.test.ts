import { beforeEach, describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

let client: TestClient

beforeEach(() => {
  client = openTestEngine().client()
})

function on(profile: string): TestClient {
  return openTestEngine({ profile: profileNamed(profile) }).client()
}

describe('single bits', () => {
  test('count from the highest of the first byte, and the string grows to them', () => {
    expect(client.send('SETBIT', 'k', 7, 1)).toBe(':0\r\n')
    expect(client.send('SETBIT', 'k', 16, 0)).toBe(':0\r\n')
    expect(client.send('GET', 'k')).toBe('$3\r\n\x01\0\0\r\n')
    expect(client.send('GETBIT', 'k', 7)).toBe(':1\r\n')
    expect(client.send('GETBIT', 'k', 1000)).toBe(':0\r\n')
  })

  test('are refused beyond the longest string allowed', () => {
    expect(client.send('GETBIT', 'k', '4294967295')).toBe(':0\r\n')
    expect(client.send('GETBIT', 'k', '4294967296')).toBe(
      '-ERR bit offset is not an integer or out of range\r\n',
    )
    expect(client.send('SETBIT', 'k', 0, 2)).toBe('-ERR bit is not an integer or out of range\r\n')
  })

  test('that do not change break no WATCH, though the encoding becomes raw', () => {
    client.send('SET', 'k', 1)
    client.send('WATCH', 'k')
    client.send('SETBIT', 'k', 2, 1)
    client.send('MULTI')
    client.send('OBJECT', 'ENCODING', 'k')
    expect(client.send('EXEC')).toBe('*1\r\n$3\r\nraw\r\n')
  })
})

describe('counting and finding', () => {
  beforeEach(() => {
    client.send('SET', 'k', 'foobar')
    client.send('SET', 'ones', '\xff\xff\xff')
  })

  test('BITCOUNT takes a range in bytes or in bits', () => {
    expect(client.send('BITCOUNT', 'k')).toBe(':26\r\n')
    expect(client.send('BITCOUNT', 'k', 1, 1)).toBe(':6\r\n')
    expect(client.send('BITCOUNT', 'k', 5, 30, 'BIT')).toBe(':17\r\n')
    expect(client.send('BITCOUNT', 'k', 0)).toBe('-ERR syntax error\r\n')
    const valkey = on('valkey-8.1')
    valkey.send('SET', 'k', 'foobar')
    expect(valkey.send('BITCOUNT', 'k', 1)).toBe(':22\r\n')
  })

  test('BITPOS sees zeros behind the string unless an end is given', () => {
    expect(client.send('BITPOS', 'ones', 0)).toBe(':24\r\n')
    expect(client.send('BITPOS', 'ones', 0, 0)).toBe(':24\r\n')
    expect(client.send('BITPOS', 'ones', 0, 0, -1)).toBe(':-1\r\n')
    expect(client.send('BITPOS', 'ones', 1, 9, -1, 'BIT')).toBe(':9\r\n')
    expect(client.send('BITPOS', 'none', 1)).toBe(':-1\r\n')
    expect(client.send('BITPOS', 'none', 0, 5)).toBe(':0\r\n')
  })

  test('read the range after the key on 7.0, before it later', () => {
    expect(client.send('BITCOUNT', 'none', 'x', 'y')).toContain('not an integer')
    expect(on('7.0').send('BITCOUNT', 'none', 'x', 'y')).toBe(':0\r\n')
    expect(on('7.0').send('BITPOS', 'none', 1, 'x')).toBe(':-1\r\n')
  })
})

describe('BITOP', () => {
  test('stores the result without an expiry, and nothing for nothing', () => {
    client.send('SET', 'a', 'abc')
    client.send('SET', 'd', 'old', 'EX', 100)
    expect(client.send('BITOP', 'NOT', 'd', 'a')).toBe(':3\r\n')
    expect(client.send('GET', 'd')).toBe('$3\r\n\x9e\x9d\x9c\r\n')
    expect(client.send('TTL', 'd')).toBe(':-1\r\n')
    expect(client.send('BITOP', 'AND', 'd', 'none')).toBe(':0\r\n')
    expect(client.send('EXISTS', 'd')).toBe(':0\r\n')
  })

  test('knows the newer operations from 8.2 on', () => {
    expect(client.send('BITOP', 'DIFF', 'd', 'a', 'b')).toBe('-ERR syntax error\r\n')
    const newer = on('8.2')
    newer.send('MSET', 'a', '\x0f', 'b', '\x05')
    expect(newer.send('BITOP', 'DIFF', 'd', 'a', 'b')).toBe(':1\r\n')
    expect(newer.send('GET', 'd')).toBe('$1\r\n\x0a\r\n')
    expect(newer.send('BITOP', 'DIFF', 'd', 'a')).toBe(
      '-ERR BITOP DIFF must be called with at least two source keys.\r\n',
    )
  })
})

describe('BITFIELD', () => {
  test('wraps, saturates or fails, each until told otherwise', () => {
    client.send('BITFIELD', 'k', 'SET', 'u8', 0, 250)
    const replies = client.send(
      ...['BITFIELD', 'k', 'OVERFLOW', 'FAIL', 'INCRBY', 'u8', 0, 10],
      ...['OVERFLOW', 'SAT', 'INCRBY', 'u8', 0, 10, 'INCRBY', 'u8', 0, 1],
      ...['OVERFLOW', 'WRAP', 'INCRBY', 'u8', 0, 2],
    )
    expect(replies).toBe('*4\r\n$-1\r\n:255\r\n:255\r\n:1\r\n')
  })

  test('places # offsets by the width of the field', () => {
    client.send('BITFIELD', 'k', 'SET', 'i16', '#1', -2)
    expect(client.send('GET', 'k')).toBe('$4\r\n\0\0\xff\xfe\r\n')
  })

  test('is exact in 64 bits', () => {
    client.send('BITFIELD', 'k', 'SET', 'i64', 3, '-9223372036854775807')
    expect(client.send('BITFIELD', 'k', 'INCRBY', 'i64', 3, -1)).toBe(
      '*1\r\n:-9223372036854775808\r\n',
    )
    expect(client.send('BITFIELD', 'k', 'INCRBY', 'i64', 3, -1)).toBe(
      '*1\r\n:9223372036854775807\r\n',
    )
  })

  test('reads everything before it does anything', () => {
    expect(client.send('BITFIELD', 'k', 'SET', 'u8', 0, 1, 'GET', 'u64', 0)).toContain(
      'Invalid bitfield type',
    )
    expect(client.send('EXISTS', 'k')).toBe(':0\r\n')
  })

  test('grows the string even for a write that then fails', () => {
    expect(client.send('BITFIELD', 'k', 'OVERFLOW', 'FAIL', 'SET', 'u8', 8, 256)).toBe(
      '*1\r\n$-1\r\n',
    )
    expect(client.send('STRLEN', 'k')).toBe(':2\r\n')
  })

  test('BITFIELD_RO only reads', () => {
    expect(client.send('BITFIELD_RO', 'k', 'SET', 'u8', 0, 1)).toBe(
      '-ERR BITFIELD_RO only supports the GET subcommand\r\n',
    )
    expect(client.send('BITFIELD_RO', 'k', 'GET', 'u8', 0)).toBe('*1\r\n:0\r\n')
  })
})
