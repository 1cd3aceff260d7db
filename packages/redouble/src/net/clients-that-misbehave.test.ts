import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { Config } from '../command/config.ts'
import { Engine } from '../engine/engine.ts'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import { type Listener, listen } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface Server {
  readonly engine: Engine
  readonly clock: VirtualClock
  client(): Promise<Client>
}

async function started(change: Partial<Config> = {}): Promise<Server> {
  const config = Object.assign(new Config(), change)
  const clock = new VirtualClock()
  const engine = new Engine({ config, clock })
  const listener = await listen(engine)
  cleanups.push(async () => {
    engine.stop()
    await listener.close()
  })
  return { engine, clock, client: () => Client.connect(listener) }
}

/** A client that reads all that comes, or nothing. */
class Client {
  readonly socket: Socket
  received = ''
  readonly closed: Promise<unknown>

  private constructor(socket: Socket) {
    this.socket = socket
    this.closed = once(socket, 'close')
    socket.on('error', () => {})
    cleanups.push(() => socket.destroy())
  }

  static async connect({ address }: Listener): Promise<Client> {
    const client = new Client(connect((address as { port: number }).port, '127.0.0.1'))
    await once(client.socket, 'connect')
    client.socket.on('data', (bytes) => {
      client.received += bytes.toString('latin1')
    })
    return client
  }

  /** Sends an inline command; resolves with the answer once it contains `until`. */
  async ask(command: string, until: string): Promise<string> {
    this.received = ''
    this.socket.write(`${command}\r\n`)
    while (!this.received.includes(until)) await once(this.socket, 'data')
    return this.received
  }
}

test('broken protocol is answered with the reason and the end', async () => {
  const server = await started()
  const client = await server.client()
  client.socket.write('PING\r\n*1\r\n$x\r\n')
  await client.closed
  expect(client.received).toBe('+PONG\r\n-ERR Protocol error: invalid bulk length\r\n')
  expect(server.engine.clients.size).toBe(0)
})

test('a request beyond client-query-buffer-limit ends the connection, and nobody else', async () => {
  const server = await started({ clientQueryBufferLimit: 1024 * 1024 })
  const [client, other] = [await server.client(), await server.client()]
  client.socket.write(`*2\r\n$4\r\nECHO\r\n$${3 * 1024 * 1024}\r\n`)
  client.socket.write('x'.repeat(2 * 1024 * 1024))
  await client.closed
  expect(client.received).toBe('')
  await other.ask('PING', '+PONG')
})

test('a subscriber that reads nothing is cut off at the limit that CONFIG SET gave', async () => {
  const server = await started()
  const [subscriber, publisher] = [await server.client(), await server.client()]
  await publisher.ask('CONFIG SET client-output-buffer-limit "pubsub 1mb 0 0"', '+OK')
  await subscriber.ask('SUBSCRIBE news', ':1')
  subscriber.socket.pause()
  const message = 'x'.repeat(60_000)
  let sent = 0
  while (server.engine.clients.size > 1 && sent < 1000) {
    await publisher.ask(`PUBLISH news ${message}`, ':')
    sent++
  }
  expect(sent).toBeLessThan(1000)
  await publisher.ask('PUBLISH news again', ':0')
})

test('a soft limit gives a subscriber time', async () => {
  const server = await started()
  const [subscriber, publisher] = [await server.client(), await server.client()]
  await publisher.ask('CONFIG SET client-output-buffer-limit "pubsub 0 10kb 5"', '+OK')
  await subscriber.ask('SUBSCRIBE news', ':1')
  subscriber.socket.pause()
  const message = 'x'.repeat(60_000)
  for (let i = 0; i < 200; i++) await publisher.ask(`PUBLISH news ${message}`, ':1')
  server.clock.advance(6000)
  await publisher.ask('PUBLISH news again', ':0')
})

