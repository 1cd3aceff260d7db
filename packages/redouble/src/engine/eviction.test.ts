import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import { openTestEngine, type TestClient, type TestEngine } from './engine.test-support.ts'

const value = 'x'.repeat(1000)
/** What a key with such a value takes, in its neighbourhood. */
const KEY_BYTES = 1200
/** What the client itself takes while it sends one. */
const CLIENT_BYTES = 3000

interface Limited extends TestEngine {
  readonly main: TestClient
  readonly other: TestClient
  readonly clock: VirtualClock
  /** How many of the keys `<prefix>0` to `<prefix>9` are there. */
  left(prefix: string): number
}

/** A double with room for about `count` values beyond what it has. */
function open(policy: string, count: number): Limited {
  const clock = new VirtualClock(1_000_000)
  const test = openTestEngine({ clock })
  const [main, other] = [test.client(), test.client()]
  main.send('CONFIG', 'SET', 'maxmemory-policy', policy, 'maxmemory-samples', '64')
  const limit = test.engine.memory.used + count * KEY_BYTES + CLIENT_BYTES
  main.send('CONFIG', 'SET', 'maxmemory', String(Math.floor(limit)))
  const left = (prefix: string): number =>
    ten(prefix).filter((key) => test.engine.databases[0].peek(key) !== undefined).length
  return { ...test, main, other, clock, left }
}

const ten = (prefix: string): string[] => Array.from({ length: 10 }, (_, i) => `${prefix}${i}`)

describe('maxmemory', () => {
  test('without eviction refuses what takes memory, and nothing else', () => {
    const { main } = open('noeviction', 30)
    const replies = Array.from({ length: 60 }, (_, i) => main.send('SET', `k${i}`, value))
    expect(replies.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => '+OK\r\n'))
    expect(replies[59]).toBe("-OOM command not allowed when used memory > 'maxmemory'.\r\n")
    expect(main.send('STRLEN', 'k0')).toBe(`:${value.length}\r\n`)
    expect(main.send('DEL', ...ten('k'), ...ten('k1'), ...ten('k2'))).not.toBe(':0\r\n')
    expect(main.send('SET', 'new', 'v')).toBe('+OK\r\n')
  })

  test('evicts the least recently used keys, with an event and a count', () => {
    const { main, other, clock, left, engine } = open('allkeys-lru', 30)
    main.send('CONFIG', 'SET', 'notify-keyspace-events', 'Ee')
    other.send('SUBSCRIBE', '__keyevent@0__:evicted')
    for (const key of [...ten('a'), ...ten('b')]) {
      main.send('SET', key, value)
      clock.advance(1000)
    }
    main.send('MGET', ...ten('a'))
    for (const key of [...ten('c'), ...ten('d')]) {
      clock.advance(1000)
      main.send('SET', key, value)
    }
    expect([left('a'), left('d')]).toEqual([10, 10])
    expect(left('b')).toBeLessThan(8)
    expect(other.received()).toContain('\r\n$2\r\nb0\r\n')
    expect(engine.stats.evictedKeys).toBe(10 - left('b') + (10 - left('c')))
  })

  test('evicts the least frequently used keys', () => {
    const { main, left } = open('allkeys-lfu', 30)
    for (const key of [...ten('a'), ...ten('b')]) main.send('SET', key, value)
    for (let i = 0; i < 200; i++) main.send('MGET', ...ten('a'))
    for (const key of [...ten('c'), ...ten('d')]) main.send('SET', key, value)
    expect(left('a')).toBe(10)
    expect(left('b') + left('c')).toBeLessThan(20)
  })

  test('evicts what would run out first, and never what would not run out', () => {
    const { main, left } = open('volatile-ttl', 30)
    for (const key of ten('a')) main.send('SET', key, value, 'EX', '1000')
    for (const key of ten('b')) main.send('SET', key, value, 'EX', '10')
    for (const key of [...ten('c'), ...ten('d')]) main.send('SET', key, value)
    expect([left('a'), left('c'), left('d')]).toEqual([10, 10, 10])
    expect(left('b')).toBeLessThan(8)
    for (let i = 0; i < 40; i++) main.send('SET', `e${i}`, value)
    expect(main.send('SET', 'last', value)).toMatch(/^-OOM/)
    expect([left('a'), left('c'), left('d')]).toEqual([0, 10, 10])
  })

  test('evicts whatever it meets at random', () => {
    const { main, left } = open('allkeys-random', 20)
    for (const key of ['a', 'b', 'c', 'd'].flatMap(ten)) main.send('SET', key, value)
    expect(left('a') + left('b') + left('c') + left('d')).toBeLessThan(30)
  })

  test('is looked at when it is lowered, whatever comes next', () => {
    const { main, left, engine } = open('allkeys-random', 30)
    for (const key of ten('a')) main.send('SET', key, value)
    const limit = Math.floor(engine.memory.used - 3 * KEY_BYTES)
    main.send('CONFIG', 'SET', 'maxmemory', String(limit))
    expect(left('a')).toBeLessThan(10)
  })

  test('leaves a script alone that began when there was room', () => {
    const { main, engine } = open('noeviction', 3)
    main.send('PING')
    expect(engine.eviction.isOutOfMemory).toBe(false)
    main.send('CONFIG', 'SET', 'maxmemory', '1')
    main.send('PING')
    expect(engine.eviction.isOutOfMemory).toBe(true)
    main.send('CONFIG', 'SET', 'maxmemory', '0')
    expect(engine.eviction.isOutOfMemory).toBe(false)
  })
})

test('sizes that are kept change by change are those that would be measured anew', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd')
  const text = fc.constantFrom('1', 'x', 'y'.repeat(100), 'z'.repeat(3000))
  const call = fc.oneof(
    fc.tuple(fc.constantFrom('SET', 'APPEND', 'RPUSH', 'SADD', 'GETSET', 'SETNX'), key, text),
    fc.tuple(fc.constantFrom('DEL', 'PERSIST', 'LPOP', 'SPOP', 'GETDEL', 'INCR', 'UNLINK'), key),
    fc.tuple(fc.constantFrom('RENAME', 'COPY', 'SINTERSTORE', 'RPOPLPUSH'), key, key),
    fc.tuple(fc.constant('HSET'), key, text, text),
    fc.tuple(fc.constant('ZADD'), key, fc.constant('1'), text),
    fc.tuple(fc.constant('XADD'), key, fc.constant('*'), text, text),
    fc.tuple(fc.constant('SETRANGE'), key, fc.constant('50'), text),
    fc.tuple(fc.constantFrom('PEXPIRE', 'MOVE'), key, fc.constantFrom('1', '1000')),
    fc.constantFrom(
      ['SWAPDB', '0', '1'],
      ['FLUSHDB'],
      ['FLUSHALL'],
      ['SELECT', '1'],
      ['SELECT', '0'],
    ),
  )
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
      const clock = new VirtualClock(1_000_000)
      const { engine, client } = openTestEngine({ clock })
      const main = client()
      engine.memory.keep(true)
      for (const argv of calls) {
        main.send(...argv)
        clock.advance(1)
      }
      clock.advance(1000)
      const kept = engine.memory.used
      engine.memory.keep(false)
      engine.memory.keep(true)
      expect(kept).toBe(engine.memory.used)
    }),
    { numRuns: 300 },
  )
})
