import { AsyncLocalStorage } from 'node:async_hooks'
import { Redis } from 'ioredis'
import { createClient, createClientPool } from 'redis'
import { afterEach, expect, test, vi } from 'vitest'
import { Engine } from '../engine/engine.ts'
import { InProcessSocket, ioredisOptions, nodeRedisOptions, releaseClients } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function engineForTest(): Engine {
  const engine = new Engine()
  cleanups.push(() => releaseClients(engine))
  return engine
}

function ioredis(engine: Engine, options: object = {}): Redis {
  const redis = new Redis({ ...ioredisOptions(engine), ...options })
  redis.on('error', () => {})
  cleanups.push(() => redis.disconnect())
  return redis
}

async function connected(engine: Engine): Promise<InProcessSocket> {
  const socket = new InProcessSocket(engine).connect()
  cleanups.push(() => socket.destroy())
  await new Promise((resolve) => socket.once('ready', resolve))
  return socket
}

test('a loop that polls does not starve the timers of the process', async () => {
  const redis = ioredis(engineForTest())
  await redis.set('busy', 'yes')
  setTimeout(() => void redis.del('busy'), 5)
  while ((await redis.get('busy')) !== null);
  expect(await redis.get('busy')).toBeNull()
})

test('a client works on while a test freezes time', async () => {
  const redis = ioredis(engineForTest())
  const node = createClient(nodeRedisOptions(engineForTest()))
  await node.connect()
  await redis.ping()
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] })
  for (let i = 0; i < 500; i++) await redis.set('key', `${i}`)
  expect(await redis.get('key')).toBe('499')
  vi.useRealTimers()
  node.destroy()
})

test('a subscriber does not hear in the async context of the publisher', async () => {
  const engine = engineForTest()
  const storage = new AsyncLocalStorage<string>()
  const subscriber = storage.run('subscriber', () => ioredis(engine))
  const publisher = ioredis(engine)
  await subscriber.subscribe('news')
  const heardIn = new Promise((resolve) =>
    subscriber.on('message', () => resolve(storage.getStore())),
  )
  await storage.run('publisher', () => publisher.publish('news', 'hello'))
  expect(await heardIn).toBe('subscriber')
})

test('an idle client holds nothing that keeps the process alive', async () => {
  const engine = engineForTest()
  const before = process.getActiveResourcesInfo()
  const redis = ioredis(engine)
  const node = createClient(nodeRedisOptions(engine))
  await node.connect()
  for (let i = 0; i < 300; i++) await redis.ping()
  const held = [...process.getActiveResourcesInfo()].filter((kind) => kind !== 'Immediate')
  expect(held.length).toBeLessThanOrEqual(before.length)
  node.destroy()
})

test('an engine that has stopped refuses clients instead of keeping them waiting', async () => {
  const engine = engineForTest()
  const options = nodeRedisOptions(engine)
  const redis = ioredis(engine, { lazyConnect: true, retryStrategy: null })
  releaseClients(engine)
  await expect(redis.connect()).rejects.toThrow()
  const node = createClient({ ...options, socket: { ...options.socket, reconnectStrategy: false } })
  node.on('error', () => {})
  await expect(node.connect()).rejects.toMatchObject({ code: 'ENOENT' })
})

test('the options of one engine are the same each time, and differ from those of another', () => {
  const [one, two] = [engineForTest(), engineForTest()]
  expect(nodeRedisOptions(one)).toEqual(nodeRedisOptions(one))
  expect(nodeRedisOptions(one)).not.toEqual(nodeRedisOptions(two))
})

test('a pool of node-redis clients is served', async () => {
  const engine = engineForTest()
  const pool = createClientPool(nodeRedisOptions(engine), { minimum: 3 })
  pool.on('error', () => {})
  await pool.connect()
  await Promise.all(Array.from({ length: 50 }, (_, i) => pool.set(`key ${i}`, `${i}`)))
  expect(await pool.get('key 49')).toBe('49')
  expect(engine.clients.size).toBeGreaterThanOrEqual(3)
  await pool.close()
  await vi.waitFor(() => expect(engine.clients.size).toBe(0))
})