test('who ends its side still gets its answers', async () => {
  const server = await started()
  const client = await server.client()
  client.socket.end('SET k v\r\nGET k\r\n')
  await client.closed
  expect(client.received).toBe('+OK\r\n$1\r\nv\r\n')
})

test('whoever vanishes leaves nothing behind', async () => {
  const server = await started()
  const [watcher] = [await server.client()]
  const inputs = [
    'BLPOP queue 0',
    'WATCH k\r\nMULTI\r\nSET k v',
    'SUBSCRIBE a\r\nPSUBSCRIBE b*\r\nSSUBSCRIBE c',
    'MONITOR',
    'CLIENT PAUSE 1',
    '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100\r\nhalf',
  ]
  for (const input of inputs) {
    const client = await server.client()
    client.socket.write(`${input}\r\n`)
    await once(client.socket, 'data', { signal: AbortSignal.timeout(30) }).catch(() => {})
    client.socket.resetAndDestroy()
  }
  await expect.poll(() => server.engine.clients.size).toBe(1)
  server.clock.advance(10)
  const info = await watcher.ask('INFO clients', 'total_blocking_keys_on_nokey')
  const zeros = ['blocked_clients', 'pubsub_clients', 'watching_clients', 'total_watched_keys']
  for (const name of [...zeros, 'total_blocking_keys']) expect(info).toContain(`${name}:0\r\n`)
  expect(info).toContain('connected_clients:1\r\n')
  expect(await watcher.ask('PUBSUB CHANNELS', '*')).toBe('*0\r\n')
  expect(await watcher.ask('PUBSUB NUMPAT', ':')).toBe(':0\r\n')
  expect(await watcher.ask('RPUSH queue job', ':')).toBe(':1\r\n')
  expect(await watcher.ask('EXISTS k', ':')).toBe(':0\r\n')
  expect(server.engine.monitors.size).toBe(0)
})

test('one client more than maxclients is told so and turned away', async () => {
  const server = await started({ maxclients: 1 })
  const first = await server.client()
  await first.ask('PING', '+PONG')
  const second = await server.client()
  await second.closed
  expect(second.received).toBe('-ERR max number of clients reached\r\n')
  expect(await first.ask('INFO stats', 'rejected')).toContain('rejected_connections:1\r\n')
})

test('timeout ends idle clients, but none whose business is to wait', async () => {
  const server = await started()
  const names = ['idle', 'busy', 'blocked', 'subscribed', 'monitoring', 'inMulti'] as const
  const clients = {} as Record<(typeof names)[number], Client>
  for (const name of names) clients[name] = await server.client()
  await clients.busy.ask('CONFIG SET timeout 10', '+OK')
  await clients.monitoring.ask('MONITOR', '+OK')
  await clients.subscribed.ask('SUBSCRIBE news', ':1')
  await clients.inMulti.ask('MULTI', '+OK')
  clients.blocked.socket.write('BLPOP queue 0\r\n')
  await expect.poll(() => clients.monitoring.received).toContain('blpop'.toUpperCase())
  server.clock.advance(8000)
  await clients.busy.ask('PING', '+PONG')
  server.clock.advance(4000)
  await Promise.all([clients.idle.closed, clients.inMulti.closed])
  expect(await clients.busy.ask('PUBLISH news hello', ':')).toBe(':1\r\n')
  expect(server.engine.clients.size).toBe(4)
  // Being sent something counts as a sign of life, so that who is served is not cut off at once.
  server.clock.advance(8000)
  await clients.busy.ask('RPUSH queue job', ':')
  await expect.poll(() => clients.blocked.received).toContain('job')
  server.clock.advance(8000)
  await clients.blocked.ask('PING', '+PONG')
})

test('timeout that is set back to 0 ends nobody', async () => {
  const server = await started({ timeoutSeconds: 5 })
  const client = await server.client()
  server.clock.advance(3000)
  await client.ask('CONFIG SET timeout 0', '+OK')
  server.clock.advance(60_000)
  await client.ask('PING', '+PONG')
})
