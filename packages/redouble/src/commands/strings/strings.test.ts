import { beforeEach, describe, expect, test } from 'vitest'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import { profileNamed } from '../../command/profile.ts'

let client: TestClient

beforeEach(() => {
  client = openTestEngine().client()
})

const NIL = '$-1\r\n'
const OK = '+OK\r\n'
const SYNTAX = '-ERR syntax error\r\n'
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range\r\n'
const WRONGTYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'

function on(profile: string): TestClient {
  return openTestEngine({ profile: profileNamed(profile) }).client()
}

describe('SET', () => {
  test('stores on a condition, and tells the old value if asked', () => {
    expect(client.send('SET', 'k', 'a', 'XX')).toBe(NIL)
    expect(client.send('SET', 'k', 'a', 'NX')).toBe(OK)
    expect(client.send('SET', 'k', 'b', 'NX', 'GET')).toBe('$1\r\na\r\n')
    expect(client.send('SET', 'k', 'c', 'xx', 'get')).toBe('$1\r\na\r\n')
    expect(client.send('GET', 'k')).toBe('$1\r\nc\r\n')
  })

  test('drops the expiry unless told to keep it', () => {
    client.send('SET', 'k', 'a', 'EX', 100)
    client.send('SET', 'k', 'b', 'KEEPTTL')
    expect(client.send('TTL', 'k')).toBe(':100\r\n')
    client.send('SET', 'k', 'c')
    expect(client.send('TTL', 'k')).toBe(':-1\r\n')
  })

  test('refuses contradictions before it looks at numbers', () => {
    expect(client.send('SET', 'k', 'v', 'EX', 'abc', 'PX', 1)).toBe(SYNTAX)
    expect(client.send('SET', 'k', 'v', 'NX', 'XX')).toBe(SYNTAX)
    expect(client.send('SET', 'k', 'v', 'EX', 'abc')).toBe(NOT_AN_INTEGER)
    expect(client.send('SET', 'k', 'v', 'EX', 0)).toBe(
      "-ERR invalid expire time in 'set' command\r\n",
    )
    expect(client.send('SET', 'k', 'v', 'EX', '9223372036854775')).toBe(
      "-ERR invalid expire time in 'set' command\r\n",
    )
  })

  test('knows IFEQ on Valkey only', () => {
    expect(client.send('SET', 'k', 'v', 'IFEQ', 'v')).toBe(SYNTAX)
    const valkey = on('valkey-8.1')
    valkey.send('SET', 'k', 'a')
    expect(valkey.send('SET', 'k', 'b', 'IFEQ', 'x')).toBe(NIL)
    expect(valkey.send('SET', 'k', 'b', 'IFEQ', 'a')).toBe(OK)
  })

  test('with a deadline in the past leaves nothing behind', () => {
    for (const profile of ['8.0', 'valkey-8.1']) {
      const client = on(profile)
      client.send('SET', 'k', 'a')
      expect(client.send('SET', 'k', 'b', 'PXAT', 1)).toBe(OK)
      expect(client.send('GET', 'k')).toBe(NIL)
    }
  })
})

describe('getting and changing the expiry', () => {
  test('GETEX sets it, drops it, and deletes when it has passed', () => {
    client.send('SET', 'k', 'v')
    client.send('GETEX', 'k', 'EX', 100)
    expect(client.send('TTL', 'k')).toBe(':100\r\n')
    client.send('GETEX', 'k', 'PERSIST')
    expect(client.send('TTL', 'k')).toBe(':-1\r\n')
    expect(client.send('GETEX', 'k', 'PXAT', 1)).toBe('$1\r\nv\r\n')
    expect(client.send('GET', 'k')).toBe(NIL)
  })

  test('GETEX looks at the key before it reads the time', () => {
    expect(client.send('GETEX', 'none', 'EX', 'abc')).toBe(NIL)
    client.send('HSET', 'h', 'f', 'v')
    expect(client.send('GETEX', 'h', 'EX', 'abc')).toBe(WRONGTYPE)
    expect(client.send('GETEX', 'h', 'KEEPTTL')).toBe(SYNTAX)
  })
})

describe('several keys at once', () => {
  test('MSETNX stores all or nothing', () => {
    client.send('SET', 'b', 1)
    expect(client.send('MSETNX', 'a', 1, 'b', 2)).toBe(':0\r\n')
    expect(client.send('MGET', 'a', 'b')).toBe('*2\r\n$-1\r\n$1\r\n1\r\n')
  })

  test('MGET answers nil for other types', () => {
    client.send('HSET', 'h', 'f', 'v')
    expect(client.send('MGET', 'h')).toBe('*1\r\n$-1\r\n')
  })

  test('a key without a value is a wrong number of arguments', () => {
    expect(client.send('MSET', 'a', 1, 'b')).toBe(
      "-ERR wrong number of arguments for 'mset' command\r\n",
    )
  })

  test('MSETEX and DELIFEQ are there on Valkey 9', () => {
    expect(client.send('MSETEX', 1, 'a', 'b')).toContain('unknown command')
    const valkey = on('valkey-9')
    expect(valkey.send('MSETEX', 2, 'a', 1, 'b', 2, 'EX', 100)).toBe(':1\r\n')
    expect(valkey.send('MSETEX', 2, 'a', 1, 'c', 2, 'NX')).toBe(':0\r\n')
    expect(valkey.send('DELIFEQ', 'a', 2)).toBe(':0\r\n')
    expect(valkey.send('DELIFEQ', 'a', 1)).toBe(':1\r\n')
  })
})

