import { Redis } from 'ioredis'
import { afterEach, expect, test } from 'vitest'
import { Redouble } from '../redouble.ts'

const running: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

async function traced(): Promise<{ redis: Redouble; client: Redis }> {
  const redis = await Redouble.create({ trace: true, clock: 'virtual', startTime: 5000 })
  const client = new Redis({ ...redis.connectionOptions('ioredis'), connectionName: 'app' })
  running.push(
    () => redis.stop(),
    () => client.disconnect(),
  )
  await client.ping()
  redis.trace.clear()
  return { redis, client }
}

test('every command is there with its client, arguments, reply and time', async () => {
  const { redis, client } = await traced()
  await client.set('ключ', 'значение')
  await redis.clock.advance(250)
  await client.get('ключ')
  expect(redis.trace.entries).toEqual([
    expect.objectContaining({
      command: 'SET',
      args: ['ключ', 'значение'],
      reply: 'OK',
      timeMs: 5000,
    }),
    expect.objectContaining({
      command: 'GET',
      reply: 'значение',
      timeMs: 5250,
      cause: 'client',
      error: null,
      db: 0,
      client: { id: expect.any(Number), name: 'app' },
    }),
  ])
})

test('transactions, scripts and what expires say what made them run', async () => {
  const { redis, client } = await traced()
  await client.multi().incr('n').exec()
  await client.eval("return redis.call('set', KEYS[1], 'x', 'px', 10)", 1, 'k')
  await redis.clock.advance(10)
  expect(redis.trace.entries.map(({ cause, command }) => `${cause} ${command}`)).toEqual([
    'client MULTI',
    'transaction INCR',
    'client EXEC',
    'script SET',
    'client EVAL',
    'expiry DEL',
  ])
})

test('it is filtered by command, argument, client, cause and condition', async () => {
  const { redis, client } = await traced()
  await client.set('a', '1')
  await client.client('SETNAME', 'renamed')
  await client.incr('a')
  await client.lpush('a', 'x').catch(() => {})
  expect(redis.trace.filter({ command: 'set' })).toHaveLength(1)
  expect(redis.trace.filter({ command: 'client setname' })[0]?.args).toEqual(['renamed'])
  expect(redis.trace.filter({ client: 'renamed', arg: 'a' }).map((one) => one.reply)).toEqual([
    2,
    expect.stringMatching(/^WRONGTYPE/),
  ])
  expect(redis.trace.filter({ where: (one) => one.error !== null })).toHaveLength(1)
})

test('only the last ten thousand entries are kept', async () => {
  const { redis } = await traced()
  for (let i = 0; i < 25_001; i++) void redis.client.set('k', i)
  expect(redis.trace.entries).toHaveLength(10_000)
  expect(redis.trace.entries.at(-1)?.args).toEqual(['k', '25000'])
})

test('a double that keeps none says so', async () => {
  const redis = await Redouble.create()
  running.push(() => redis.stop())
  expect(() => redis.trace).toThrow(expect.objectContaining({ code: 'REDOUBLE_NO_TRACE' }))
})
