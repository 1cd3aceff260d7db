import { Redis } from 'ioredis'
import { afterEach, expect, test } from 'vitest'
import { Redouble } from '../redouble.ts'

const running: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

async function started(): Promise<Redouble> {
  const redis = await Redouble.create({ port: 0 })
  running.push(() => redis.stop())
  return redis
}

function worker(redis: Redouble, name: string, where = 'in the process'): Redis {
  const options = { connectionName: name }
  const client =
    where === 'over TCP'
      ? new Redis(redis.url, options)
      : new Redis({ ...redis.connectionOptions('ioredis'), ...options })
  running.push(() => client.disconnect())
  return client
}

/** Reads, adds one, writes: loses an update when another writes between. */
async function addOne(client: Redis): Promise<void> {
  const value = Number((await client.get('n')) ?? 0)
  await client.set('n', value + 1)
}

test.each(['in the process', 'over TCP'])(
  'a race between two clients is written down step by step, %s',
  async (where) => {
    const redis = await started()
    const [one, two] = [worker(redis, 'one', where), worker(redis, 'two', where)]
    for (let round = 0; round < 20; round++) {
      await redis.client.set('n', 0)
      const held = redis.hold({ client: 'one', command: 'SET' })
      const first = addOne(one)
      expect(await held.reached).toMatchObject({ command: 'SET', args: ['n', '1'], keys: ['n'] })
      await addOne(two)
      expect(await redis.client.get('n')).toBe('1')
      await held.release()
      await first
      expect(await redis.client.get('n')).toBe('1')
    }
  },
)

test('held after it was applied, others see it and its client does not know yet', async () => {
  const redis = await started()
  const client = worker(redis, 'one')
  const held = redis.hold({ command: 'RPUSH', at: 'after' })
  let answered = false
  const push = client.rpush('list', 'a').then(() => {
    answered = true
  })
  const behind = client.llen('list')
  await held.reached
  expect(held.isReached).toBe(true)
  expect(await redis.client.lrange('list', 0, -1)).toEqual(['a'])
  expect(answered).toBe(false)
  await redis.client.rpush('list', 'b')
  await held.release()
  await push
  expect(await behind).toBe(2)
})

test('a reply that is held is the reply of its time', async () => {
  const redis = await started()
  const client = worker(redis, 'one')
  await redis.client.rpush('list', ['a', 'b'])
  await redis.client.hset('hash', { a: '1' })
  const lists = redis.hold({ command: 'LRANGE', at: 'after' })
  const list = client.lrange('list', 0, -1)
  await lists.reached
  await redis.client.rpush('list', 'c')
  await lists.release()
  expect(await list).toEqual(['a', 'b'])
  const hashes = redis.hold({ command: 'HGETALL', at: 'after' })
  const hash = client.hgetall('hash')
  await hashes.reached
  await redis.client.hset('hash', { b: '2' })
  await hashes.release()
  expect(await hash).toEqual({ a: '1' })
})

test('the nth command is held, and those before it pass', async () => {
  const redis = await started()
  const client = worker(redis, 'one')
  const held = redis.hold({ command: 'INCR', nth: 3 })
  const replies = [client.incr('n'), client.incr('n'), client.incr('n')]
  await held.reached
  expect(await redis.client.get('n')).toBe('2')
  await held.release()
  expect(await Promise.all(replies)).toEqual([1, 2, 3])
})

test('a hold that is released before its command came holds nothing, and says so', async () => {
  const redis = await started()
  const held = redis.hold({ command: 'GET' })
  await held.release()
  await held.release()
  await expect(held.reached).rejects.toMatchObject({ code: 'REDOUBLE_HOLD_NOT_REACHED' })
  expect(await redis.client.get('k')).toBeNull()
})

test('a client that leaves while it is held leaves nothing behind', async () => {
  const redis = await started()
  const client = worker(redis, 'one')
  await client.ping()
  const held = redis.hold({ command: 'SET' })
  const write = client.set('k', '1')
  write.catch(() => {})
  await held.reached
  client.disconnect()
  await redis.settled()
  await held.release()
  expect(await redis.client.get('k')).toBeNull()
})