describe('counting', () => {
  test('is exact up to the last 64-bit integer, and refuses the next', () => {
    client.send('SET', 'n', '9223372036854775806')
    expect(client.send('INCR', 'n')).toBe(':9223372036854775807\r\n')
    expect(client.send('INCR', 'n')).toBe('-ERR increment or decrement would overflow\r\n')
    expect(client.send('GET', 'n')).toBe('$19\r\n9223372036854775807\r\n')
    expect(client.send('DECRBY', 'n', '-9223372036854775808')).toBe(
      '-ERR decrement would overflow\r\n',
    )
  })

  test('keeps the expiry', () => {
    client.send('SET', 'n', 1, 'EX', 100)
    client.send('INCRBY', 'n', 5)
    client.send('INCRBYFLOAT', 'n', '0.5')
    expect(client.send('TTL', 'n')).toBe(':100\r\n')
    expect(client.send('GET', 'n')).toBe('$3\r\n6.5\r\n')
  })

  test('refuses texts that only look like integers', () => {
    for (const text of ['', ' 1', '1 ', '01', '+1', '-0', '1.0', '9223372036854775808']) {
      client.send('SET', 'n', text)
      expect(client.send('INCR', 'n')).toBe(NOT_AN_INTEGER)
    }
  })

  test('in floating point answers as 80 bits do, and stores a string', () => {
    client.send('SET', 'f', 5200)
    expect(client.send('INCRBYFLOAT', 'f', '0.1')).toBe('$22\r\n5200.10000000000000009\r\n')
    expect(client.send('INCRBYFLOAT', 'f', 'inf')).toBe(
      '-ERR increment would produce NaN or Infinity\r\n',
    )
    client.send('INCRBYFLOAT', 'g', 3)
    expect(client.send('OBJECT', 'ENCODING', 'g')).toBe('$6\r\nembstr\r\n')
    expect(client.send('INCR', 'g')).toBe(':4\r\n')
  })
})

describe('parts of a string', () => {
  test('SETRANGE fills the gap with zero bytes', () => {
    expect(client.send('SETRANGE', 'k', 3, 'ab')).toBe(':5\r\n')
    expect(client.send('GET', 'k')).toBe('$5\r\n\0\0\0ab\r\n')
    expect(client.send('SETRANGE', 'none', 3, '')).toBe(':0\r\n')
    expect(client.send('EXISTS', 'none')).toBe(':0\r\n')
  })

  test('nothing grows past proto-max-bulk-len', () => {
    client.send('CONFIG', 'SET', 'proto-max-bulk-len', 1048576)
    const tooLong = '-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n'
    expect(client.send('SETRANGE', 'k', 1048575, 'x')).toBe(':1048576\r\n')
    expect(client.send('SETRANGE', 'k', 1048576, 'x')).toBe(tooLong)
    expect(client.send('APPEND', 'k', 'x')).toBe(tooLong)
  })

  test('GETRANGE counts negative indexes from the end and clamps', () => {
    client.send('SET', 'k', 'abcdef')
    expect(client.send('GETRANGE', 'k', -3, -1)).toBe('$3\r\ndef\r\n')
    expect(client.send('GETRANGE', 'k', -100, -50)).toBe('$1\r\na\r\n')
    expect(client.send('GETRANGE', 'k', -50, -100)).toBe('$0\r\n\r\n')
    expect(client.send('SUBSTR', 'k', 4, 100)).toBe('$2\r\nef\r\n')
  })

  test('APPEND to nothing stores what SET would, and to something raw bytes', () => {
    client.send('APPEND', 'k', '12')
    expect(client.send('OBJECT', 'ENCODING', 'k')).toBe('$3\r\nint\r\n')
    client.send('APPEND', 'k', '3')
    expect(client.send('OBJECT', 'ENCODING', 'k')).toBe('$3\r\nraw\r\n')
    expect(client.send('INCR', 'k')).toBe(':124\r\n')
    expect(client.send('OBJECT', 'ENCODING', 'k')).toBe('$3\r\nint\r\n')
  })
})

describe('LCS', () => {
  beforeEach(() => {
    client.send('MSET', 'a', 'ohmytext', 'b', 'mynewtext')
  })

  test('answers the text, its length, or where it lies', () => {
    expect(client.send('LCS', 'a', 'b')).toBe('$6\r\nmytext\r\n')
    expect(client.send('LCS', 'a', 'b', 'LEN')).toBe(':6\r\n')
    expect(client.send('LCS', 'a', 'b', 'IDX', 'MINMATCHLEN', 3, 'WITHMATCHLEN')).toBe(
      '*4\r\n$7\r\nmatches\r\n*1\r\n*3\r\n*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n:4\r\n$3\r\nlen\r\n:6\r\n',
    )
  })

  test('refuses other types before it reads the options', () => {
    client.send('HSET', 'h', 'f', 'v')
    expect(client.send('LCS', 'a', 'h', 'NONSENSE')).toBe(
      '-ERR The specified keys must contain string values\r\n',
    )
    expect(client.send('LCS', 'a', 'b', 'NONSENSE')).toBe(SYNTAX)
  })

  test('refuses a table that is too large', () => {
    client.send('SETRANGE', 'c', 30_000, 'x')
    expect(client.send('LCS', 'c', 'c', 'LEN')).toBe(
      '-ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len\r\n',
    )
  })
})
