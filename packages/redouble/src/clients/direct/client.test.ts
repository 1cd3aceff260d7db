import { afterEach, describe, expect, expectTypeOf, test, vi } from 'vitest'
import { Redouble } from '../../redouble.ts'
import type { ReplyError } from './reply-error.ts'
import type { DirectClient } from './types.ts'

const opened: Redouble[] = []

async function open(options: Parameters<typeof Redouble.create>[0] = {}): Promise<Redouble> {
  const redis = await Redouble.create(options)
  opened.push(redis)
  return redis
}

async function openClient(): Promise<DirectClient> {
  return (await open()).client
}

afterEach(async () => {
  for (const redis of opened.splice(0)) await redis.stop()
})

describe('answers', () => {
  test('come as the JS values that stand for them', async () => {
    const client = await openClient()
    expect(await client.set('k', 'v')).toBe('OK')
    expect(await client.get('k')).toBe('v')
    expect(await client.get('none')).toBeNull()
    expect(await client.incr('n')).toBe(1)
    expect(await client.mget(['k', 'none', 'n'])).toEqual(['v', null, '1'])
    await client.hset('h', { f: 'v', '': 'empty' })
    expect(await client.hgetall('h')).toEqual({ f: 'v', '': 'empty' })
    await client.sadd('s', ['a'])
    expect(await client.smembers('s')).toEqual(['a'])
    await client.zadd('z', { score: 1.5, member: 'm' })
    expect(await client.zscore('z', 'm')).toBe(1.5)
    expect(await client.zrange('z', 0, -1, { withscores: true })).toEqual([['m', 1.5]])
  })

  test('are typed by their command and its options', async () => {
    const client = await openClient()
    expectTypeOf(client.get('k')).resolves.toEqualTypeOf<string | null>()
    expectTypeOf(client.buffers.get('k')).resolves.toEqualTypeOf<Buffer | null>()
    expectTypeOf(client.set('k', 'v')).resolves.toEqualTypeOf<'OK'>()
    expectTypeOf(client.set('k', 'v', { ex: 1, get: true })).resolves.toEqualTypeOf<string | null>()
    expectTypeOf(client.set('k', 'v', { nx: true })).resolves.toEqualTypeOf<'OK' | null>()
    expectTypeOf(client.zrange('z', 0, -1)).resolves.toEqualTypeOf<string[]>()
    const pairs = client.zrange('z', 0, -1, { withscores: true })
    expectTypeOf(pairs).resolves.toEqualTypeOf<[member: string, score: number][]>()
    const results = client.pipeline().set('k', 'v').get('k').exec()
    expectTypeOf(results).resolves.toEqualTypeOf<['OK' | ReplyError, string | null | ReplyError]>()
    const committed = client.multi().llen('l').exec()
    expectTypeOf(committed).resolves.toEqualTypeOf<[number | ReplyError] | null>()
    await Promise.allSettled([pairs, results, committed])
  })

  test('are exact past 2^53', async () => {
    const client = await openClient()
    await client.set('n', 9007199254740991n)
    expect(await client.incrby('n', 2)).toBe(9007199254740993n)
    expect(await client.incrby('n', 9007199254740993n)).toBe(18014398509481986n)
  })

  test('carry infinite scores both ways', async () => {
    const client = await openClient()
    await client.zadd('z', [
      { score: Infinity, member: 'top' },
      { score: -Infinity, member: 'bottom' },
    ])
    expect(await client.zscore('z', 'top')).toBe(Infinity)
    expect(await client.zscore('z', 'bottom')).toBe(-Infinity)
  })

  test('have no prototype where they are maps, so that any field is data', async () => {
    const client = await openClient()
    await client.hset('h', new Map([['__proto__', 'x']]))
    const all = (await client.hgetall('h')) as object
    expect(Object.getPrototypeOf(all)).toBeNull()
    expect(Object.entries(all)).toEqual([['__proto__', 'x']])
  })

  test('are text as UTF-8, and bytes in the buffers view of the same session', async () => {
    const client = await openClient()
    await client.set('ключ', 'žluťoučký')
    expect(await client.get('ключ')).toBe('žluťoučký')
    expect(await client.buffers.get('ключ')).toEqual(Buffer.from('žluťoučký'))
    const bytes = Uint8Array.of(0, 255, 128, 13, 10)
    await client.set(bytes, bytes)
    expect(await client.buffers.get(bytes)).toEqual(Buffer.from(bytes))
    expect(await client.buffers.mget([bytes])).toEqual([Buffer.from(bytes)])
    expect(client.buffers.buffers).toBe(client.buffers)
    expect(await client.call('CLIENT', 'ID')).toBe(await client.buffers.call('CLIENT', 'ID'))
  })

  test('keep the order of the calls, with a blocking one among them', async () => {
    const redis = await open()
    const client = redis.createClient()
    const seen: string[] = []
    const first = client.blpop('jobs', 0).then((value) => seen.push(`blpop ${String(value)}`))
    const second = client.set('after', '1').then(() => seen.push('set'))
    await redis.client.ping()
    expect(await redis.client.get('after')).toBeNull()
    await redis.client.rpush('jobs', 'a')
    await Promise.all([first, second])
    expect(seen).toEqual(['blpop jobs,a', 'set'])
  })

  test('wait for the end of CLIENT PAUSE, in order', async () => {
    const client = await openClient()
    await client.call('CLIENT', 'PAUSE', 30, 'WRITE')
    const seen: string[] = []
    const write = client.set('k', 'v').then(() => seen.push('set'))
    const read = client.get('k').then((value) => seen.push(`get ${value as string}`))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(seen).toEqual([])
    await Promise.all([write, read])
    expect(seen).toEqual(['set', 'get v'])
  })

  test('let the event loop live, so that a poll sees what a timer does', async () => {
    const client = await openClient()
    await client.set('busy', '1')
    setTimeout(() => void client.del('busy'), 1)
    while ((await client.get('busy')) !== null);
    expect(await client.exists('busy')).toBe(0)
  })
})

