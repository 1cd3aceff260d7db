/** One suite for every way in: whatever the transport, a client sees the same server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis as Ioredis } from 'ioredis'
import { Redis as Ioredis5 } from 'ioredis5'
import { Redis as Iovalkey } from 'iovalkey'
import { createClient } from 'redis'
import { createClient as createClient5 } from 'redis5'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Engine } from '../engine/engine.ts'
import { caCertificate, serverCertificate, serverKey } from '../net/certificates.test-support.ts'
import { type ListenOptions, listen } from '../net/index.ts'
import { intercept, ioredisOptions, nodeRedisOptions, releaseClients } from './index.ts'

/** What the contract needs of a client, in its own words. */
interface Client {
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<unknown>
  publish(channel: string, message: string): Promise<unknown>
  subscribe(channel: string, heard: (message: string) => void): Promise<unknown>
  popBlocking(key: string): Promise<unknown>
  push(key: string, value: string): Promise<unknown>
  another(): Promise<Client>
  quit(): Promise<unknown>
  /** Ends without goodbye. */
  drop(): unknown
}

type Opened = (client: { drop(): unknown }) => void

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})
const opened: Opened = (client) => cleanups.push(() => client.drop())

const eventually = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { interval: 5, timeout: 3000 })

function ioredisClient(redis: Ioredis): Client {
  redis.on('error', () => {})
  const client: Client = {
    get: (key) => redis.get(key),
    set: (key, value) => redis.set(key, value),
    publish: (channel, message) => redis.publish(channel, message),
    subscribe: (channel, heard) => {
      redis.on('message', (_, message) => heard(message))
      return redis.subscribe(channel)
    },
    popBlocking: (key) => redis.blpop(key, 0),
    push: (key, value) => redis.lpush(key, value),
    another: async () => ioredisClient(redis.duplicate()),
    quit: () => redis.quit(),
    drop: () => redis.disconnect(),
  }
  opened(client)
  return client
}

async function nodeRedisClient(redis: ReturnType<typeof createClient>): Promise<Client> {
  redis.on('error', () => {})
  const client: Client = {
    get: (key) => redis.get(key),
    set: (key, value) => redis.set(key, value),
    publish: (channel, message) => redis.publish(channel, message),
    subscribe: (channel, heard) => redis.subscribe(channel, (message) => heard(message)),
    popBlocking: (key) => redis.blPop(key, 0),
    push: (key, value) => redis.lPush(key, value),
    another: () => nodeRedisClient(redis.duplicate() as typeof redis),
    quit: () => redis.close(),
    drop: () => (redis.isOpen ? redis.destroy() : undefined),
  }
  await redis.connect()
  opened(client)
  return client
}

const libraries = {
  'ioredis 6': (url: string, options: object) => ioredisClient(new Ioredis(url, options)),
  'ioredis 5': (url: string, options: object) =>
    ioredisClient(new Ioredis5(url, options) as unknown as Ioredis),
  iovalkey: (url: string, options: object) =>
    ioredisClient(new Iovalkey(url, options) as unknown as Ioredis),
  'node-redis 6': (url: string, options: object) =>
    nodeRedisClient(createClient({ url, ...options }) as ReturnType<typeof createClient>),
  'node-redis 6, RESP2': (url: string, options: object) =>
    nodeRedisClient(
      createClient({ url, RESP: 2, ...options }) as unknown as ReturnType<typeof createClient>,
    ),
  'node-redis 5': (url: string, options: object) =>
    nodeRedisClient(
      createClient5({ url, ...options }) as unknown as ReturnType<typeof createClient>,
    ),
  'node-redis 5, RESP3': (url: string, options: object) =>
    nodeRedisClient(
      createClient5({ url, RESP: 3, ...options }) as unknown as ReturnType<typeof createClient>,
    ),
}

type Library = keyof typeof libraries

const isIoredis = (library: Library): boolean => library.startsWith('io')

async function port(engine: Engine, options: ListenOptions = {}): Promise<number> {
  const listener = await listen(engine, options)
  cleanups.push(() => listener.close())
  return (listener.address as { port: number }).port
}

/** How a library reaches the engine over each transport. */
const transports: Record<
  string,
  (engine: Engine, library: Library) => Promise<[url: string, options: object]>
