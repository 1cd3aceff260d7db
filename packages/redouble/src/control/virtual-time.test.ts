import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, describe, expect, test } from 'vitest'
import { Redouble } from '../redouble.ts'
import type { RedoubleOptions } from '../redouble-options.ts'

const running: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

async function started(options: RedoubleOptions = {}): Promise<Redouble> {
  const redis = await Redouble.create({ clock: 'virtual', ...options })
  running.push(() => redis.stop())
  return redis
}

function ioredisOf(redis: Redouble): Redis {
  const client = new Redis(redis.connectionOptions('ioredis'))
  running.push(() => client.disconnect())
  return client
}

describe('time stands still', () => {
  test('until it is moved, and starts where it is told', async () => {
    const redis = await started({ startTime: '2030-01-01T00:00:00Z' })
    expect(await redis.client.call('TIME')).toEqual(['1893456000', '0'])
    await redis.clock.advance('1d 1.5s')
    expect(await redis.client.call('TIME')).toEqual(['1893542401', '500000'])
    expect(redis.clock.now).toBe(Date.UTC(2030, 0, 2) + 1500)
  })

  test('and moves to an instant, but not back', async () => {
    const redis = await started({ startTime: 0 })
    await redis.clock.advanceTo(new Date(5000))
    await redis.clock.advanceTo('1970-01-01T00:00:06Z')
    expect(redis.clock.now).toBe(6000)
    await expect(redis.clock.advanceTo(5999)).rejects.toMatchObject({
      code: 'REDOUBLE_INVALID_TIME',
      message: '1970-01-01T00:00:05.999Z lies before 1970-01-01T00:00:06.000Z, the time it is.',
    })
    await expect(redis.clock.advanceTo('tomorrow')).rejects.toThrow('is no instant')
  })

  test.each([-1, Number.NaN, '2 hours', '', '-5s', null])('%j is no duration', async (wrong) => {
    const redis = await started()
    await expect(redis.clock.advance(wrong as string)).rejects.toMatchObject({
      code: 'REDOUBLE_INVALID_DURATION',
    })
  })

  test('a double that lives by the system clock says so', async () => {
    const redis = await started({ clock: 'system' })
    expect(() => redis.clock).toThrow(expect.objectContaining({ code: 'REDOUBLE_SYSTEM_CLOCK' }))
  })
})

describe('what waits or expires moves with it', () => {
  test('keys expire at their millisecond, with their events in the order of their deadlines', async () => {
    const redis = await started({ config: { 'notify-keyspace-events': 'Ex' } })
    const [client, subscriber] = [ioredisOf(redis), ioredisOf(redis)]
    const gone: [string, number][] = []
    const start = redis.clock.now
    subscriber.on('message', (_channel, key) => gone.push([key, redis.clock.now - start]))
    await subscriber.subscribe('__keyevent@0__:expired')
    await client.set('late', '1', 'EX', 7200)
    await client.set('early', '1', 'PX', 1500)
    await client.set('later', '1', 'EX', 90_000)
    await redis.clock.advance('2h')
    expect(gone).toEqual([
      ['early', 1500],
      ['late', 7_200_000],
    ])
    expect(await client.keys('*')).toEqual(['later'])
  })

  test('a million keys do not take a round of the event loop each', async () => {
    const redis = await started()
    const pipeline = redis.client.pipeline()
    for (let i = 1; i <= 20_000; i++) pipeline.call('SET', `k${i}`, 'v', 'PX', i)
    await pipeline.exec()
    await redis.clock.advance(19_999)
    expect(await redis.client.call('KEYS', '*')).toEqual(['k20000'])
  })

  test.each(['in the process', 'over TCP'])(
    'blocking commands time out, and who asks again at once waits again, %s',
    async (where) => {
      const redis = await started(where === 'over TCP' ? { port: 0 } : {})
      const client =
        where === 'over TCP'
          ? createClient({ url: redis.url })
          : createClient(redis.connectionOptions('node-redis'))
      running.push(() => client.destroy())
      await client.connect()
      const answers: number[] = []
      const start = redis.clock.now
      const polls = (async () => {
        for (let i = 0; i < 5; i++) {
          expect(await client.blPop('queue', 2)).toBeNull()
          answers.push(redis.clock.now - start)
        }
      })()
      await redis.clock.advance('1m')
      await polls
      expect(answers).toEqual([2000, 4000, 6000, 8000, 10_000])
    },
  )

  test('XREAD, CLIENT PAUSE, idle times and stream ids', async () => {
    const redis = await started({ startTime: 1_000_000 })
    const [client, other] = [ioredisOf(redis), ioredisOf(redis)]
    expect(await client.xadd('s', '*', 'a', '1')).toBe('1000000-0')
    const read = other.xread('BLOCK', 3000, 'STREAMS', 's', '$')
    await redis.clock.advance(3000)
    expect(await read).toBeNull()
    await redis.clock.advance('7s')
    expect(await client.object('IDLETIME', 's')).toBe(10)
    expect(await client.xadd('s', '*', 'a', '1')).toBe('1010000-0')
    await client.client('PAUSE', 500)
    const paused = client.ping()
    await redis.clock.advance(499)
    expect(await Promise.race([paused, Promise.resolve('waits')])).toBe('waits')
    await redis.clock.advance(1)
    expect(await paused).toBe('PONG')
  })

  test('who needs no more than the next event has it', async () => {
    const redis = await started({ startTime: 0 })
    expect(await redis.clock.runToNextEvent()).toBe(false)
    await redis.client.set('a', '1', { px: 40 })
    const popped = redis.client.call('BLPOP', 'list', 7)
    expect(await redis.clock.runToNextEvent()).toBe(true)
    expect(redis.clock.now).toBe(40)
    expect(await redis.clock.runToNextEvent()).toBe(true)
    expect(redis.clock.now).toBe(7000)
    expect(await popped).toBeNull()
  })

  test('two who move time at once move it one after the other', async () => {
    const redis = await started({ startTime: 0 })
    await Promise.all([redis.clock.advance('1s'), redis.clock.advance('2s')])
    expect(redis.clock.now).toBe(3000)
  })
})
