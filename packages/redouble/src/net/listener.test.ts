import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { afterEach, expect, test, vi } from 'vitest'
import { Engine } from '../engine/engine.ts'
import {
  caCertificate,
  clientCertificate,
  clientKey,
  serverCertificate,
  serverKey,
  strangerCertificate,
  strangerKey,
} from './certificates.test-support.ts'
import { startReading } from './fast-socket.ts'
import { type Listener, type ListenOptions, listen } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function started(options: ListenOptions = {}): Promise<[Listener, Engine]> {
  const engine = new Engine()
  const listener = await listen(engine, options)
  cleanups.push(() => listener.close())
  return [listener, engine]
}

function client(listener: Listener, options: Partial<NetConnectOpts> = {}): Socket {
  const socket = connect({ ...listener.address, ...options } as NetConnectOpts)
  socket.on('error', () => {})
  cleanups.push(() => socket.destroy())
  return socket
}

/** All that the server says until it closes. */
async function transcript(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (bytes) => {
    text += String(bytes)
  })
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
  return text
}

function temporaryPath(): string {
  const dir = mkdtempSync(join(tmpdir(), 'redouble-'))
  cleanups.push(() => rmSync(dir, { recursive: true }))
  return join(dir, 'redis.sock')
}

test('port 0 gives a free port and says which', async () => {
  const [listener] = await started()
  expect(listener.address).toEqual({ host: '127.0.0.1', port: expect.any(Number) })
  expect((listener.address as { port: number }).port).toBeGreaterThan(0)
})

test('an address in use is an error with a stable code and a remedy', async () => {
  const [first] = await started()
  const { port } = first.address as { port: number }
  await expect(listen(new Engine(), { port })).rejects.toMatchObject({
    name: 'RedoubleError',
    code: 'REDOUBLE_ADDRESS_IN_USE',
    message: expect.stringContaining('port 0'),
  })
})

test('a client that half-closes gets the replies to what it sent, then the end', async () => {
  const [listener, engine] = await started()
  const socket = client(listener, { allowHalfOpen: true })
  socket.end('PING\r\n'.repeat(1000))
  expect(await transcript(socket)).toBe('+PONG\r\n'.repeat(1000))
  expect(engine.clients.size).toBe(0)
})

test('an unfinished command at the end is dropped, as Redis does', async () => {
  const [listener] = await started()
  const socket = client(listener, { allowHalfOpen: true })
  socket.end('PING\r\nPI')
  expect(await transcript(socket)).toBe('+PONG\r\n')
})

