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
  const redis = await Redouble.create({ port: 0, ...options })
  running.push(() => redis.stop())
  return redis
}

/** A client that gives up at once, so that what it meets is what the test sees. */
function ioredis(redis: Redouble, where: string, more: object = {}): Redis {
  const common = { retryStrategy: () => null, maxRetriesPerRequest: 0, ...more }
  const client =
    where === 'over TCP'
      ? new Redis(redis.url, common)
      : new Redis({ ...redis.connectionOptions('ioredis'), ...common })
  client.on('error', () => {})
  running.push(() => client.disconnect())
  return client
}

describe.each(['in the process', 'over TCP'])('%s', (where) => {
  test('an error reply comes once, in the words of the server, and nothing is applied', async () => {
    const redis = await started()
    const client = ioredis(redis, where)
    const fault = redis.faults.error({ command: 'set', key: 'cart:*' }, 'READONLY')
    await client.set('other', '1')
    expect(fault.isArmed).toBe(true)
    await expect(client.set('cart:7', '1')).rejects.toThrow(
      "READONLY You can't write against a read only replica.",
    )
    expect(await client.exists('cart:7')).toBe(0)
    expect(await client.set('cart:7', '2')).toBe('OK')
    expect([fault.fired, fault.isArmed]).toEqual([1, false])
  })

  test('a request that is lost was not applied, a reply that is lost was', async () => {
    const redis = await started()
    await redis.client.set('n', 0)
    redis.faults.dropBefore({ command: 'INCR' })
    await expect(ioredis(redis, where).incr('n')).rejects.toThrow()
    expect(await redis.client.get('n')).toBe('0')
    redis.faults.dropAfter({ command: 'INCR' })
    await expect(ioredis(redis, where).incr('n')).rejects.toThrow()
    expect(await redis.client.get('n')).toBe('1')
  })

  test('half a reply leaves its client waiting, and others go on', async () => {
    const redis = await started()
    await redis.client.set('k', 'value')
    redis.faults.halfReply({ command: 'GET', client: 'victim' })
    const victim = ioredis(redis, where, { connectionName: 'victim', commandTimeout: 60 })
    const [first, second] = [victim.get('k'), victim.get('k')]
    await expect(first).rejects.toThrow('Command timed out')
    await expect(second).rejects.toThrow('Command timed out')
    expect(await ioredis(redis, where).get('k')).toBe('value')
  })

  test.each([2, 3] as const)(
    'a reply in single bytes is whole in the end, RESP%i',
    async (RESP) => {
      const redis = await started()
      const client =
        where === 'over TCP'
          ? createClient({ url: redis.url, RESP })
          : createClient({ ...redis.connectionOptions('node-redis'), RESP })
      running.push(() => client.destroy())
      await client.connect()
      await client.hSet('h', { a: '1', b: 'two' })
      const fault = redis.faults.splitReply({ command: 'HGETALL' })
      expect(await Promise.all([client.hGetAll('h'), client.hGet('h', 'b')])).toEqual([
        expect.objectContaining({ a: '1', b: 'two' }),
        'two',
      ])
      expect(fault.fired).toBe(1)
    },
  )

  test('a delay holds its client and what it sends behind, in order', async () => {
    const redis = await started({ clock: 'virtual' })
    const client = ioredis(redis, where)
    await client.set('k', '1')
    redis.faults.delay({ command: 'GET' }, '200ms')
    const order: string[] = []
    const slow = client.get('k').then(() => order.push('get'))
    const behind = client.set('k', '2').then(() => order.push('set'))
    await redis.settled()
    expect(order).toEqual([])
    expect(await redis.client.get('k')).toBe('1')
    await redis.clock.advance(200)
    await Promise.all([slow, behind])
    expect(order).toEqual(['get', 'set'])
  })

  test('refused connections are let in again when the fault is spent', async () => {
    const redis = await started()
    redis.faults.refuseConnections({ times: 2 })
    const client = ioredis(redis, where, { retryStrategy: () => 1, maxRetriesPerRequest: null })
    expect(await client.ping()).toBe('PONG')
    expect(redis.faults.all[0]?.fired).toBe(2)
  })

  test('a cut network hangs and heals', async () => {
    const redis = await started()
    const [subscriber, client] = [ioredis(redis, where), ioredis(redis, where)]
    const heard: string[] = []
    subscriber.on('message', (_channel, message) => heard.push(message))
    await subscriber.subscribe('news')
    await client.set('k', '1')
    const cut = redis.faults.partition()
    const write = client.set('k', '2')
    await redis.client.publish('news', 'hello')
    await redis.settled()
    expect(heard).toEqual([])
    cut.heal()
    expect(await write).toBe('OK')
    await redis.settled()
    expect(heard).toEqual(['hello'])
    expect(await client.get('k')).toBe('2')
  })

  test('a restart ends connections, forgets scripts and keeps the keys or loses them', async () => {
    const redis = await started()
    const client = ioredis(redis, where, { retryStrategy: () => 5, maxRetriesPerRequest: null })
    await client.set('k', '1')
    const sha = (await client.script('LOAD', 'return 1')) as string
    const runId = /run_id:(\w+)/.exec(await client.info('server'))?.[1]
    await redis.restart()
    expect(await client.get('k')).toBe('1')
    await expect(client.evalsha(sha, 0)).rejects.toThrow('NOSCRIPT')
    expect(await client.info('server')).not.toContain(runId)
    await redis.restart({ data: 'lost', downFor: 30 })
    expect(await client.get('k')).toBeNull()
  })
})

