import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, expect, test, vi } from 'vitest'
import { Config } from '../command/config.ts'
import { Engine } from '../engine/engine.ts'
import { loadScriptHost } from '../lua/index.ts'
import { ioredisOptions, nodeRedisOptions, releaseClients } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function engineForTest(): Engine {
  const config = new Config()
  config.busyReplyThresholdMs = 20
  const engine = new Engine({ config, loadScriptHost })
  cleanups.push(() => {
    engine.stop()
    releaseClients(engine)
  })
  return engine
}

async function ioredis(engine: Engine): Promise<Redis> {
  const redis = new Redis(ioredisOptions(engine))
  redis.on('error', () => {})
  cleanups.push(() => redis.disconnect())
  await redis.ping()
  return redis
}

const isBusy = (redis: Redis): Promise<boolean> =>
  redis.get('k').then(
    () => false,
    (error: Error) => error.message.startsWith('BUSY '),
  )

test('clients of the process hear BUSY, and can kill the script', async () => {
  const engine = engineForTest()
  const [redis, other] = [await ioredis(engine), await ioredis(engine)]
  const script = redis.eval('while true do pcall(function() local x = {} end) end', 0)
  const ended = script.catch((error: Error) => error.message)
  while (!(await isBusy(other))) continue
  expect(await other.script('KILL')).toBe('OK')
  expect(await ended).toMatch(/^ERR Script killed by user with SCRIPT KILL/)
  expect(await redis.get('k')).toBeNull()
})

test('a script that takes its time is answered in the end, to node-redis too', async () => {
  const engine = engineForTest()
  const redis = createClient(nodeRedisOptions(engine))
  redis.on('error', () => {})
  await redis.connect()
  cleanups.push(() => redis.destroy())
  const source = 'local n = 0 for i = 1, 2e7 do n = n + 1 end return n'
  const replies = await Promise.all([redis.eval(source), redis.incr('k'), redis.incr('k')])
  expect(replies).toEqual([20_000_000, 1, 2])
})

test('frozen timers do not freeze a script', async () => {
  const engine = engineForTest()
  const [redis, other] = [await ioredis(engine), await ioredis(engine)]
  await redis.eval('return 1', 0)
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'performance'],
  })
  const ended = redis.eval('while true do end', 0).catch((error: Error) => error.message)
  while (!(await isBusy(other))) continue
  await other.script('KILL')
  expect(await ended).toMatch(/^ERR Script killed/)
})
