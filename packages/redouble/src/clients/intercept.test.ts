import dns from 'node:dns'
import { connect, createServer, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterEach, expect, test, vi } from 'vitest'
import { Engine } from '../engine/engine.ts'
import { type Intercept, type InterceptOptions, intercept, releaseClients } from './index.ts'

const untouched = {
  connect: Socket.prototype.connect,
  lookup: dns.lookup,
  lookupPromise: dns.promises.lookup,
}
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  // Whatever a test did: when its intercepts have stopped, Node is as it was.
  expect(Socket.prototype.connect).toBe(untouched.connect)
  expect(dns.lookup).toBe(untouched.lookup)
  expect(dns.promises.lookup).toBe(untouched.lookupPromise)
})

function start(options: InterceptOptions = {}, engine = new Engine()): [Intercept, Engine] {
  const intercepted = intercept(engine, options)
  cleanups.push(() => intercepted.stop())
  return [intercepted, engine]
}

/** Says PING and QUIT, and returns what came back before the end. */
async function dialogue(socket: Socket): Promise<string> {
  cleanups.push(() => socket.destroy())
  let text = ''
  socket.on('data', (bytes) => {
    text += String(bytes)
  })
  const failed = new Promise<string>((resolve) =>
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)),
  )
  socket.write('PING\r\nQUIT\r\n')
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)))
  return await Promise.race([failed, closed])
}

const SERVED = '+PONG\r\n+OK\r\n'

async function realServer(): Promise<number> {
  const server = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('real'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as { port: number }).port
}

test('a bare socket is served, however it says where it wants to go', async () => {
  start()
  start({ path: '/nowhere/redis.sock' })
  expect(await dialogue(connect(6379))).toBe(SERVED)
  expect(await dialogue(connect(6379, '127.0.0.1'))).toBe(SERVED)
  expect(await dialogue(connect({ port: 6379, host: '::1' }))).toBe(SERVED)
  expect(await dialogue(new Socket().connect({ port: 6379, host: 'LOCALHOST' }))).toBe(SERVED)
  expect(await dialogue(connect('/nowhere/redis.sock'))).toBe(SERVED)
})

test('a socket knows its peer, calls back, and half-closes as any other', async () => {
  const [intercepted] = start({ host: 'redis.test' })
  const calledBack = vi.fn()
  const socket = connect(6379, 'redis.test', calledBack)
  expect(socket.connecting).toBe(true)
  await new Promise((resolve) => socket.once('ready', resolve))
  expect(calledBack).toHaveBeenCalledOnce()
  expect(intercepted.connections).toBe(1)
  expect([socket.remoteAddress, socket.remotePort]).toEqual(['127.0.0.1', 6379])
  expect([socket.pending, socket.readyState]).toEqual([false, 'open'])
  let text = ''
  socket.on('data', (bytes) => {
    text += String(bytes)
  })
  socket.end('PING\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
  expect(text).toBe('+PONG\r\n')
  expect(intercepted.connections).toBe(0)
})

test('a socket that nobody reads closes all the same when the server does', async () => {
  const [, engine] = start()
  const socket = connect(6379)
  await new Promise((resolve) => socket.once('ready', resolve))
  for (const session of [...engine.clients.values()]) session.close()
  await new Promise((resolve) => socket.once('close', resolve))
})

test('a slow reader is waited for, and gets every byte', async () => {
  const [, engine] = start()
  engine.databases[0].put('big', 'string', 'x'.repeat(1_000_000))
  const socket = connect(6379)
  socket.end('GET big\r\n'.repeat(3))
  let bytes = 0
  for await (const chunk of socket) bytes += (chunk as Buffer).length
  expect(bytes).toBe(3 * (1_000_000 + '$1000000\r\n\r\n'.length))
})

test('other ports, other hosts and other paths are left alone', async () => {
  const port = await realServer()
  start({ host: '127.0.0.1', port: port === 6379 ? 6380 : 6379 })
  start({ host: 'redis.test', port })
  expect(await dialogue(connect(port, '127.0.0.1'))).toBe('real')
  expect(await dialogue(connect('/nowhere/other.sock'))).toBe('ENOENT')
})

test('another port of an intercepted name is looked up for real', async () => {
  const port = await realServer()
  start({ host: 'redis.invalid' })
  const error = await dialogue(connect(port, 'redis.invalid'))
  expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error)
})

