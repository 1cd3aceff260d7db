import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis as Valkey } from 'iovalkey'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Bundle, bundle } from './bundle.test-support.ts'
import { Redouble } from './redouble.ts'
import type { RedoubleOptions } from './redouble-options.ts'

const running: Redouble[] = []
afterEach(() => Promise.all(running.splice(0).map((redis) => redis.stop())))

async function started(options?: RedoubleOptions): Promise<Redouble> {
  const redis = await Redouble.create(options)
  running.push(redis)
  return redis
}

/** Sends an inline command over TCP; the first bytes of the reply. */
function ask(url: string, command: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${command}\r\n`))
    socket.once('error', reject)
    socket.once('data', (reply) => {
      socket.destroy()
      resolve(String(reply).trim())
    })
  })
}

describe('create', () => {
  test('answers as the version that was asked for', async () => {
    const redis = await started({ version: 'valkey-8.1' })
    expect(await redis.client.call('INFO', 'server')).toContain('valkey_version:8.1')
  })

  test('takes directives of redis.conf', async () => {
    const redis = await started({
      config: {
        'maxmemory-policy': 'allkeys-lru',
        'hash-max-listpack-entries': 3,
        'lazyfree-lazy-expire': true,
        save: '900 1 300 10',
        'client-output-buffer-limit': 'pubsub 1mb 0 0',
      },
    })
    expect(await redis.client.call('CONFIG', 'GET', 'maxmemory-policy', 'save')).toEqual({
      'maxmemory-policy': 'allkeys-lru',
      save: '900 1 300 10',
    })
    expect(await redis.client.call('CONFIG', 'GET', 'lazyfree-lazy-expire')).toEqual({
      'lazyfree-lazy-expire': 'yes',
    })
    await redis.client.call('HSET', 'h', 'a', 1, 'b', 2, 'c', 3, 'd', 4)
    expect(await redis.client.call('OBJECT', 'ENCODING', 'h')).toBe('hashtable')
  })

  test('the same seed makes the same choices', async () => {
    const choices = async (): Promise<unknown> => {
      const { client } = await started({ seed: 7 })
      await client.call('SADD', 's', ...Array.from({ length: 50 }, (_, i) => `m${i}`))
      return client.call('SRANDMEMBER', 's', 10)
    }
    expect(await choices()).toEqual(await choices())
  })

  test.each<[string, unknown, string, RegExp]>([
    ['an unknown version', { version: '8.9' }, 'REDOUBLE_UNKNOWN_VERSION', /"8\.9".*valkey-9/],
    ['a version as a number', { version: 8 }, 'REDOUBLE_INVALID_OPTION', /version is 8.*a string/],
    ['a misspelt option', { passwort: 'x' }, 'REDOUBLE_INVALID_OPTION', /"passwort".*password/],
    ['no object', 6379, 'REDOUBLE_INVALID_OPTION', /given 6379.*\{ port: 6379 \}/],
    ['null', null, 'REDOUBLE_INVALID_OPTION', /given null/],
    ['no databases', { databases: 0 }, 'REDOUBLE_INVALID_OPTION', /databases is 0/],
    ['port and path', { port: 0, path: '/x' }, 'REDOUBLE_INVALID_OPTION', /not both/],
    ['a port beyond all', { port: 70000 }, 'REDOUBLE_INVALID_OPTION', /0 to 65535/],
    [
      'an unknown directive',
      { config: { maxmemorypolicy: 'x' } },
      'REDOUBLE_INVALID_CONFIG',
      /"maxmemorypolicy".*no such directive/,
    ],
    [
      'a value that the server refuses',
      { config: { 'maxmemory-policy': 'lru' } },
      'REDOUBLE_INVALID_CONFIG',
      /"maxmemory-policy".*"lru".*allkeys-lru/,
    ],
    [
      'a directive without a value',
      { config: { timeout: null } },
      'REDOUBLE_INVALID_CONFIG',
      /"timeout".*null/,
    ],
    ['a port as a directive', { config: { port: 1 } }, 'REDOUBLE_INVALID_CONFIG', /listen\(\)/],
  ])('refuses %s', async (_, options, code, message) => {
    const refused = Redouble.create(options as RedoubleOptions)
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })
})

describe('listening', () => {
  test('url leads to the first listener that is open', async () => {
    const redis = await started({ port: 0 })
    const second = await redis.listen()
    expect(await ask(redis.url, 'PING')).toBe('+PONG')
    expect(await ask(`redis://127.0.0.1:${portOf(second.address)}`, 'PING')).toBe('+PONG')
    const first = redis.url
    await (await redis.listen({ port: 0 })).close()
    expect(redis.url).toBe(first)
  })

  test('a listener that was closed is nobody’s url', async () => {
    const redis = await started()
    const listener = await redis.listen()
    await listener.close()
    expect(() => redis.url).toThrow(expect.objectContaining({ code: 'REDOUBLE_NOT_LISTENING' }))
  })

  test('url without a listener says what to do', async () => {
    const redis = await started()
    expect(() => redis.url).toThrow(/port: 0.*listen\(\).*connectionOptions/)
  })

  test('url carries the password, and the path of a unix socket', async () => {
    const path = join(tmpdir(), `redouble-url-${process.pid}.sock`)
    const redis = await started({ path, password: 'p@ss' })
    expect(redis.url).toBe(`unix://:p%40ss@${path}`)
    await redis.stop()
    expect(existsSync(path)).toBe(false)
    const other = await started({ port: 0, password: 'p@ss' })
    const client = createClient({ url: other.url })
    await client.connect()
    expect(await client.ping()).toBe('PONG')
    client.destroy()
  })

  test('a second double cannot have the same port, and says so', async () => {
    const { url } = await started({ port: 0 })
    const refused = Redouble.create({ port: Number(new URL(url).port) })
    await expect(refused).rejects.toMatchObject({ code: 'REDOUBLE_ADDRESS_IN_USE' })
  })

  test('listen takes options and no bare port', async () => {
    const redis = await started()
    const refused = redis.listen(6379 as never)
    await expect(refused).rejects.toMatchObject({ code: 'REDOUBLE_INVALID_OPTION' })
  })

  test('a listener that opens while the double stops is closed again', async () => {
    const redis = await Redouble.create()
    const listening = redis.listen()
    await redis.stop()
    await expect(listening).rejects.toMatchObject({ code: 'REDOUBLE_STOPPED' })
  })
})

