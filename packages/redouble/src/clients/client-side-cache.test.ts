/** Client-side caching as node-redis does it by itself, and as ioredis users do it by hand. */
import { Redis as Ioredis } from 'ioredis'
import { Redis as Ioredis5 } from 'ioredis5'
import {
  BasicClientSideCache,
  BasicPooledClientSideCache,
  createClient,
  createClientPool,
} from 'redis'
import {
  BasicClientSideCache as BasicClientSideCache5,
  BasicPooledClientSideCache as BasicPooledClientSideCache5,
  createClient as createClient5,
  createClientPool as createClientPool5,
} from 'redis5'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Engine } from '../engine/engine.ts'
import { listen } from '../net/index.ts'
import { ioredisOptions, nodeRedisOptions, releaseClients } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const eventually = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { interval: 5, timeout: 3000 })

/** How node-redis reaches an engine. */
const transports = {
  'in process': async (engine: Engine): Promise<object> => {
    cleanups.push(() => releaseClients(engine))
    return nodeRedisOptions(engine)
  },
  'over TCP': async (engine: Engine): Promise<object> => {
    const listener = await listen(engine, {})
    cleanups.push(() => listener.close())
    return { url: `redis://127.0.0.1:${(listener.address as { port: number }).port}` }
  },
}

type Cache = BasicClientSideCache
type Client = ReturnType<typeof createClient>
type Pool = ReturnType<typeof createClientPool>

/** The two versions of node-redis, each with a cache of its own that keeps all for ever. */
const libraries = {
  'node-redis 6': {
    client(options: object): [Client, Cache] {
      const cache = new BasicClientSideCache({ ttl: 0, maxEntries: 0 })
      const client = createClient({ ...options, RESP: 3, clientSideCache: cache })
      return [client as unknown as Client, cache]
    },
    pool(options: object): [Pool, Cache] {
      const cache = new BasicPooledClientSideCache({ ttl: 0, maxEntries: 0 })
      const pool = createClientPool({ ...options, RESP: 3 }, { clientSideCache: cache, minimum: 2 })
      return [pool as unknown as Pool, cache]
    },
  },
  'node-redis 5': {
    client(options: object): [Client, Cache] {
      const cache = new BasicClientSideCache5({ ttl: 0, maxEntries: 0 })
      const client = createClient5({ ...options, RESP: 3, clientSideCache: cache })
      return [client as unknown as Client, cache as unknown as Cache]
    },
    pool(options: object): [Pool, Cache] {
      const cache = new BasicPooledClientSideCache5({ ttl: 0, maxEntries: 0 })
      const pool = createClientPool5(
        { ...options, RESP: 3 },
        { clientSideCache: cache, minimum: 2 },
      )
      return [pool as unknown as Pool, cache as unknown as Cache]
    },
  },
}