describe('errors', () => {
  test('of the server are thrown with their code and command', async () => {
    const client = await openClient()
    await client.set('k', 'v')
    await expect(client.lpush('k', 'x')).rejects.toMatchObject({
      name: 'ReplyError',
      code: 'WRONGTYPE',
      command: 'LPUSH',
      message: 'WRONGTYPE Operation against a key holding the wrong kind of value',
    })
    await expect(client.call('nonsense')).rejects.toMatchObject({
      code: 'ERR',
      command: 'NONSENSE',
    })
    expect(await client.get('k')).toBe('v')
  })

  test('of the caller name what is wrong, and nothing is sent', async () => {
    const client = (await openClient()) as unknown as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >
    const code = 'REDOUBLE_INVALID_ARGUMENT'
    await expect(client.del('a', 'b')).rejects.toMatchObject({ code, message: /del\(key\).*2/ })
    await expect(client.get()).rejects.toMatchObject({ code })
    await expect(client.set('a', 'b', { EX: 1 })).rejects.toMatchObject({ message: /knows no EX/ })
    await expect(client.set('a', null)).rejects.toMatchObject({ message: /null cannot be a word/ })
    await expect(client.set('a', { b: 1 })).rejects.toMatchObject({ message: /an object/ })
    await expect(client.hset('h', 'f')).rejects.toMatchObject({ message: /pairs/ })
    await expect(client.zadd('z', { score: 1 })).rejects.toMatchObject({ message: /no member/ })
    await expect(client.call()).rejects.toMatchObject({ code })
    expect(await client.dbsize()).toBe(0)
  })
})

describe('a pipeline', () => {
  test('answers each command with its result or its error', async () => {
    const client = await openClient()
    const results = await client
      .pipeline()
      .set('k', 'v')
      .lpush('k', 'x')
      .get('k')
      .call('PING')
      .exec()
    expect(results[0]).toBe('OK')
    expect(results[1]).toMatchObject({ code: 'WRONGTYPE', command: 'LPUSH' })
    expect(results.slice(2)).toEqual(['v', 'PONG'])
  })

  test('can be filled in a loop, and again after exec', async () => {
    const client = await openClient()
    const pipeline = client.pipeline()
    for (let i = 0; i < 3; i++) pipeline.incr('n')
    expect(pipeline.length).toBe(3)
    expect(await pipeline.exec()).toEqual([1, 2, 3])
    expect(await pipeline.exec()).toEqual([])
    pipeline.get('n')
    expect(await pipeline.exec()).toEqual(['3'])
  })
})