describe('connectionOptions', () => {
  test('lets each client in with the password of now', async () => {
    const redis = await started({ password: 'before' })
    await redis.client.call('CONFIG', 'SET', 'requirepass', 'now')
    const ioredis = new Redis(redis.connectionOptions('ioredis'))
    const valkey = new Valkey(redis.connectionOptions('iovalkey'))
    const node = createClient(redis.connectionOptions('node-redis'))
    await node.connect()
    expect(await ioredis.set('k', 'v')).toBe('OK')
    expect(await valkey.get('k')).toBe('v')
    expect(await node.get('k')).toBe('v')
    ioredis.disconnect()
    valkey.disconnect()
    node.destroy()
  })

  test('names the clients that it knows', async () => {
    const redis = await started()
    expect(() => redis.connectionOptions('redis' as 'ioredis')).toThrow(
      expect.objectContaining({
        code: 'REDOUBLE_UNKNOWN_CLIENT',
        message: expect.stringMatching(/"redis".*'node-redis'.*intercept/),
      }),
    )
  })
})

describe('reset', () => {
  test('takes away keys, scripts, pauses, logs and counters', async () => {
    const redis = await started()
    const { client } = redis
    await client.call('SET', 'k', 'v')
    await client.call('SELECT', 3)
    await client.call('SET', 'k3', 'v')
    const sha = await client.call('SCRIPT', 'LOAD', 'return 1')
    await client.call('CONFIG', 'SET', 'slowlog-log-slower-than', 0)
    await client.call('NOSUCH').catch(() => {})
    await client.call('CLIENT', 'PAUSE', 60_000, 'WRITE')
    await redis.reset()
    expect(await client.call('SET', 'after', 1)).toBe('OK')
    expect(await client.call('SELECT', 0)).toBe('OK')
    expect(await client.call('DBSIZE')).toBe(0)
    expect(await client.call('SCRIPT', 'EXISTS', String(sha))).toEqual([0])
    expect(await client.call('SLOWLOG', 'LEN')).toBe(0)
    const stats = String(await client.call('INFO', 'stats', 'errorstats', 'commandstats'))
    expect(stats).toContain('total_error_replies:0')
    expect(stats).not.toMatch(/errorstat_|cmdstat_config/)
  })

  test('puts the configuration back to what create was given', async () => {
    const redis = await started({ password: 'secret', config: { maxclients: 7, timeout: 9 } })
    const { client } = redis
    const shown = async (): Promise<unknown> => client.call('CONFIG', 'GET', '*')
    const before = await shown()
    const changes: Record<string, string | number> = {
      maxclients: 50,
      timeout: 0,
      requirepass: '',
      save: '1 1',
      'notify-keyspace-events': 'KEA',
      'client-output-buffer-limit': 'normal 1 2 3 pubsub 4 5 6',
      'latency-tracking-info-percentiles': '50',
      'cluster-announce-ip': '10.0.0.1',
      'lazyfree-lazy-expire': 'yes',
    }
    await client.call('CONFIG', 'SET', ...Object.entries(changes).flat().map(String))
    expect(await shown()).not.toEqual(before)
    await redis.reset()
    expect(await shown()).toEqual(before)
    await client.call('CONFIG', 'SET', 'maxclients', 50)
    await redis.reset()
    expect(await shown()).toEqual(before)
  })

  test('leaves clients connected, with what is their own', async () => {
    const redis = await started()
    const [owner, other, waiting, subscriber] = Array.from({ length: 4 }, () =>
      redis.createClient(),
    )
    const messages = vi.fn()
    await subscriber.subscribe('news', messages)
    await owner.call('CLIENT', 'SETNAME', 'me')
    const popped = waiting.call('BLPOP', 'queue', 0)
    await owner.call('SET', 'watched', 1)
    await owner.call('WATCH', 'watched')
    await owner.call('MULTI')
    await owner.call('INCR', 'counter')
    await redis.reset()
    expect(await owner.call('EXEC')).toBeNull()
    expect(await owner.call('CLIENT', 'GETNAME')).toBe('me')
    await other.call('RPUSH', 'queue', 'job')
    expect(await popped).toEqual(['queue', 'job'])
    await other.call('PUBLISH', 'news', 'hello')
    await vi.waitFor(() => expect(messages).toHaveBeenCalledOnce())
  })

  test('a transaction that watches nothing runs on the empty keyspace', async () => {
    const redis = await started()
    await redis.client.call('SET', 'counter', 5)
    await redis.client.call('MULTI')
    await redis.client.call('INCR', 'counter')
    await redis.reset()
    expect(await redis.client.call('EXEC')).toEqual([1])
  })
})

