/** Unmodified clients that log in as users, in the process and over TCP. */
import { Redis as Ioredis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, describe, expect, test } from 'vitest'
import { Config } from '../command/config.ts'
import { Engine } from '../engine/engine.ts'
import { listen } from '../net/index.ts'
import { ioredisOptions, nodeRedisOptions, releaseClients } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function engineWithUsers(): Engine {
  const config = new Config()
  config.users = [
    { name: 'app', rules: ['on', '>secret', '~app:*', '&app:*', '+@all', '-@dangerous'] },
    { name: 'default', rules: ['off'] },
  ]
  const engine = new Engine({ config })
  cleanups.push(() => releaseClients(engine))
  return engine
}

async function port(engine: Engine): Promise<number> {
  const listener = await listen(engine, {})
  cleanups.push(() => listener.close())
  return (listener.address as { port: number }).port
}

describe.each(['in the process', 'over TCP'])('%s', (where) => {
  const isTcp = where === 'over TCP'

  async function ioredis(options: object): Promise<Ioredis> {
    const engine = engineWithUsers()
    const base = isTcp ? { port: await port(engine) } : ioredisOptions(engine)
    const client = new Ioredis({ ...base, ...options, lazyConnect: true, retryStrategy: null })
    client.on('error', () => {})
    cleanups.push(() => client.disconnect())
    return client
  }

  async function nodeRedis(options: object): Promise<ReturnType<typeof createClient>> {
    const engine = engineWithUsers()
    const base: { socket?: object } = isTcp
      ? { socket: { port: await port(engine) } }
      : nodeRedisOptions(engine)
    const socket = { ...base.socket, reconnectStrategy: false }
    const client = createClient({ ...base, socket, ...options } as object)
    client.on('error', () => {})
    cleanups.push(() => client.destroy())
    return client as ReturnType<typeof createClient>
  }

  test('ioredis logs in as a user and keeps to its rules', async () => {
    const client = await ioredis({ username: 'app', password: 'secret' })
    await client.connect()
    expect(await client.set('app:a', '1')).toBe('OK')
    await expect(client.get('other')).rejects.toThrow('NOPERM No permissions to access a key')
    await expect(client.flushall()).rejects.toThrow(
      "NOPERM User app has no permissions to run the 'flushall' command",
    )
    expect(await client.multi().get('app:a').exec()).toEqual([[null, '1']])
  })

  test('ioredis with a wrong password is told so', async () => {
    const client = await ioredis({ username: 'app', password: 'wrong' })
    await expect(client.connect().then(() => client.ping())).rejects.toThrow(/WRONGPASS|closed/)
  })

  test.each([2, 3] as const)('node-redis logs in as a user in RESP%i', async (RESP) => {
    const client = await nodeRedis({ username: 'app', password: 'secret', RESP })
    await client.connect()
    expect(await client.aclWhoAmI()).toBe('app')
    expect(await client.set('app:a', '1')).toBe('OK')
    await expect(client.get('other')).rejects.toThrow('NOPERM No permissions to access a key')
    expect(await client.publish('app:news', 'm')).toBe(0)
    await expect(client.publish('news', 'm')).rejects.toThrow('to access a channel')
  })

  test('node-redis with a wrong password is told so', async () => {
    const client = await nodeRedis({ username: 'app', password: 'wrong' })
    await expect(client.connect()).rejects.toThrow(/WRONGPASS|closed|reconnect/i)
  })
})

test('an administrator manages users through a client’s own methods', async () => {
  const engine = new Engine()
  cleanups.push(() => releaseClients(engine))
  const client = createClient(nodeRedisOptions(engine))
  cleanups.push(() => client.destroy())
  await client.connect()
  await client.aclSetUser('joe', ['on', '>x', '~a', '+get'])
  expect(await client.aclGetUser('joe')).toMatchObject({
    flags: ['on', 'sanitize-payload'],
    commands: '-@all +get',
    keys: '~a',
    selectors: [],
  })
  expect(await client.aclDryRun('joe', ['get', 'b'])).toBe(
    "User joe has no permissions to access the 'b' key",
  )
  expect(await client.aclLog()).toEqual([])
  expect(await client.aclDelUser('joe')).toBe(1)
})
