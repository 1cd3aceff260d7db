import { describe, expect, test } from 'vitest'
import { profileNamed } from '../command/profile.ts'
import { openTestEngine, type TestClient } from './engine.test-support.ts'

const ABORTED = '-EXECABORT Transaction discarded because of previous errors.\r\n'

function lines(client: TestClient, ...commands: string[]): string[] {
  return commands.map((command) => client.sendBytes(`${command}\r\n`))
}

describe('EXEC', () => {
  test('runs what was queued, errors and all', () => {
    const client = openTestEngine().client()
    expect(lines(client, 'MULTI', 'SET k v', 'INCR k', 'GET k', 'EXEC')).toEqual([
      '+OK\r\n',
      '+QUEUED\r\n',
      '+QUEUED\r\n',
      '+QUEUED\r\n',
      '*3\r\n+OK\r\n-ERR value is not an integer or out of range\r\n$1\r\nv\r\n',
    ])
    expect(client.send('EXEC')).toBe('-ERR EXEC without MULTI\r\n')
  })

  test('does nothing when a call was refused while it was queued', () => {
    const client = openTestEngine().client()
    expect(lines(client, 'MULTI', 'SET k v', 'NOSUCH', 'EXEC').at(-1)).toBe(ABORTED)
    expect(lines(client, 'MULTI', 'SET k v', 'GET', 'EXEC').at(-1)).toBe(ABORTED)
    expect(client.send('GET', 'k')).toBe('$-1\r\n')
  })

  test('is itself refused with the reason, and the transaction is gone', () => {
    const client = openTestEngine().client()
    const wrongArity = "wrong number of arguments for 'exec' command\r\n"
    const refused = `-EXECABORT Transaction discarded because of: ${wrongArity}`
    expect(client.send('EXEC', 'x')).toBe(refused)
    expect(lines(client, 'MULTI', 'EXEC x', 'EXEC')).toEqual([
      '+OK\r\n',
      refused,
      '-ERR EXEC without MULTI\r\n',
    ])
  })

  test('prefers an earlier refusal to a broken watch', () => {
    const { client } = openTestEngine()
    const watcher = client()
    watcher.send('WATCH', 'k')
    client().send('SET', 'k', '1')
    expect(lines(watcher, 'MULTI', 'NOSUCH', 'EXEC').at(-1)).toBe(ABORTED)
  })

  test('lets commands that would block answer at once', () => {
    const client = openTestEngine().client()
    expect(lines(client, 'MULTI', 'BLPOP none 0', 'EXEC').at(-1)).toBe('*1\r\n*-1\r\n')
  })

  test('serves those who wait when it is over, not in between', () => {
    const { client } = openTestEngine()
    const waiting = client()
    waiting.send('BLPOP', 'l', '0')
    const pusher = client()
    expect(lines(pusher, 'MULTI', 'RPUSH l a', 'LLEN l', 'EXEC').at(-1)).toBe('*2\r\n:1\r\n:1\r\n')
    expect(waiting.received()).toBe('*2\r\n$1\r\nl\r\n$1\r\na\r\n')
  })

  test('keeps the database that a queued SELECT chose', () => {
    const client = openTestEngine().client()
    lines(client, 'MULTI', 'SELECT 4', 'SET k v', 'EXEC')
    expect(client.send('GET', 'k')).toBe('$1\r\nv\r\n')
    client.send('SELECT', '0')
    expect(client.send('GET', 'k')).toBe('$-1\r\n')
  })
})

describe('MULTI and WATCH inside MULTI', () => {
  test('are refused without harm by Redis', () => {
    const client = openTestEngine().client()
    expect(lines(client, 'MULTI', 'MULTI', 'WATCH k', 'PING', 'EXEC')).toEqual([
      '+OK\r\n',
      '-ERR MULTI calls can not be nested\r\n',
      '-ERR WATCH inside MULTI is not allowed\r\n',
      '+QUEUED\r\n',
      '*1\r\n+PONG\r\n',
    ])
  })

  test.each([
    ['valkey-8.1', '-ERR Command not allowed inside a transaction\r\n'],
    ['valkey-9', "-ERR Command 'multi' not allowed inside a transaction\r\n"],
  ])('abort it in %s', (profile, refusal) => {
    const client = openTestEngine({ profile: profileNamed(profile) }).client()
    expect(lines(client, 'MULTI', 'MULTI', 'PING', 'EXEC')).toEqual([
      '+OK\r\n',
      refusal,
      '+QUEUED\r\n',
      ABORTED,
    ])
  })
})

test('SUBSCRIBE inside it confirms in its place', () => {
  const client = openTestEngine().client()
  const confirmation = '*3\r\n$9\r\nsubscribe\r\n$1\r\n'
  expect(lines(client, 'MULTI', 'SUBSCRIBE a b', 'GET k', 'EXEC').at(-1)).toBe(
    `*2\r\n${confirmation}a\r\n:1\r\n${confirmation}b\r\n:2\r\n$-1\r\n`,
  )
})

test('DISCARD and RESET forget queue and watches', () => {
  const { client } = openTestEngine()
  const watcher = client()
  const other = client()
  for (const word of ['DISCARD', 'RESET']) {
    lines(watcher, 'WATCH k', 'MULTI', 'SET k mine')
    other.send('SET', 'k', 'theirs')
    watcher.send(word)
    expect(lines(watcher, 'MULTI', 'GET k', 'EXEC').at(-1)).toBe('*1\r\n$6\r\ntheirs\r\n')
  }
  expect(watcher.send('DISCARD')).toBe('-ERR DISCARD without MULTI\r\n')
})

test('a client sees itself in its transaction until EXEC has run all of it', () => {
  const client = openTestEngine().client()
  client.send('MULTI')
  client.send('CLIENT', 'INFO')
  client.send('PING')
  expect(client.send('EXEC')).toMatch(/ flags=x .* multi=2 watch=0 /)
  expect(client.send('CLIENT', 'INFO')).toMatch(/ flags=N .* multi=-1 /)
})