test('a client that resets its connection is forgotten without a sound', async () => {
  const [listener, engine] = await started()
  const socket = client(listener)
  socket.write('PING\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  socket.resetAndDestroy()
  await vi.waitFor(() => expect(engine.clients.size).toBe(0))
  await vi.waitFor(() => expect(listener.connections).toBe(0))
})

test('QUIT delivers OK and then closes', async () => {
  const [listener] = await started()
  const socket = client(listener)
  socket.write('PING\r\nQUIT\r\nPING\r\n')
  expect(await transcript(socket)).toBe('+PONG\r\n+OK\r\n')
})

test('bytes that the peer does not take are pending, and reading goes on meanwhile', async () => {
  const [listener, engine] = await started()
  engine.databases[0].put('big', 'string', 'x'.repeat(1_000_000))
  const socket = client(listener)
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.pause()
  socket.write('GET big\r\n'.repeat(20))
  await vi.waitFor(() => {
    const [session] = engine.clients.values()
    expect(session?.sink.pendingBytes).toBeGreaterThan(1_000_000)
  })
  socket.write('SET seen yes\r\n')
  await vi.waitFor(() => expect(engine.databases[0].peek('seen')?.value).toBe('yes'))
})

test('close ends every connection, also of a client that never reads', async () => {
  const [listener, engine] = await started()
  const sockets = Array.from({ length: 20 }, () => client(listener))
  await vi.waitFor(() => expect(listener.connections).toBe(20))
  const ends = sockets.map(transcript)
  await listener.close()
  expect(engine.clients.size).toBe(0)
  await Promise.all(ends)
  await listener.close()
})

test('the engine learns where a client comes from', async () => {
  const [listener, engine] = await started()
  const socket = client(listener)
  await vi.waitFor(() => expect(engine.clients.size).toBe(1))
  const [session] = engine.clients.values()
  const { port } = listener.address as { port: number }
  expect(session.origin).toEqual({
    address: `127.0.0.1:${socket.localPort}`,
    localAddress: `127.0.0.1:${port}`,
    fd: expect.any(Number),
  })
})

test('without the internals of Node it serves all the same', async () => {
  const server = createServer({ pauseOnConnect: true }, (accepted) => {
    Object.assign((accepted as unknown as { _handle: object })._handle, {
      useUserBuffer: undefined,
    })
    const socket = startReading(accepted, (chunk) => socket.write(chunk))
    expect(socket).toBe(accepted)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => new Promise((resolve) => server.close(resolve)))
  const { port } = server.address() as { port: number }
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.end('echo')
  expect(await transcript(socket)).toBe('echo')
})

test('a unix socket serves, and its file is gone after close', async () => {
  const path = temporaryPath()
  const [listener, engine] = await started({ path })
  const socket = client(listener)
  await vi.waitFor(() => expect(engine.clients.size).toBe(1))
  const [session] = engine.clients.values()
  expect(session.origin).toMatchObject({ address: `${path}:0`, isUnixSocket: true })
  socket.write('PING\r\nQUIT\r\n')
  expect(await transcript(socket)).toBe('+PONG\r\n+OK\r\n')
  await listener.close()
  expect(existsSync(path)).toBe(false)
})

test('a unix socket file that a dead process left is removed', async () => {
  const path = temporaryPath()
  const dead = createServer()
  await new Promise<void>((resolve) => dead.listen(path, resolve))
  // Renamed away before the close, so that Node finds no file to remove; then put back.
  renameSync(path, `${path}.kept`)
  await new Promise((resolve) => dead.close(resolve))
  renameSync(`${path}.kept`, path)
  const [listener] = await started({ path })
  expect(listener.address).toEqual({ path })
})

test('a unix socket that answers, or a file that is no socket, is left alone', async () => {
  const path = temporaryPath()
  await started({ path })
  const twice = listen(new Engine(), { path })
  await expect(twice).rejects.toMatchObject({ code: 'REDOUBLE_ADDRESS_IN_USE' })
  const file = `${path}.txt`
  writeFileSync(file, 'keep me')
  const onFile = listen(new Engine(), { path: file })
  await expect(onFile).rejects.toMatchObject({ code: 'REDOUBLE_NOT_A_SOCKET' })
  expect(existsSync(file)).toBe(true)
})

const certified = { cert: serverCertificate, key: serverKey }

async function overTls(listener: Listener, options: ConnectionOptions): Promise<string> {
  const { port } = listener.address as { port: number }
  const socket = connectTls({ port, host: 'localhost', ca: caCertificate, ...options })
  socket.on('error', () => {})
  cleanups.push(() => socket.destroy())
  socket.write('PING\r\nQUIT\r\n')
  return await transcript(socket)
}

test('TLS serves, with PEM text, a Buffer or a file', async () => {
  const file = `${temporaryPath()}.pem`
  writeFileSync(file, serverKey)
  const tls = { cert: Buffer.from(serverCertificate), key: file }
  const [listener] = await started({ tls })
  expect(await overTls(listener, {})).toBe('+PONG\r\n+OK\r\n')
})

test('TLS asks clients for certificates: yes, no or optional', async () => {
  const good = { cert: clientCertificate, key: clientKey }
  const bad = { cert: strangerCertificate, key: strangerKey }
  const outcomes: Record<string, string[]> = {}
  for (const authClients of ['yes', 'no', 'optional'] as const) {
    const tls = { ...certified, ca: caCertificate, authClients }
    const [listener, engine] = await started({ tls })
    outcomes[authClients] = []
    for (const options of [good, bad, {}]) {
      const text = await overTls(listener, options)
      outcomes[authClients].push(text === '+PONG\r\n+OK\r\n' ? 'served' : 'refused')
    }
    await vi.waitFor(() => expect(engine.clients.size).toBe(0))
  }
  expect(outcomes).toEqual({
    yes: ['served', 'refused', 'refused'],
    no: ['served', 'served', 'served'],
    optional: ['served', 'refused', 'served'],
  })
})

test('TLS speaks only the protocols that it was told', async () => {
  const [listener] = await started({ tls: { ...certified, protocols: 'TLSv1.3' } })
  expect(await overTls(listener, { maxVersion: 'TLSv1.2' })).toBe('')
  expect(await overTls(listener, { minVersion: 'TLSv1.3' })).toBe('+PONG\r\n+OK\r\n')
})

test('close ends clients that are still in their TLS handshake', async () => {
  const [listener] = await started({ tls: certified })
  const socket = client(listener)
  await new Promise((resolve) => socket.once('connect', resolve))
  await sleep(20)
  const ended = transcript(socket)
  await listener.close()
  await ended
})

test('TLS settings that cannot work are errors that say what to change', async () => {
  const failures = [
    { ...certified, authClients: 'yes' as const },
    { ...certified, protocols: 'SSLv3' },
    { cert: '/nowhere/cert.pem', key: serverKey },
  ]
  for (const tls of failures) {
    await expect(listen(new Engine(), { tls })).rejects.toMatchObject({
      code: 'REDOUBLE_TLS_SETTINGS',
    })
  }
})

test('a closed connection does not wait for ever for a peer that does not read', async () => {
  const [listener, engine] = await started()
  engine.databases[0].put('big', 'string', 'x'.repeat(4_000_000))
  const socket = client(listener)
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.pause()
  socket.write(`${'GET big\r\n'.repeat(5)}QUIT\r\n`)
  await vi.waitFor(() => expect(engine.clients.size).toBe(0))
  expect(listener.connections).toBe(1)
  await vi.waitFor(() => expect(listener.connections).toBe(0), { timeout: 15_000, interval: 200 })
}, 20_000)
