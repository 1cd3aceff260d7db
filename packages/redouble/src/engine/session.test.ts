import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { profileNamed } from '../command/profile.ts'
import { openTestEngine } from './engine.test-support.ts'

describe('CLIENT REPLY', () => {
  test('SKIP silences the command after it and no other', () => {
    const client = openTestEngine().client()
    expect(client.send('CLIENT', 'REPLY', 'SKIP')).toBe('')
    expect(client.send('PING', 'skipped')).toBe('')
    expect(client.send('PING', 'heard')).toBe('$5\r\nheard\r\n')
  })

  test('OFF silences errors too, until ON', () => {
    const client = openTestEngine().client()
    expect(client.sendBytes('CLIENT REPLY OFF\r\nPING\r\nNOSUCH\r\nCLIENT REPLY SKIP\r\n')).toBe('')
    expect(client.sendBytes('CLIENT REPLY ON\r\nPING\r\n')).toBe('+OK\r\n+PONG\r\n')
  })

  test('messages and confirmations of subscriptions come all the same', () => {
    const { client } = openTestEngine()
    const listener = client(3)
    expect(listener.sendBytes('CLIENT REPLY OFF\r\nSUBSCRIBE c\r\n')).toBe(
      '>3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n',
    )
    client().send('PUBLISH', 'c', 'hi')
    expect(listener.received()).toBe('>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n')
  })

  test('within EXEC it silences single replies, not the head of the array', () => {
    const client = openTestEngine().client()
    const bytes = 'MULTI\r\nPING\r\nCLIENT REPLY OFF\r\nPING\r\nEXEC\r\nPING\r\n'
    expect(client.sendBytes(bytes)).toBe('+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*3\r\n+PONG\r\n')
    expect(client.sendBytes('CLIENT REPLY ON\r\n')).toBe('+OK\r\n')
  })
})

describe('what a client sends to itself', () => {
  const message = '>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n'

  test('comes after the reply, and after all of EXEC', () => {
    const client = openTestEngine().client(3)
    client.send('SUBSCRIBE', 'c')
    expect(client.send('PUBLISH', 'c', 'm')).toBe(`:1\r\n${message}`)
    client.sendBytes('MULTI\r\nPUBLISH c m\r\nPING\r\n')
    expect(client.send('EXEC')).toBe(`*2\r\n:1\r\n+PONG\r\n${message}`)
  })

  test('came before the reply, and within EXEC, up to 7.0', () => {
    const client = openTestEngine({ profile: profileNamed('7.0') }).client(3)
    client.send('SUBSCRIBE', 'c')
    expect(client.send('PUBLISH', 'c', 'm')).toBe(`${message}:1\r\n`)
    client.sendBytes('MULTI\r\nPUBLISH c m\r\nPING\r\n')
    expect(client.send('EXEC')).toBe(`*2\r\n${message}:1\r\n+PONG\r\n`)
  })
})

describe('the end of a connection', () => {
  test('QUIT delivers what was answered and reads no further', () => {
    const client = openTestEngine().client()
    expect(client.sendBytes('PING\r\nQUIT\r\nPING\r\n')).toBe('+PONG\r\n+OK\r\n')
    expect(client.isClosed).toBe(true)
  })

  test('QUIT ends a connection that hears nothing', () => {
    const client = openTestEngine().client()
    client.sendBytes('CLIENT REPLY OFF\r\nQUIT\r\n')
    expect(client.isClosed).toBe(true)
  })

  test('broken protocol is answered, and ends it', () => {
    const client = openTestEngine().client()
    expect(client.sendBytes('PING\r\n*x\r\nPING\r\n')).toBe(
      '+PONG\r\n-ERR Protocol error: invalid multibulk length\r\n',
    )
    expect(client.isClosed).toBe(true)
  })

  test('HTTP ends it without a word', () => {
    const client = openTestEngine().client()
    expect(client.sendBytes('GET / HTTP/1.1\r\nHost: redis\r\nSET k v\r\n')).toBe('')
    expect(client.isClosed).toBe(true)
  })

  test('a client that is killed while it waits gives its place up', () => {
    const { client } = openTestEngine()
    const waiting = client()
    const next = client()
    const other = client()
    const id = waiting.send('CLIENT', 'ID').slice(1, -2)
    waiting.send('BLPOP', 'l', '0')
    next.send('BLPOP', 'l', '0')
    expect(other.send('CLIENT', 'KILL', 'ID', id)).toBe(':1\r\n')
    expect(waiting.isClosed).toBe(true)
    other.send('RPUSH', 'l', 'a')
    expect(next.received()).toBe('*2\r\n$1\r\nl\r\n$1\r\na\r\n')
  })

  test('a client that goes takes its transaction and its watches with it', () => {
    const { engine, client } = openTestEngine()
    const gone = client()
    gone.sendBytes('WATCH k\r\nMULTI\r\nSET k v\r\n')
    gone.close()
    expect(client().send('GET', 'k')).toBe('$-1\r\n')
    expect(engine.gauges.watchingClients).toBe(0)
    expect(engine.clients.size).toBe(1)
  })

  test('a client that kills itself gets its reply, and no more of EXEC', () => {
    const client = openTestEngine().client()
    client.sendBytes('MULTI\r\nPING\r\nCLIENT KILL TYPE normal SKIPME no\r\nPING\r\n')
    expect(client.send('EXEC')).toBe('*3\r\n+PONG\r\n:1\r\n')
    expect(client.isClosed).toBe(true)
  })
})

test('EXEC writes each reply in the protocol of its time', () => {
  const client = openTestEngine().client()
  client.sendBytes('MULTI\r\nCLIENT TRACKINGINFO\r\nHELLO 3\r\nCLIENT TRACKINGINFO\r\n')
  const reply = client.send('EXEC')
  expect(reply.startsWith('*3\r\n*6\r\n$5\r\nflags\r\n*1\r\n')).toBe(true)
  expect(
    reply.endsWith(
      '%3\r\n$5\r\nflags\r\n~1\r\n$3\r\noff\r\n$8\r\nredirect\r\n:-1\r\n$8\r\nprefixes\r\n*0\r\n',
    ),
  ).toBe(true)
})

test('whatever bytes a client sends, others are served', () => {
  const words = ['*1\r\n', '$4\r\n', 'PING\r\n', 'MULTI\r\n', 'EXEC\r\n', 'SUBSCRIBE c\r\n']
  const noise = fc.uint8Array({ maxLength: 30 })
  const bytes = noise.map((one) => Buffer.from(one).toString('latin1'))
  const chunk = fc.oneof(fc.constantFrom(...words), bytes)
  const { client } = openTestEngine()
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 12 }), (chunks) => {
      const rude = client()
      for (const one of chunks) rude.sendBytes(one)
      rude.close()
      expect(client().send('PING')).toBe('+PONG\r\n')
    }),
    { numRuns: 300 },
  )
})