test('several intercepts lead to their own engines', async () => {
  const engines = [start({ port: 7001 })[1], start({ host: 'cache.test', port: 7001 })[1]]
  await dialogue(connect(7001))
  await dialogue(connect(7001, 'cache.test'))
  await dialogue(connect(7001, 'Cache.Test.'))
  expect(engines.map(({ stats }) => stats.connectionsReceived)).toEqual([1, 2])
})

test('two intercepts of one address conflict, under all its names', () => {
  const [first] = start()
  const conflict = { code: 'REDOUBLE_INTERCEPT_CONFLICT' }
  expect(() => intercept(new Engine())).toThrow(expect.objectContaining(conflict))
  expect(() => intercept(new Engine(), { host: '127.0.0.1', port: 6379 })).toThrow(
    expect.objectContaining(conflict),
  )
  first.stop()
  start()
})

test('an address that cannot be is refused with a word on what can', () => {
  for (const options of [{ port: 0 }, { port: 70000 }, { path: '' }, { path: '/a', port: 1 }]) {
    expect(() => intercept(new Engine(), options)).toThrow(
      expect.objectContaining({ code: 'REDOUBLE_INTERCEPT_ADDRESS' }),
    )
  }
})

test('stop ends what is connected, and what connects later goes where it always went', async () => {
  const port = await realServer()
  const [intercepted, engine] = start({ port })
  const before = connect(port)
  const late = new Socket()
  await new Promise((resolve) => before.once('ready', resolve))
  const closed = new Promise((resolve) => before.once('close', resolve))
  intercepted.stop()
  intercepted.stop()
  await closed
  expect(engine.clients.size).toBe(0)
  expect(await dialogue(late.connect(port, '127.0.0.1'))).toBe('real')
})

test('a socket that was served can connect again to a real server', async () => {
  const port = await realServer()
  const [intercepted] = start({ port })
  const socket = connect(port)
  expect(await dialogue(socket)).toBe(SERVED)
  intercepted.stop()
  expect(await dialogue(socket.connect(port, '127.0.0.1'))).toContain('real')
})

test('releasing an engine stops its intercepts', async () => {
  const [, engine] = start()
  const socket = connect(6379)
  await new Promise((resolve) => socket.once('ready', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  releaseClients(engine)
  await closed
  expect(Socket.prototype.connect).toBe(untouched.connect)
})

test('TLS to an intercepted address is refused with a reason, not served plain', async () => {
  start({ host: 'redis.test', port: 6380 })
  const socket = connectTls({ host: 'redis.test', port: 6380, servername: 'redis.test' })
  const error = await new Promise((resolve) => socket.once('error', resolve))
  expect(error).toMatchObject({ code: 'REDOUBLE_INTERCEPT_TLS' })
})

test('an intercepted name is answered by dns.lookup in all its forms', async () => {
  start({ host: 'redis.test' })
  const local = { address: '127.0.0.1', family: 4 }
  expect(await dns.promises.lookup('redis.test')).toEqual(local)
  expect(await dns.promises.lookup('redis.test', { all: true })).toEqual([local])
  expect(await dns.promises.lookup('redis.test', { family: 6 })).toMatchObject({ address: '::1' })
  expect(await promisify(dns.lookup)('Redis.Test.')).toEqual(local)
  const answer = await new Promise((resolve) =>
    dns.lookup('redis.test', (_, address, family) => resolve([address, family])),
  )
  expect(answer).toEqual(['127.0.0.1', 4])
  expect(await dns.promises.lookup('127.0.0.9')).toEqual({ address: '127.0.0.9', family: 4 })
})

test('an application with its address configured is served unchanged, and survives a restart', async () => {
  const [first, engine] = start({ host: 'redis' })
  const redis = new Redis({ host: 'redis' })
  const node = createClient({ url: 'redis://redis:6379', RESP: 3 })
  redis.on('error', () => {})
  node.on('error', () => {})
  cleanups.push(() => redis.disconnect())
  await node.connect()
  await redis.set('key', 'value')
  expect(await node.get('key')).toBe('value')
  for (const session of [...engine.clients.values()]) session.close()
  expect(await redis.get('key')).toBe('value')
  expect(await node.get('key')).toBe('value')
  node.destroy()
  first.stop()
})
