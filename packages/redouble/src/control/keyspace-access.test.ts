import { afterEach, expect, test } from 'vitest'
import { splitInlineArguments } from '../resp/inline-arguments.ts'
import { Redouble } from '../redouble.ts'
import type { RedoubleOptions } from '../redouble-options.ts'

const running: Redouble[] = []
afterEach(() => Promise.all(running.splice(0).map((redis) => redis.stop())))

async function started(options: RedoubleOptions = {}): Promise<Redouble> {
  const redis = await Redouble.create({ clock: 'virtual', startTime: 1_000_000, ...options })
  running.push(redis)
  return redis
}

const SEED = {
  'user:1': { name: 'Ада', logins: 3 },
  queue: ['a', 'b', 'a'],
  tags: new Set(['red', 'blue']),
  scores: new Map([
    ['low', 1.5],
    ['high', Number.POSITIVE_INFINITY],
  ]),
  counter: 7,
  raw: Buffer.from([0xff, 0x00]),
}

test('plain objects become keys of the types that they look like', async () => {
  const redis = await started()
  redis.seed(SEED)
  expect(await redis.client.call('HGETALL', 'user:1')).toEqual({ name: 'Ада', logins: '3' })
  expect(await redis.client.call('LRANGE', 'queue', 0, -1)).toEqual(['a', 'b', 'a'])
  expect(await redis.client.call('SISMEMBER', 'tags', 'red')).toBe(1)
  expect(await redis.client.call('ZSCORE', 'scores', 'high')).toBe(Number.POSITIVE_INFINITY)
  expect(await redis.client.call('INCR', 'counter')).toBe(8)
  expect(await redis.client.call('STRLEN', 'raw')).toBe(2)
})

test('seeding replaces what was there, in its database, with a time to live', async () => {
  const redis = await started()
  redis.seed({ k: ['old'] })
  redis.seed({ k: 'new' }, { ttl: '1m' })
  redis.seed({ k: 'elsewhere' }, { db: 3 })
  expect(redis.inspect('k')).toEqual({ type: 'string', value: 'new', ttlMs: 60_000 })
  expect(redis.inspect('k', { db: 3 })).toMatchObject({ value: 'elsewhere', ttlMs: null })
})

test('looking at a key is no access, no hit and no command', async () => {
  const redis = await started()
  redis.seed(SEED)
  await redis.clock.advance('10s')
  expect(redis.inspect('user:1')?.value).toEqual({ name: 'Ада', logins: '3' })
  expect(redis.inspect('scores')?.value).toEqual({ low: 1.5, high: 'inf' })
  expect(redis.inspect('raw')?.value).toEqual({ $bytes: '/wA=' })
  expect(redis.inspect('none')).toBeNull()
  expect(await redis.client.call('OBJECT', 'IDLETIME', 'queue')).toBe(10)
  expect(redis.keys()).toEqual(['counter', 'queue', 'raw', 'scores', 'tags', 'user:1'])
})

test('what was exported as JSON is imported as it was, deadlines included', async () => {
  const redis = await started()
  redis.seed(SEED)
  redis.seed({ soon: 'gone' }, { ttl: 500, db: 2 })
  await redis.client.call('XADD', 's', '5-1', 'f', '1', 'f', '2')
  await redis.client.call('HPEXPIRE', 'user:1', 300, 'FIELDS', 1, 'name')
  const before = await redis.client.call('DEBUG', 'DIGEST').catch(() => null)
  const json = JSON.stringify(redis.exportJson())
  const other = await started()
  other.seed({ stale: 'x' })
  other.importJson(JSON.parse(json))
  expect(JSON.parse(JSON.stringify(other.exportJson()))).toEqual(JSON.parse(json))
  expect(other.keys()).not.toContain('stale')
  expect(await other.client.call('DEBUG', 'DIGEST').catch(() => null)).toEqual(before)
  await other.clock.advance(300)
  expect(await other.client.call('HGETALL', 'user:1')).toEqual({ logins: '3' })
  await other.clock.advance(200)
  expect(other.keys({ db: 2 })).toEqual([])
})

test('what was exported as commands makes the same keys', async () => {
  const redis = await started()
  redis.seed(SEED)
  await redis.client.call('SET', 'a key', 'two words "quoted"\n')
  const other = await started()
  for (const line of redis.exportCommands().trimEnd().split('\n')) {
    const words = splitInlineArguments(Buffer.from(line, 'utf8').toString('latin1')) ?? []
    await other.client.call(...(words.map((word) => Buffer.from(word, 'latin1')) as [Buffer]))
  }
  expect(other.exportJson()).toEqual(redis.exportJson())
})

test.each([
  [{ k: null }, 'REDOUBLE_INVALID_VALUE'],
  [{ k: [] }, 'REDOUBLE_INVALID_VALUE'],
  [{ k: { a: { nested: 1 } } }, 'REDOUBLE_INVALID_VALUE'],
  [{ k: new Map([['m', Number.NaN]]) }, 'REDOUBLE_SEED_REFUSED'],
])('%j is refused with %s', async (values, code) => {
  const redis = await started()
  expect(() => redis.seed(values as never)).toThrow(expect.objectContaining({ code }))
})

test('an import that is none loses nothing', async () => {
  const redis = await started()
  redis.seed({ k: 'v' })
  expect(() => redis.importJson({} as never)).toThrow(
    expect.objectContaining({ code: 'REDOUBLE_INVALID_IMPORT' }),
  )
  const beyond = { redouble: 1, databases: { 99: { a: { type: 'string', value: 'x' } } } } as const
  expect(() => redis.importJson(beyond)).toThrow('There is no database 99')
  expect(redis.keys()).toEqual(['k'])
})