describe.each(Object.keys(transports) as (keyof typeof transports)[])('%s', (transport) => {
  describe.each(Object.keys(libraries) as (keyof typeof libraries)[])('%s', (library) => {
    async function open(): Promise<{
      engine: Engine
      client: Client
      cache: Cache
      other: Client
      gets(): number
    }> {
      const engine = new Engine()
      const options = await transports[transport](engine)
      const [client, cache] = libraries[library].client(options)
      const other = createClient({ ...options, RESP: 3 }) as unknown as Client
      for (const one of [client, other]) {
        one.on('error', () => {})
        await one.connect()
        cleanups.push(() => (one.isOpen ? one.destroy() : undefined))
      }
      return {
        engine,
        client,
        cache,
        other,
        gets: () => engine.commandStats.get('get')?.calls ?? 0,
      }
    }

    test('what was read is answered without a command until somebody changes it', async () => {
      const { client, cache, other, gets } = await open()
      await other.set('k', 'one')
      expect(await client.get('k')).toBe('one')
      expect(await client.get('k')).toBe('one')
      expect(gets()).toBe(1)
      expect(cache.stats().hitCount).toBe(1)
      await other.set('k', 'two')
      await eventually(async () => expect(await client.get('k')).toBe('two'))
      expect(gets()).toBe(2)
    })

    test('a change of its own is seen too', async () => {
      const { client } = await open()
      expect(await client.get('k')).toBe(null)
      await client.set('k', 'mine')
      expect(await client.get('k')).toBe('mine')
    })

    test('a flush and an expiry empty what is kept', async () => {
      const { client, other } = await open()
      await other.set('k', 'v')
      await other.set('short', 'v', { expiration: { type: 'PX', value: 400 } })
      expect(await client.get('k')).toBe('v')
      expect(await client.get('short')).toBe('v')
      await eventually(async () => expect(await client.get('short')).toBe(null))
      await other.flushAll()
      await eventually(async () => expect(await client.get('k')).toBe(null))
    })

    test('a connection that is lost forgets what was kept, and tracks again', async () => {
      const { engine, client, other } = await open()
      await other.set('k', 'one')
      expect(await client.get('k')).toBe('one')
      for (const session of [...engine.clients.values()]) session.close()
      await eventually(async () => expect(await other.set('k', 'two')).toBe('OK'))
      await eventually(async () => expect(await client.get('k')).toBe('two'))
      await other.set('k', 'three')
      await eventually(async () => expect(await client.get('k')).toBe('three'))
    })

    test('the clients of a pool share one cache', async () => {
      const engine = new Engine()
      const options = await transports[transport](engine)
      const [pool, cache] = libraries[library].pool(options)
      pool.on('error', () => {})
      await pool.connect()
      cleanups.push(() => pool.destroy())
      await pool.set('k', 'one')
      expect(await Promise.all([pool.get('k'), pool.get('k')])).toEqual(['one', 'one'])
      expect(await pool.get('k')).toBe('one')
      expect(cache.stats().hitCount).toBeGreaterThan(0)
      await pool.set('k', 'two')
      await eventually(async () => expect(await pool.get('k')).toBe('two'))
    })
  })
})

test('node-redis in the process ends, and does not try again, when the double has stopped', async () => {
  for (const library of Object.values(libraries)) {
    const engine = new Engine()
    const [client] = library.client(nodeRedisOptions(engine))
    let attempts = 0
    client.on('error', () => {})
    client.on('reconnecting', () => attempts++)
    await client.connect()
    await client.set('k', 'v')
    engine.stop()
    releaseClients(engine)
    await eventually(() => expect(client.isReady).toBe(false))
    await expect(client.set('k', 'w')).rejects.toThrow()
    expect(attempts).toBe(0)
    if (client.isOpen) client.destroy()
  }
})

test('ioredis 5 hears of changed keys on a connection that it redirects to', async () => {
  const engine = new Engine()
  cleanups.push(() => releaseClients(engine))
  const [reader, listener, writer] = [1, 2, 3].map(() => new Ioredis5(ioredisOptions(engine)))
  for (const one of [reader, listener, writer]) cleanups.push(() => one.disconnect())
  const heard: [string, unknown][] = []
  const id = await listener.client('ID')
  await listener.subscribe('__redis__:invalidate')
  listener.on('message', (channel: string, keys: unknown) => heard.push([channel, keys]))
  await reader.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id))
  await reader.get('k')
  await writer.set('k', 'v')
  await eventually(() => expect(heard).toHaveLength(1))
  expect(heard[0][0]).toBe('__redis__:invalidate')
  expect(String(heard[0][1])).toBe('k')
})

test('ioredis 6 keeps replies and invalidations apart', async () => {
  const engine = new Engine()
  cleanups.push(() => releaseClients(engine))
  const client = new Ioredis(ioredisOptions(engine))
  cleanups.push(() => client.disconnect())
  await client.call('CLIENT', 'TRACKING', 'ON')
  for (let i = 0; i < 5; i++) {
    expect(await client.get('k')).toBe(i === 0 ? null : String(i - 1))
    const [set, ping] = await Promise.all([client.set('k', i), client.ping()])
    expect([set, ping]).toEqual(['OK', 'PONG'])
  }
})