describe('which commands', () => {
  test('the nth, so many times, and by a chance that a seed fixes', async () => {
    const redis = await started()
    redis.faults.error({ command: 'GET', nth: 2, times: 2 }, 'LOADING')
    const outcomes: string[] = []
    for (let i = 0; i < 5; i++) {
      await redis.client.get('k').then(
        () => outcomes.push('ok'),
        (error: Error) => outcomes.push(error.message.split(' ')[0] ?? ''),
      )
    }
    expect(outcomes).toEqual(['ok', 'LOADING', 'LOADING', 'ok', 'ok'])
    const drawn = async (seed: number): Promise<string> => {
      const fault = redis.faults.error(
        { command: 'EXISTS', probability: 0.5, times: Number.POSITIVE_INFINITY, seed },
        'ERR no',
      )
      let out = ''
      for (let i = 0; i < 40; i++) {
        out += await redis.client.exists('k').then(
          () => '.',
          () => 'x',
        )
      }
      fault.disarm()
      return out
    }
    const one = await drawn(7)
    expect(one).toMatch(/x/)
    expect(one).toMatch(/\./)
    expect(await drawn(7)).toBe(one)
  })

  test('by a condition on client, arguments and keys', async () => {
    const redis = await started()
    redis.faults.error(
      {
        where: ({ command, args, keys }) =>
          command === 'SET' && keys[0] === 'ключ' && args[1] === 'v',
      },
      'MOVED 3999 127.0.0.1:6381',
    )
    await redis.client.set('ключ', 'w')
    await expect(redis.client.set('ключ', 'v')).rejects.toThrow('MOVED 3999 127.0.0.1:6381')
  })

  test('an error within MULTI spoils the transaction', async () => {
    const redis = await started()
    const client = ioredis(redis, 'in the process')
    redis.faults.error({ command: 'INCR' }, 'OOM')
    await expect(client.multi().incr('n').set('k', '1').exec()).rejects.toThrow('EXECABORT')
    expect(await client.exists('k')).toBe(0)
  })

  test('a blocked command loses its reply when it is served', async () => {
    const redis = await started()
    const worker = ioredis(redis, 'in the process')
    redis.faults.dropAfter({ command: 'BLPOP' })
    const popped = expect(worker.blpop('queue', 0)).rejects.toThrow()
    await redis.settled()
    await redis.client.rpush('queue', 'job')
    await popped
    expect(await redis.client.llen('queue')).toBe(0)
  })
})

describe('what was ordered', () => {
  test('is listed, and a fault that never happened is reported', async () => {
    const redis = await started()
    redis.faults.error({ command: 'GET' }, 'BUSY')
    redis.faults.dropAfter({ command: ['INCR', 'DECR'], key: 'n:*', client: 'worker' })
    await expect(redis.client.get('k')).rejects.toThrow('BUSY')
    expect(redis.faults.fired).toHaveLength(1)
    expect(redis.faults.neverFired.map((fault) => fault.description)).toEqual([
      'apply, then drop the connection: command INCR or DECR, key n:*, client worker',
    ])
    expect(() => redis.faults.assertFired()).toThrow(
      expect.objectContaining({ code: 'REDOUBLE_FAULT_NEVER_FIRED' }),
    )
    await redis.reset()
    expect(redis.faults.all).toEqual([])
    redis.faults.assertFired()
  })

  test.each([
    [{ comand: 'GET' }, 'BUSY', 'REDOUBLE_INVALID_MATCH'],
    [{ command: 'GTE' }, 'BUSY', 'REDOUBLE_INVALID_MATCH'],
    [{ command: 'CLIENT NONE' }, 'BUSY', 'REDOUBLE_INVALID_MATCH'],
    [{ command: 'GET', nth: 0 }, 'BUSY', 'REDOUBLE_INVALID_OCCURRENCE'],
    [{ command: 'GET', probability: 2 }, 'BUSY', 'REDOUBLE_INVALID_OCCURRENCE'],
    [{ command: 'GET' }, 'READ_ONLY', 'REDOUBLE_INVALID_FAULT'],
    [{ command: 'GET' }, 'two\r\nlines', 'REDOUBLE_INVALID_FAULT'],
  ])('%j with %j is refused with %s', async (match, error, code) => {
    const redis = await started()
    expect(() => redis.faults.error(match as object, error)).toThrow(
      expect.objectContaining({ code }),
    )
    expect(redis.faults.all).toEqual([])
  })
})