describe('a transaction', () => {
  test('answers with the results of its commands', async () => {
    const client = await openClient()
    const results = await client.multi().set('k', '1').incr('k').hset('k', { f: 'v' }).exec()
    expect(results?.slice(0, 2)).toEqual(['OK', 2])
    expect(results?.[2]).toMatchObject({ code: 'WRONGTYPE', command: 'HSET' })
  })

  test('is null when a watched key was changed by another client', async () => {
    const redis = await open()
    const client = redis.client
    await client.watch('k')
    await redis.createClient().set('k', 'theirs')
    expect(await client.multi().set('k', 'mine').exec()).toBeNull()
    expect(await client.get('k')).toBe('theirs')
    expect(await client.multi().set('k', 'mine').exec()).toEqual(['OK'])
  })

  test('is refused as a whole when a command is, and says which', async () => {
    const client = await openClient()
    const refused = client.multi().set('k', 'v').call('GET').exec()
    await expect(refused).rejects.toMatchObject({
      code: 'EXECABORT',
      cause: { command: 'GET', message: /wrong number of arguments/ },
    })
    expect(await client.exists('k')).toBe(0)
  })
})

describe('subscriptions', () => {
  test('bring messages of channels and patterns while other commands go on', async () => {
    const redis = await open()
    const client = redis.createClient()
    const news = vi.fn()
    const any = vi.fn()
    await client.subscribe(['news', 'weather'], news)
    await client.buffers.psubscribe('n*', any)
    expect(await client.set('k', 'still at work')).toBe('OK')
    expect(await redis.client.publish('news', 'ž')).toBe(2)
    await redis.client.ping()
    expect(news.mock.calls).toEqual([['ž', 'news', undefined]])
    expect(any.mock.calls).toEqual([[Buffer.from('ž'), 'news', 'n*']])
  })

  test('end for one listener, for a channel, for all', async () => {
    const redis = await open()
    const client = redis.createClient()
    const [first, second] = [vi.fn(), vi.fn()]
    await client.subscribe('c', first)
    await client.subscribe('c', second)
    await client.unsubscribe('c', first)
    expect(await redis.client.publish('c', '1')).toBe(1)
    await client.subscribe('d', second)
    await client.unsubscribe('c')
    expect(await redis.client.publish('c', '2')).toBe(0)
    expect(await redis.client.publish('d', '3')).toBe(1)
    await client.unsubscribe()
    expect(await redis.client.publish('d', '4')).toBe(0)
    await redis.client.ping()
    expect(first).not.toHaveBeenCalled()
    expect(second.mock.calls.map(([message]) => message as string)).toEqual(['1', '3'])
  })

  test('may publish from within a listener', async () => {
    const redis = await open()
    const heard: string[] = []
    await redis.client.subscribe(['a', 'b'], (message, channel) => {
      heard.push(`${channel}: ${message}`)
      if (channel === 'a') void redis.client.publish('b', 'echo')
    })
    await redis.client.publish('a', 'call')
    await vi.waitFor(() => expect(heard).toEqual(['a: call', 'b: echo']))
  })
})

describe('a session', () => {
  test('is shared by redis.client and separate for createClient()', async () => {
    const redis = await open()
    expect(redis.client).toBe(redis.client)
    const other = redis.createClient()
    await other.select(1)
    await other.set('k', 'in 1')
    expect(await redis.client.get('k')).toBeNull()
  })

  test('needs no password', async () => {
    const redis = await open({ password: 'secret' })
    expect(await redis.client.ping()).toBe('PONG')
  })

  test('that is closed rejects what waits and what comes, and redis.client opens another', async () => {
    const redis = await open()
    const client = redis.client
    const waiting = expect(client.blpop('none', 0)).rejects.toMatchObject({
      code: 'REDOUBLE_CLIENT_CLOSED',
    })
    await client.close()
    await waiting
    expect(client.isClosed).toBe(true)
    await expect(client.get('k')).rejects.toMatchObject({ code: 'REDOUBLE_CLIENT_CLOSED' })
    await expect(client.pipeline().get('k').exec()).rejects.toMatchObject({
      code: 'REDOUBLE_CLIENT_CLOSED',
    })
    expect(await redis.client.ping()).toBe('PONG')
    await client.close()
  })

  test('ends with QUIT and with its Redouble', async () => {
    const redis = await open()
    const first = redis.createClient()
    expect(await first.call('QUIT')).toBe('OK')
    expect(first.isClosed).toBe(true)
    const second = redis.createClient()
    await redis.stop()
    await expect(second.ping()).rejects.toMatchObject({ code: 'REDOUBLE_CLIENT_CLOSED' })
    expect(() => redis.createClient()).toThrow(/has been stopped/)
  })

  test('answers nothing while CLIENT REPLY is off, and goes on when it is on', async () => {
    const client = await openClient()
    await client.call('CLIENT', 'REPLY', 'OFF')
    expect(await client.set('k', 'v')).toBeUndefined()
    expect(await client.call('CLIENT', 'REPLY', 'ON')).toBe('OK')
    expect(await client.get('k')).toBe('v')
  })
})
