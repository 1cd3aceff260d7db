import { describe, expect, test } from 'vitest'
import { profileNamed } from '../../command/profile.ts'
import {
  openTestEngine,
  type TestClient,
  type TestEngine,
} from '../../engine/engine.test-support.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'

const START = 1_700_000_000_000

interface World extends TestEngine {
  readonly clock: VirtualClock
  readonly a: TestClient
  /** What was announced since the last look. */
  events(): string[]
}

/** An engine whose time stands still, without the cycle unless `isActive`. */
function open(profile = '8.0', isActive = false): World {
  const clock = new VirtualClock(START)
  const world = openTestEngine({ clock, profile: profileNamed(profile) })
  const said: string[] = []
  world.engine.notify = (_, __, name, key) => {
    if (name !== 'new' && name !== 'keymiss') said.push(`${name} ${key}`)
  }
  world.engine.activeExpireEnabled = isActive
  return { ...world, clock, a: world.client(), events: () => said.splice(0) }
}

const array = (...items: (number | string)[]): string =>
  `*${items.length}\r\n${items.map((item) => (typeof item === 'number' ? `:${item}\r\n` : item === '' ? '$-1\r\n' : `$${item.length}\r\n${item}\r\n`)).join('')}`

describe('fields that run out', () => {
  test('are gone at their deadline, and the hash with its last field', () => {
    const { a, clock, events } = open('8.0', true)
    a.send('HSET', 'h', 'a', 1, 'b', 2)
    expect(a.send('HPEXPIRE', 'h', 100, 'FIELDS', 2, 'a', 'none')).toBe(array(1, -2))
    expect(a.send('HPEXPIRE', 'h', 200, 'FIELDS', 1, 'b')).toBe(array(1))
    events()
    expect(clock.pendingTimers).toBe(1)
    clock.advance(99)
    expect(events()).toEqual([])
    clock.advance(1)
    expect(events()).toEqual(['hexpired h'])
    expect(a.send('HLEN', 'h')).toBe(':1\r\n')
    clock.advance(100)
    expect(events()).toEqual(['hexpired h', 'del h'])
    expect(a.send('EXISTS', 'h')).toBe(':0\r\n')
    expect(clock.pendingTimers).toBe(0)
  })

  test('tell how long they have: Redis rounds seconds up, Valkey to the nearest', () => {
    for (const [profile, seconds] of [
      ['8.0', 2],
      ['valkey-9', 1],
    ] as const) {
      const { a } = open(profile)
      a.send('HSET', 'h', 'a', 1, 'b', 2)
      a.send('HPEXPIRE', 'h', 1400, 'FIELDS', 1, 'a')
      expect(a.send('HTTL', 'h', 'FIELDS', 3, 'a', 'b', 'c')).toBe(array(seconds, -1, -2))
      expect(a.send('HPTTL', 'h', 'FIELDS', 1, 'a')).toBe(array(1400))
      expect(a.send('HPEXPIRETIME', 'h', 'FIELDS', 1, 'a')).toBe(array(START + 1400))
    }
  })

  test('are removed by who asks on Redis, which breaks a WATCH, and left alone on Valkey', () => {
    for (const [profile, announced, reply] of [
      ['8.0', ['hexpired h'], '*-1\r\n'],
      ['valkey-9', [], '*0\r\n'],
    ] as const) {
      const { a, client, clock, events } = open(profile)
      const b = client()
      a.send('HSET', 'h', 'a', 1, 'b', 2)
      a.send('HPEXPIRE', 'h', 10, 'FIELDS', 1, 'a')
      clock.advance(20)
      events()
      b.send('WATCH', 'h')
      expect(a.send('HGET', 'h', 'a')).toBe('$-1\r\n')
      expect(events()).toEqual(announced)
      b.send('MULTI')
      expect(b.send('EXEC')).toBe(reply)
      expect(a.send('HGETALL', 'h')).toBe(array('b', '2'))
    }
  })

  test('are there for HSET on Redis, and made anew on Valkey', () => {
    for (const [profile, added, announced] of [
      ['8.0', 0, ['hset h']],
      ['valkey-9', 1, ['hexpired h', 'hset h']],
    ] as const) {
      const { a, clock, events } = open(profile)
      a.send('HSET', 'h', 'a', 1)
      a.send('HPEXPIRE', 'h', 10, 'FIELDS', 1, 'a')
      clock.advance(20)
      events()
      expect(a.send('HSET', 'h', 'a', 2)).toBe(`:${added}\r\n`)
      expect(events()).toEqual(announced)
      expect(a.send('HTTL', 'h', 'FIELDS', 1, 'a')).toBe(array(-1))
    }
  })

  test('go at once when the deadline has passed', () => {
    for (const [profile, event] of [
      ['8.0', 'hdel'],
      ['valkey-9', 'hexpired'],
    ] as const) {
      const { a, events } = open(profile)
      a.send('HSET', 'h', 'a', 1, 'b', 2)
      events()
      expect(a.send('HEXPIRE', 'h', 0, 'FIELDS', 2, 'a', 'none')).toBe(array(2, -2))
      expect(events()).toEqual([`${event} h`])
      expect(a.send('HGETEX', 'h', 'PXAT', 1, 'FIELDS', 1, 'b')).toBe(array('2'))
      expect(events()).toEqual([`${event} h`, 'del h'])
    }
  })

  test('take a new deadline under conditions', () => {
    const { a } = open()
    a.send('HSET', 'h', 'a', 1, 'b', 2)
    a.send('HEXPIRE', 'h', 100, 'FIELDS', 1, 'a')
    const both = (condition: string, seconds: number): string =>
      a.send('HEXPIRE', 'h', seconds, condition, 'FIELDS', 2, 'a', 'b')
    expect(both('GT', 50)).toBe(array(0, 0))
    expect(both('XX', 60)).toBe(array(1, 0))
    expect(both('NX', 70)).toBe(array(0, 1))
    expect(both('LT', 65)).toBe(array(0, 1))
    expect(a.send('HTTL', 'h', 'FIELDS', 2, 'a', 'b')).toBe(array(60, 65))
  })

  test('keep their deadline through counters, copies and renaming, and lose it by HSET', () => {
    const { a } = open()
    a.send('HSETEX', 'h', 'EX', 100, 'FIELDS', 2, 'a', 1, 'b', 2)
    a.send('HINCRBY', 'h', 'a', 5)
    a.send('COPY', 'h', 'copy')
    a.send('RENAME', 'copy', 'other')
    a.send('HSET', 'h', 'b', 3)
    expect(a.send('HTTL', 'other', 'FIELDS', 2, 'a', 'b')).toBe(array(100, 100))
    expect(a.send('HTTL', 'h', 'FIELDS', 2, 'a', 'b')).toBe(array(100, -1))
    expect(a.send('INFO', 'keyspace')).toContain('subexpiry=2')
  })

  test('order a small hash on Redis, and make a table of it on Valkey', () => {
    const redis = open().a
    redis.send('HSET', 'h', 'a', 1, 'b', 2)
    redis.send('HEXPIRE', 'h', 100, 'FIELDS', 1, 'b')
    expect(redis.send('OBJECT', 'ENCODING', 'h')).toBe('$10\r\nlistpackex\r\n')
    expect(redis.send('HKEYS', 'h')).toBe(array('b', 'a'))
    const valkey = open('valkey-9').a
    valkey.send('HSET', 'h', 'a', 1)
    valkey.send('HEXPIRE', 'h', 100, 'FIELDS', 1, 'a')
    expect(valkey.send('OBJECT', 'ENCODING', 'h')).toBe('$9\r\nhashtable\r\n')
  })
})

