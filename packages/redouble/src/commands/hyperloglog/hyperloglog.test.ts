import { beforeEach, describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

let client: TestClient

beforeEach(() => {
  client = openTestEngine().client()
})

const CORRUPT = '-INVALIDOBJ Corrupted HLL object detected\r\n'

describe('a count', () => {
  test('is kept in the string until the next change', () => {
    client.send('PFADD', 'k', 'a', 'b', 'c')
    expect(client.send('GETRANGE', 'k', 8, 15)).toBe('$8\r\n\0\0\0\0\0\0\0\x80\r\n')
    expect(client.send('PFCOUNT', 'k')).toBe(':3\r\n')
    expect(client.send('GETRANGE', 'k', 8, 15)).toBe('$8\r\n\x03\0\0\0\0\0\0\0\r\n')
    expect(client.send('PFADD', 'k', 'a')).toBe(':0\r\n')
    expect(client.send('GETRANGE', 'k', 15, 15)).toBe('$1\r\n\0\r\n')
    expect(client.send('PFADD', 'k', 'd')).toBe(':1\r\n')
    expect(client.send('GETRANGE', 'k', 15, 15)).toBe('$1\r\n\x80\r\n')
  })

  test('that is computed anew is a change to a WATCH', () => {
    client.send('PFADD', 'k', 'a')
    client.send('WATCH', 'k')
    client.send('PFCOUNT', 'k')
    client.send('MULTI')
    expect(client.send('EXEC')).toBe('*-1\r\n')
    client.send('WATCH', 'k')
    client.send('PFCOUNT', 'k')
    client.send('MULTI')
    expect(client.send('EXEC')).toBe('*0\r\n')
  })

  test('of several keys is that of their union, and leaves them alone', () => {
    client.send('PFADD', 'k', 'a', 'b')
    client.send('PFADD', 'l', 'b', 'c')
    expect(client.send('PFCOUNT', 'k', 'l', 'none')).toBe(':3\r\n')
    expect(client.send('GETRANGE', 'k', 15, 15)).toBe('$1\r\n\x80\r\n')
    expect(client.send('PFMERGE', 'm', 'k', 'l')).toBe('+OK\r\n')
    expect(client.send('PFCOUNT', 'm')).toBe(':3\r\n')
  })
})

test('a merge keeps the expiry and is dense when one of its sources is', () => {
  client.send('PFADD', 'k', 'a')
  client.send('PFADD', 'dense', 'b')
  client.send('EXPIRE', 'k', 100)
  expect(client.send('PFDEBUG', 'TODENSE', 'dense')).toBe(':1\r\n')
  client.send('PFMERGE', 'k', 'dense')
  expect(client.send('PFDEBUG', 'ENCODING', 'k')).toBe('+dense\r\n')
  expect(client.send('TTL', 'k')).toBe(':100\r\n')
})

describe('a string that is none', () => {
  test('is refused, and damage is found when it is read', () => {
    client.send('SET', 's', 'x')
    client.send('RPUSH', 'l', 'x')
    expect(client.send('PFADD', 's', 'a')).toBe(
      '-WRONGTYPE Key is not a valid HyperLogLog string value.\r\n',
    )
    expect(client.send('PFCOUNT', 'l')).toMatch(/^-WRONGTYPE Operation/)
    client.send('SET', 'h', `HYLL\x01${'\0'.repeat(10)}\x80\x7f\xfe`)
    expect(client.send('PFCOUNT', 'h')).toBe(CORRUPT)
    expect(client.send('PFMERGE', 'new', 'h')).toBe(CORRUPT)
    expect(client.send('EXISTS', 'new')).toBe(':0\r\n')
  })
})

test('PFDEBUG says how a sparse one is written, and SIMD where servers know it', () => {
  client.send('PFADD', 'k', 'a', 'b', 'c')
  expect(client.send('PFDEBUG', 'DECODE', 'k')).toContain('Z:8436 v:1,1 Z:4274 v:2,1 Z:3068 v:1,1')
  expect(client.send('PFDEBUG', 'SIMD', 'off')).toBe('+disabled\r\n')
  expect(client.send('PFDEBUG', 'SIMD', 'x')).toBe(
    '-ERR Argument must be ON or OFF\r\n+disabled\r\n',
  )
  const old = openTestEngine({ profile: profileNamed('7.0') }).client()
  expect(old.send('PFDEBUG', 'SIMD', 'off')).toBe('-ERR The specified key does not exist\r\n')
})
