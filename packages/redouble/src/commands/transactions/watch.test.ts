import { describe, expect, test } from 'vitest'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

function ask(client: TestClient, line: string): string {
  return client.sendBytes(`${line}\r\n`)
}

/** Whether a transaction that watched `k` goes through after what others did meanwhile. */
function survives(before: readonly string[], meanwhile: readonly string[]): boolean {
  const { client } = openTestEngine()
  const [watcher, other] = [client(), client()]
  for (const line of before) ask(other, line)
  ask(watcher, 'WATCH k k')
  for (const line of meanwhile) ask(other, line)
  ask(watcher, 'MULTI')
  ask(watcher, 'PING')
  const reply = ask(watcher, 'EXEC')
  expect(['*1\r\n+PONG\r\n', '*-1\r\n']).toContain(reply)
  return reply !== '*-1\r\n'
}

describe('a transaction goes through', () => {
  test.each<[string[], string[]]>([
    [['SET k v'], ['GET k', 'TOUCH k', 'EXISTS k']],
    [['SET k v'], ['PERSIST k', 'DEL none', 'RENAMENX k k']],
    [['SADD k a'], ['SADD k a', 'SREM k b']],
    [[], ['DEL k', 'FLUSHALL', 'SWAPDB 0 1']],
    [['SET k v'], ['SELECT 1', 'SET k w', 'FLUSHDB']],
  ])('with %j when others do %j', (before, meanwhile) => {
    expect(survives(before, meanwhile)).toBe(true)
  })
})

describe('a transaction is broken', () => {
  test.each<[string[], string[]]>([
    [['SET k v'], ['SET k v']],
    [['SET k v'], ['EXPIRE k 100']],
    [['SET k v'], ['FLUSHDB']],
    [['SET k v'], ['SWAPDB 0 1']],
    [[], ['SELECT 1', 'SET k w', 'SWAPDB 0 1']],
    [[], ['SET k v', 'DEL k']],
    [['SET k v'], ['RENAME k l']],
    [['RPUSH k a b'], ['LPOP k']],
  ])('with %j when others do %j', (before, meanwhile) => {
    expect(survives(before, meanwhile)).toBe(false)
  })
})

test('the own changes of a client break its transaction too', () => {
  const client = openTestEngine().client()
  for (const line of ['WATCH k', 'SET k v', 'MULTI', 'PING']) ask(client, line)
  expect(ask(client, 'EXEC')).toBe('*-1\r\n')
})

test('UNWATCH mends what was broken', () => {
  const client = openTestEngine().client()
  for (const line of ['WATCH k', 'SET k v', 'UNWATCH', 'MULTI', 'PING']) ask(client, line)
  expect(ask(client, 'EXEC')).toBe('*1\r\n+PONG\r\n')
})