describe('HSETEX', () => {
  test('stores all or nothing', () => {
    const { a } = open()
    expect(a.send('HSETEX', 'h', 'FXX', 'FIELDS', 1, 'a', 1)).toBe(':0\r\n')
    expect(a.send('EXISTS', 'h')).toBe(':0\r\n')
    expect(a.send('HSETEX', 'h', 'FNX', 'EX', 10, 'FIELDS', 2, 'a', 1, 'b', 2)).toBe(':1\r\n')
    expect(a.send('HSETEX', 'h', 'FNX', 'FIELDS', 2, 'c', 3, 'b', 9)).toBe(':0\r\n')
    expect(a.send('HSETEX', 'h', 'FXX', 'KEEPTTL', 'FIELDS', 2, 'a', 5, 'b', 6)).toBe(':1\r\n')
    expect(a.send('HMGET', 'h', 'a', 'b', 'c')).toBe(array('5', '6', ''))
    expect(a.send('HTTL', 'h', 'FIELDS', 1, 'a')).toBe(array(10))
  })

  test('knows conditions on the key on Valkey only', () => {
    const valkey = open('valkey-9').a
    expect(valkey.send('HSETEX', 'h', 'XX', 'FIELDS', 1, 'a', 1)).toBe(':0\r\n')
    expect(valkey.send('HSETEX', 'h', 'NX', 'FIELDS', 1, 'a', 1)).toBe(':1\r\n')
    expect(open().a.send('HSETEX', 'h', 'NX', 'FIELDS', 1, 'a', 1)).toBe(
      '-ERR unknown argument: NX\r\n',
    )
  })
})

describe('HGETDEL and HGETEX', () => {
  test('return values and do their work on those that are there', () => {
    const { a, events } = open()
    a.send('HSET', 'h', 'a', 1, 'b', 2)
    events()
    expect(a.send('HGETEX', 'h', 'EX', 10, 'FIELDS', 2, 'a', 'none')).toBe(array('1', ''))
    expect(a.send('HGETEX', 'h', 'PERSIST', 'FIELDS', 2, 'a', 'b')).toBe(array('1', '2'))
    expect(a.send('HGETDEL', 'h', 'FIELDS', 3, 'a', 'a', 'b')).toBe(array('1', '', '2'))
    expect(events()).toEqual(['hexpire h', 'hpersist h', 'hdel h', 'del h'])
  })

  test('refuse a count that does not match, in the words of each server', () => {
    const { a } = open()
    expect(a.send('HGETDEL', 'h', 'FIELDS', 2, 'a')).toBe(
      '-ERR The `numfields` parameter must match the number of arguments\r\n',
    )
    expect(a.send('HGETEX', 'h', 'EX', -1, 'FIELDS', 1, 'a')).toBe(
      '-ERR invalid expire time, must be >= 0\r\n',
    )
    expect(open('valkey-9').a.send('HGETDEL', 'h', 'FIELDS', 2, 'a')).toBe(
      '-ERR numfields should be greater than 0 and match the provided number of fields\r\n',
    )
  })

  test('are unknown where the server does not have them', () => {
    expect(open('7.4').a.send('HGETDEL', 'h', 'FIELDS', 1, 'a')).toContain('unknown command')
    expect(open('7.4').a.send('HTTL', 'h', 'FIELDS', 1, 'a')).toBe(array(-2))
    expect(open('7.2').a.send('HTTL', 'h', 'FIELDS', 1, 'a')).toContain('unknown command')
    expect(open('valkey-8.1').a.send('HTTL', 'h', 'FIELDS', 1, 'a')).toContain('unknown command')
  })
})
