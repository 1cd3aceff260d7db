import { describe, expect, test } from 'vitest'
import { openTestEngine } from '../../engine/engine.test-support.ts'
import { PROFILE_NAMES, type Profile, profileNamed } from '../profile.ts'

/** What MEMORY USAGE answers in a double of that profile after a command on the key `k…`. */
function usageAfter(name: string, argv: readonly string[], key = argv[1]): number {
  const main = openTestEngine({ profile: profileNamed(name) as Profile }).client()
  main.send(...argv)
  return Number(main.send('MEMORY', 'USAGE', key, 'SAMPLES', '0').slice(1))
}

const list = (count: number, of: (i: number) => string[]): string[] =>
  Array.from({ length: count }, (_, i) => of(i)).flat()

/** As the servers answered: 7.0.15, 8.0.2, 8.2.3, Valkey 8.1.1 and 9.1.2. */
const EXACT: readonly (readonly [string, readonly string[], readonly number[]])[] = [
  ['an integer', ['SET', 'k', '1'], [48, 48, 24, 16, 32]],
  ['a short string', ['SET', 'k', 'x'.repeat(13)], [80, 80, 40, 48, 32]],
  ['a string at the end of its block', ['SET', 'k', 'x'.repeat(44)], [96, 96, 72, 64, 64]],
  ['a raw string', ['SET', 'k', 'x'.repeat(200)], [272, 272, 248, 240, 256]],
  [
    'a string in a block of its own',
    ['SET', 'k', 'x'.repeat(100_000)],
    [114736, 114736, 114712, 114704, 102432],
  ],
  ['a longer key', ['SET', 'k'.repeat(60), ''], [120, 120, 104, 24, 96]],
  ['a string with an expiry', ['SET', 'k', 'x'.repeat(9), 'EX', '1000'], [64, 64, 48, 48, 48]],
  ['what APPEND begins', ['APPEND', 'k', 'x'], [64, 64, 32, 32, 32]],
  ['a small set of integers', ['SADD', 'k', ...list(20, (i) => [String(i)])], [96, 96, 72, 64, 80]],
  ['a wider one', ['SADD', 'k', ...list(20, (i) => [String(1e10 + i)])], [240, 240, 216, 208, 224]],
  [
    'a small hash',
    ['HSET', 'k', ...list(8, (i) => [`f${1000 + i}`, 'value'])],
    [176, 176, 152, 144, 160],
  ],
  ['a small sorted set', ['ZADD', 'k', ...list(1, (i) => [String(i), 'a'])], [64, 64, 40, 32, 48]],
  ['a stream of one node', ['XADD', 'k', '1-1', 'f', 'v'], [4728, 4728, 4736, 4272, 4288]],
]

const RAN = ['7.0', '8.0', '8.2', 'valkey-8.1', 'valkey-9']

describe('MEMORY USAGE is what the servers say', () => {
  test.each(EXACT)('of %s', (_, argv, sizes) => {
    expect(RAN.map((name) => usageAfter(name, argv))).toEqual(sizes)
  })

  /** In the neighbourhood where chance decides on the server. */
  test.each([
    [
      'a hash table',
      ['HSET', 'k', ...list(1000, (i) => [`f${1000 + i}`, 'x'.repeat(40)])],
      [80328, 80328, 80304, 81176, 81528],
    ],
    [
      'a set',
      ['SADD', 'k', ...list(3000, (i) => [`m${1000 + i}`])],
      [145256, 128872, 128848, 64920, 65200],
    ],
    [
      'a skiplist',
      ['ZADD', 'k', ...list(1000, (i) => [String(i), `m${1000 + i}`])],
      [94000, 93672, 78176, 79112, 70976],
    ],
    [
      'a quicklist',
      ['RPUSH', 'k', ...list(3000, () => ['x'.repeat(200)])],
      [617488, 617488, 617464, 617456, 617472],
    ],
  ])('nearly, of %s', (_, argv, sizes) => {
    for (const [i, name] of RAN.entries()) {
      const ratio = usageAfter(name, argv) / (sizes[i] as number)
      expect(Math.abs(ratio - 1), name).toBeLessThan(0.15)
    }
  })
})

test('of a vector set it is what Redis 8.0 and 8.2 say, be there attributes or a projection', () => {
  const vectors: readonly (readonly [string, readonly [number, number]])[] = [
    ['VADD k VALUES 3 1 2 3 a', [2509, 2493]],
    ['VADD k VALUES 3 1 2 3 a NOQUANT M 4 SETATTR 12345', [2326, 2310]],
    ['VADD k REDUCE 7 VALUES 5 1 2 3 4 5 a', [2653, 2637]],
  ]
  for (const [line, sizes] of vectors) {
    const argv = line.split(' ')
    expect([usageAfter('8.0', argv), usageAfter('8.2', argv)], line).toEqual(sizes)
  }
})

test('a double begins with about what a server has in use, and grows by what is stored', () => {
  for (const name of PROFILE_NAMES) {
    const { engine, client } = openTestEngine({ profile: profileNamed(name) as Profile })
    const main = client()
    const before = engine.memory.used
    expect(before).toBeGreaterThan(600_000)
    expect(before).toBeLessThan(1_100_000)
    for (let i = 0; i < 5000; i++) main.send('SET', `key:${100_000 + i}`, 'x'.repeat(100))
    const perKey = (engine.memory.used - before) / 5000
    expect(perKey).toBeGreaterThan(140)
    expect(perKey).toBeLessThan(205)
    expect(engine.memory.peak).toBeGreaterThanOrEqual(engine.memory.used)
  }
})

test('estimates of many keys by some are near the sum of all', () => {
  const { engine, client } = openTestEngine()
  const main = client()
  for (let i = 0; i < 9000; i++) main.send('SET', `k${i}`, 'x'.repeat((i * 37) % 500))
  const estimated = engine.memory.used
  engine.memory.keep(true)
  expect(Math.abs(estimated / engine.memory.used - 1)).toBeLessThan(0.03)
})

test('the doctor finds little in an empty instance, and no issue in a full one', () => {
  const main = openTestEngine().client()
  expect(main.send('MEMORY', 'DOCTOR')).toContain('is empty or is using very little memory')
  main.send('SET', 'k', 'x'.repeat(6_000_000))
  expect(main.send('MEMORY', 'DOCTOR')).toContain("I can't find any memory issue")
})
