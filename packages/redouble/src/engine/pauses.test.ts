import { expect, test } from 'vitest'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import { openTestEngine, type TestClient } from './engine.test-support.ts'

interface World {
  readonly clock: VirtualClock
  readonly admin: TestClient
  readonly client: TestClient
}

function open(): World {
  const clock = new VirtualClock()
  const { client } = openTestEngine({ clock })
  return { clock, admin: client(), client: client() }
}

/** Those who waited go on after the turn. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

test('writers wait and readers go on, until the time is over', async () => {
  const { clock, admin, client } = open()
  admin.send('CLIENT', 'PAUSE', '100', 'WRITE')
  expect(client.send('GET', 'k')).toBe('$-1\r\n')
  expect(client.sendBytes('SET k v\r\nGET k\r\n')).toBe('')
  clock.advance(99)
  await settled()
  expect(client.received()).toBe('')
  clock.advance(1)
  await settled()
  expect(client.received()).toBe('+OK\r\n$1\r\nv\r\n')
})

test('all wait when all are paused', async () => {
  const { clock, admin, client } = open()
  admin.send('CLIENT', 'PAUSE', '100')
  expect(client.send('PING')).toBe('')
  clock.advance(100)
  await settled()
  expect(client.received()).toBe('+PONG\r\n')
})

test('UNPAUSE lets them go on in the order in which they came, each with all its input', async () => {
  const { admin, client } = open()
  admin.send('CLIENT', 'PAUSE', '1000', 'WRITE')
  client.sendBytes('INCR n\r\nINCR n\r\n')
  admin.sendBytes('CLIENT UNPAUSE\r\n')
  await settled()
  expect(client.received()).toBe(':1\r\n:2\r\n')
})

test('a pause that begins again at once is one pause to those who wait', async () => {
  const { admin, client } = open()
  admin.send('CLIENT', 'PAUSE', '1000', 'WRITE')
  client.send('SET', 'k', 'v')
  admin.sendBytes('CLIENT UNPAUSE\r\nCLIENT PAUSE 1000 WRITE\r\n')
  await settled()
  expect(client.received()).toBe('')
})

test('pauses merge: the longer end and the wider kind', async () => {
  const { clock, admin, client } = open()
  admin.sendBytes('MULTI\r\nCLIENT PAUSE 400 WRITE\r\nCLIENT PAUSE 50 ALL\r\nEXEC\r\n')
  expect(client.send('PING')).toBe('')
  clock.advance(399)
  await settled()
  expect(client.received()).toBe('')
  clock.advance(1)
  await settled()
  expect(client.received()).toBe('+PONG\r\n')
})

test('a write waits even if MULTI would only queue it, and so does an EXEC of writes', async () => {
  const { admin, client } = open()
  client.sendBytes('MULTI\r\nSET k v\r\n')
  admin.send('CLIENT', 'PAUSE', '1000', 'WRITE')
  expect(client.send('EXEC')).toBe('')
  admin.send('CLIENT', 'UNPAUSE')
  await settled()
  expect(client.received()).toBe('*1\r\n+OK\r\n')
  admin.send('CLIENT', 'PAUSE', '1000', 'WRITE')
  expect(client.sendBytes('MULTI\r\nGET k\r\nEXEC\r\n')).toBe('+OK\r\n+QUEUED\r\n*1\r\n$1\r\nv\r\n')
  expect(client.sendBytes('MULTI\r\nSET k w\r\n')).toBe('+OK\r\n')
})

test('waiting for a key goes on, and so does its timeout', async () => {
  const { clock, admin, client } = open()
  client.send('BLPOP', 'l', '0.05')
  admin.send('CLIENT', 'PAUSE', '1000')
  clock.advance(50)
  await settled()
  expect(client.received()).toBe('*-1\r\n')
})

test('a client that goes while it waits is left out', async () => {
  const { clock, admin, client } = open()
  admin.send('CLIENT', 'PAUSE', '100', 'WRITE')
  client.send('SET', 'k', 'v')
  client.close()
  clock.advance(100)
  await settled()
  expect(admin.send('GET', 'k')).toBe('$-1\r\n')
})

test('CLIENT UNBLOCK does not end a pause', () => {
  const { admin, client } = open()
  const id = client.send('CLIENT', 'ID').slice(1, -2)
  admin.send('CLIENT', 'PAUSE', '100', 'WRITE')
  client.send('SET', 'k', 'v')
  expect(admin.send('CLIENT', 'UNBLOCK', id)).toBe(':0\r\n')
})

test('an engine that stops leaves no pause behind', () => {
  const clock = new VirtualClock()
  const { engine, client } = openTestEngine({ clock })
  client().send('CLIENT', 'PAUSE', '100000')
  engine.stop()
  expect(clock.pendingTimers).toBe(0)
})