> = {
  tcp: async (engine) => [`redis://127.0.0.1:${await port(engine)}`, {}],
  tls: async (engine, library) => {
    const tls = { cert: serverCertificate, key: serverKey }
    const url = `rediss://localhost:${await port(engine, { tls })}`
    const trust = { ca: caCertificate }
    return [url, isIoredis(library) ? { tls: trust } : { socket: { tls: true, ...trust } }]
  },
  unix: async (engine, library) => {
    const dir = mkdtempSync(join(tmpdir(), 'redouble-'))
    const path = join(dir, 'redis.sock')
    const listener = await listen(engine, { path })
    cleanups.push(async () => {
      await listener.close()
      rmSync(dir, { recursive: true })
    })
    return isIoredis(library)
      ? [path, {}]
      : ['redis://ignored', { url: undefined, socket: { path } }]
  },
  'in process': async (engine, library) => {
    cleanups.push(() => releaseClients(engine))
    return isIoredis(library)
      ? ['redis://localhost', ioredisOptions(engine)]
      : ['redis://ignored', { url: undefined, ...nodeRedisOptions(engine) }]
  },
  'intercept of a name': async (engine) => {
    const intercepted = intercept(engine, { host: 'redis.test' })
    cleanups.push(() => intercepted.stop())
    return ['redis://redis.test:6379', {}]
  },
  'intercept of a path': async (engine, library) => {
    const path = '/nowhere/redis.sock'
    const intercepted = intercept(engine, { path })
    cleanups.push(() => intercepted.stop())
    return isIoredis(library)
      ? [path, {}]
      : ['redis://ignored', { url: undefined, socket: { path } }]
  },
}

describe.each(Object.keys(transports))('over %s', (transport) => {
  describe.each(Object.keys(libraries) as Library[])('with %s', (library) => {
    async function start(): Promise<[Client, Engine]> {
      const engine = new Engine()
      const [url, options] = await (transports[transport] as (typeof transports)[string])(
        engine,
        library,
      )
      return [await libraries[library](url, options), engine]
    }

    test('a value comes back as it was, small or large, in any alphabet', async () => {
      const [client] = await start()
      for (const value of ['', 'plain', 'é € 𝄞', 'x'.repeat(300_000)]) {
        await client.set('key', value)
        expect(await client.get('key')).toBe(value)
      }
    })

    test('commands that are sent together are answered in order', async () => {
      const [client] = await start()
      const sent = Array.from({ length: 500 }, (_, i) => client.set(`key ${i}`, `${i}`))
      await Promise.all(sent)
      const values = await Promise.all(sent.map((_, i) => client.get(`key ${i}`)))
      expect(values).toEqual(sent.map((_, i) => `${i}`))
    })

    test('a duplicate of the client subscribes, and hears what is published', async () => {
      const [client] = await start()
      const subscriber = await client.another()
      const heard: string[] = []
      await subscriber.subscribe('news', (message) => heard.push(message))
      await client.publish('news', 'one')
      await client.publish('news', 'two')
      await eventually(() => expect(heard).toEqual(['one', 'two']))
    })

    test('a blocked client is woken by another', async () => {
      const [client, engine] = await start()
      const blocked = (await client.another()).popBlocking('queue')
      await eventually(() =>
        expect([...engine.clients.values()].some(({ isBlocked }) => isBlocked)).toBe(true),
      )
      await client.push('queue', 'job')
      expect(Object.values((await blocked) as object)).toEqual(['queue', 'job'])
    })

    test('a client whose connection the server ends comes back', async () => {
      const [client, engine] = await start()
      await client.set('key', 'kept')
      for (const session of [...engine.clients.values()]) session.close()
      await eventually(async () => expect(await client.get('key')).toBe('kept'))
    })

    test('quitting ends promptly, and the engine has forgotten the client', async () => {
      const [client, engine] = await start()
      await client.set('key', 'value')
      await client.quit()
      await eventually(() => expect(engine.clients.size).toBe(0))
    })

    test('a client that goes without goodbye while it blocks is forgotten too', async () => {
      const [client, engine] = await start()
      await client.set('key', 'value')
      const failed = client.popBlocking('queue').then(
        () => 'answered',
        () => 'failed',
      )
      await eventually(() =>
        expect([...engine.clients.values()].some(({ isBlocked }) => isBlocked)).toBe(true),
      )
      client.drop()
      expect(await failed).toBe('failed')
      await eventually(() => expect(engine.clients.size).toBe(0))
    })
  })
})