describe('stop', () => {
  test('may be called twice, and by leaving a scope', async () => {
    let kept: Redouble
    {
      await using redis = await Redouble.create({ port: 0 })
      kept = redis
      await redis.client.call('PING')
    }
    await Promise.all([kept.stop(), kept.stop()])
  })

  test('everything after it says that it was stopped', async () => {
    const redis = await Redouble.create({ port: 0 })
    const { client } = redis
    await client.call('PING')
    await redis.stop()
    const stopped = expect.objectContaining({ code: 'REDOUBLE_STOPPED' })
    expect(() => redis.url).toThrow(stopped)
    expect(() => redis.client).toThrow(stopped)
    expect(() => redis.createClient()).toThrow(stopped)
    expect(() => redis.intercept()).toThrow(stopped)
    expect(() => redis.connectionOptions('ioredis')).toThrow(stopped)
    await expect(redis.listen()).rejects.toEqual(stopped)
    await expect(redis.reset()).rejects.toEqual(stopped)
    await expect(client.call('PING')).rejects.toThrow(/closed|stopped/i)
  })

  test('ends what waits', async () => {
    const redis = await Redouble.create({ port: 0 })
    const blocked = redis.createClient().call('BLPOP', 'queue', 0)
    const { hostname, port } = new URL(redis.url)
    const socket = connect(Number(port), hostname)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('connect', resolve))
    await redis.client.call('CLIENT', 'PAUSE', 60_000)
    await Promise.all([redis.stop(), expect(blocked).rejects.toThrow(/closed/i), closed])
  })
})

describe('in a process of its own', () => {
  let built: Bundle
  beforeAll(async () => {
    built = await bundle({ index: 'index.ts' })
  })
  afterAll(() => built.remove())

  test.each([
    ['a double that nobody stops', 'await redis.client.set("k", "v", { px: 60000 })'],
    ['a timeout for idle clients', 'await redis.client.call("CONFIG", "SET", "timeout", 60)'],
    ['a listener after stop', 'await redis.listen(); await redis.stop()'],
    [
      'blocked and paused clients after stop',
      `redis.createClient().call("BLPOP", "q", 60).catch(() => {})
      await redis.client.call("CLIENT", "PAUSE", 60000)
      await redis.stop()`,
    ],
  ])('%s does not keep it alive', async (_, code) => {
    const program = `const { Redouble } = await import(${JSON.stringify(built.file('index'))})
      const redis = await Redouble.create()
      ${code}
      console.log('done')`
    const args = ['--input-type=module', '-e', program]
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 5000 })
    expect(stdout.trim()).toBe('done')
  })
})

function portOf(address: object): number {
  return (address as { port: number }).port
}
