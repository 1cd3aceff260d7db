import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, expect, test, vi } from 'vitest'
import { Redouble } from '../redouble.ts'

const running: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const stop of running.splice(0).reverse()) await stop()
})

async function started(): Promise<Redouble> {
  const redis = await Redouble.create({ config: { 'notify-keyspace-events': 'Ex' } })
  running.push(() => redis.stop())
  return redis
}

test("vitest's fake timers move the double's time, with ioredis", async () => {
  vi.useFakeTimers()
  const redis = await started()
  const client = new Redis(redis.connectionOptions('ioredis'))
  const subscriber = client.duplicate()
  running.push(
    () => client.disconnect(),
    () => subscriber.disconnect(),
  )
  const gone: string[] = []
  subscriber.on('message', (_channel, key) => gone.push(key))
  await subscriber.subscribe('__keyevent@0__:expired')
  await client.set('session', 'x', 'EX', 86_400)
  const popped = client.duplicate()
  running.push(() => popped.disconnect())
  const pop = popped.blpop('queue', 3600)
  await redis.settled()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(await pop).toBeNull()
  expect(await client.ttl('session')).toBe(82_800)
  await vi.advanceTimersByTimeAsync(82_800_000)
  await redis.settled()
  expect(gone).toEqual(['session'])
})

test("vitest's fake timers move the double's time, with node-redis", async () => {
  // node-redis sends what it has to send at the next setImmediate, which must stay real for it.
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  const redis = await started()
  const client = createClient(redis.connectionOptions('node-redis'))
  running.push(() => client.destroy())
  await client.connect()
  await client.set('session', 'x', { expiration: { type: 'EX', value: 60 } })
  await vi.advanceTimersByTimeAsync(59_999)
  expect(await client.get('session')).toBe('x')
  await vi.advanceTimersByTimeAsync(1)
  expect(await client.get('session')).toBeNull()
})