test('CLIENT LIST shows a client without a port as in-process', async () => {
  const engine = engineForTest()
  const redis = ioredis(engine)
  const node = createClient(nodeRedisOptions(engine))
  await node.connect()
  const lines = String(await redis.client('LIST'))
    .trim()
    .split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toContain(' addr=in-process:0 ')
  node.destroy()
})

test('replies to one write arrive in one piece, and never inside the write', async () => {
  const socket = await connected(engineForTest())
  const pieces: string[] = []
  socket.on('data', (bytes: Buffer) => pieces.push(String(bytes)))
  socket.write('PING\r\nPING\r\n')
  socket.write(Buffer.from('PING\r\n'))
  expect(pieces).toEqual([])
  await new Promise((resolve) => socket.once('data', resolve))
  expect(pieces).toEqual(['+PONG\r\n+PONG\r\n+PONG\r\n'])
})

test('a corked socket sends when it is uncorked', async () => {
  const engine = engineForTest()
  const socket = await connected(engine)
  socket.cork()
  socket.write('SET key ')
  socket.write(Buffer.from('value'))
  socket.write('\r\n')
  expect(engine.databases[0].size).toBe(0)
  socket.uncork()
  expect(engine.databases[0].peek('key')?.value).toBe('value')
})

test('a paused socket keeps its bytes, and counts them as pending', async () => {
  const engine = engineForTest()
  const socket = await connected(engine)
  let text = ''
  socket.on('data', (bytes: Buffer) => {
    text += String(bytes)
  })
  socket.pause()
  socket.write('PING\r\n')
  const [session] = engine.clients.values()
  await Promise.resolve()
  expect(text).toBe('')
  expect(session?.sink.pendingBytes).toBe(7)
  socket.resume()
  await vi.waitFor(() => expect(text).toBe('+PONG\r\n'))
  expect(session?.sink.pendingBytes).toBe(0)
})

test('end delivers the last replies, then end and close, in this order', async () => {
  const engine = engineForTest()
  const socket = await connected(engine)
  const events: string[] = []
  socket.on('data', (bytes: Buffer) => events.push(String(bytes)))
  for (const event of ['finish', 'end', 'close']) socket.on(event, () => events.push(event))
  socket.end('PING\r\n')
  await vi.waitFor(() => expect(events).toContain('close'))
  expect(events).toEqual(['+PONG\r\n', 'end', 'finish', 'close'])
  expect(engine.clients.size).toBe(0)
})

test('destroy before the connection stands leaves the engine untouched', async () => {
  const engine = engineForTest()
  const socket = new InProcessSocket(engine).connect()
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.destroy()
  await closed
  expect(engine.stats.connectionsReceived).toBe(0)
})

test('writing after the end is an error, as on any stream', async () => {
  const socket = await connected(engineForTest())
  const failed = new Promise((resolve) => socket.once('error', resolve))
  socket.end()
  socket.write('PING\r\n')
  expect(await failed).toMatchObject({ code: 'ERR_STREAM_WRITE_AFTER_END' })
})

test('silence is told after the timeout, and only silence', async () => {
  const socket = await connected(engineForTest())
  vi.useFakeTimers()
  const told = vi.fn()
  socket.setTimeout(1000, told)
  vi.advanceTimersByTime(900)
  socket.write('PING\r\n')
  vi.advanceTimersByTime(900)
  expect(told).not.toHaveBeenCalled()
  vi.advanceTimersByTime(200)
  expect(told).toHaveBeenCalledOnce()
})

test('a listener that throws is an uncaught exception, and the others still hear', async () => {
  const engine = engineForTest()
  const [bad, good] = [await connected(engine), await connected(engine)]
  const caught = vi.fn()
  // vitest listens itself, and would count the exception as a failure of the run.
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', caught)
  cleanups.push(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of listeners) process.on('uncaughtException', listener)
  })
  const heard = vi.fn()
  bad.on('data', () => {
    throw new Error('mine')
  })
  good.on('data', heard)
  bad.write('PING\r\n')
  good.write('PING\r\n')
  await vi.waitFor(() => expect(caught).toHaveBeenCalled())
  expect(heard).toHaveBeenCalledOnce()
})
