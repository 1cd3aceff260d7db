import { expect, test } from 'vitest'
import { type Profile, profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'

const WRONGTYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n'

/** A served client goes on after the current turn; what was sent within it arrives with that. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Room {
  readonly main: TestClient
  readonly clock: VirtualClock
  /** A client that has just begun to wait with a command. */
  waiting(...argv: (string | number)[]): TestClient
}

function open(profile = '8.0', resp: 2 | 3 = 2): Room {
  const clock = new VirtualClock()
  const engine = openTestEngine({ clock, profile: profileNamed(profile) as Profile })
  return {
    clock,
    main: engine.client(resp),
    waiting(...argv) {
      const client = engine.client(resp)
      expect(client.send(...argv)).toBe('')
      return client
    },
  }
}

function popped(key: string, element: string): string {
  return `*2\r\n$${key.length}\r\n${key}\r\n$${element.length}\r\n${element}\r\n`
}

test('waiting clients are served in the order in which they came, each one element', async () => {
  const { main, waiting } = open()
  const first = waiting('BLPOP', 'l', 0)
  const second = waiting('BRPOP', 'l', 0)
  const third = waiting('BLPOP', 'l', 0)
  const pushed = main.send('RPUSH', 'l', 'a', 'b')
  await turn()
  expect(pushed + main.received()).toBe(':2\r\n')
  expect(first.received()).toBe(popped('l', 'a'))
  expect(second.received()).toBe(popped('l', 'b'))
  expect(third.received()).toBe('')
  main.send('RPUSH', 'l', 'c', 'd')
  await turn()
  expect(third.received()).toBe(popped('l', 'c'))
  main.received()
  expect(main.send('LRANGE', 'l', 0, -1)).toBe('*1\r\n$1\r\nd\r\n')
})

test('a waiter for several keys is served once, and is forgotten at its other keys', async () => {
  const { main, waiting } = open()
  const both = waiting('BLPOP', 'a', 'b', 0)
  const late = waiting('BLPOP', 'a', 0)
  main.send('RPUSH', 'b', '1')
  await turn()
  expect(both.received()).toBe(popped('b', '1'))
  main.send('RPUSH', 'a', '2')
  await turn()
  expect(both.received()).toBe('')
  expect(late.received()).toBe(popped('a', '2'))
})

test('of keys that become ready together the first that the waiter named is taken', async () => {
  const { main, waiting } = open()
  const client = waiting('BLPOP', 'a', 'b', 0)
  main.send('MULTI')
  main.send('RPUSH', 'b', '2')
  main.send('RPUSH', 'a', '1')
  main.send('EXEC')
  await turn()
  expect(client.received()).toBe(popped('a', '1'))
})

test('Redis 7.0 takes the key that became ready first instead', async () => {
  const { main, waiting } = open('7.0')
  const client = waiting('BLPOP', 'a', 'b', 0)
  main.send('MULTI')
  main.send('RPUSH', 'b', '2')
  main.send('RPUSH', 'a', '1')
  main.send('EXEC')
  await turn()
  expect(client.received()).toBe(popped('b', '2'))
})

test('a list that a transaction makes and removes wakes nobody', async () => {
  const { main, waiting } = open()
  const client = waiting('BLPOP', 'l', 0)
  main.send('MULTI')
  main.send('RPUSH', 'l', 'a')
  main.send('DEL', 'l')
  main.send('EXEC')
  await turn()
  expect(client.received()).toBe('')
  main.send('RPUSH', 'l', 'b')
  await turn()
  expect(client.received()).toBe(popped('l', 'b'))
})

test('a key of another type does not disturb who waits for a list', async () => {
  const { main, waiting } = open()
  const client = waiting('BLPOP', 'l', 0)
  main.send('SET', 'l', 'v')
  main.send('DEL', 'l')
  main.send('SADD', 'l', 'm')
  await turn()
  expect(client.received()).toBe('')
  main.send('DEL', 'l')
  main.send('RPUSH', 'l', 'x')
  await turn()
  expect(client.received()).toBe(popped('l', 'x'))
})

test('a list that comes by RENAME or COPY serves as well', async () => {
  const { main, waiting } = open()
  const renamed = waiting('BLPOP', 'l', 0)
  main.send('RPUSH', 'other', 'a', 'b')
  main.send('RENAME', 'other', 'l')
  await turn()
  expect(renamed.received()).toBe(popped('l', 'a'))
  main.send('RENAME', 'l', 'other')
  const copied = waiting('BRPOP', 'l', 0)
  main.send('COPY', 'other', 'l')
  await turn()
  expect(copied.received()).toBe(popped('l', 'b'))
})

test('BLMOVE hands an element on through a chain of waiters', async () => {
  const { main, waiting } = open()
  const first = waiting('BLMOVE', 'a', 'b', 'LEFT', 'RIGHT', 0)
  const second = waiting('BRPOPLPUSH', 'b', 'c', 0)
  const third = waiting('BLPOP', 'c', 0)
  main.send('RPUSH', 'a', 'x')
  await turn()
  expect(first.received()).toBe('$1\r\nx\r\n')
  expect(second.received()).toBe('$1\r\nx\r\n')
  expect(third.received()).toBe(popped('c', 'x'))
  main.received()
  expect(main.send('EXISTS', 'a', 'b', 'c')).toBe(':0\r\n')
})

test('BLMOVE whose destination is no list fails on wake and leaves the element to the next', async () => {
  const { main, waiting } = open()
  main.send('SET', 's', 'v')
  const mover = waiting('BLMOVE', 'l', 's', 'LEFT', 'LEFT', 0)
  const next = waiting('BLPOP', 'l', 0)
  main.send('RPUSH', 'l', 'x')
  await turn()
  expect(mover.received()).toBe(WRONGTYPE)
  expect(next.received()).toBe(popped('l', 'x'))
})

test('BLMPOP takes as many as it asked for when it is woken', async () => {
  const { main, waiting } = open()
  const client = waiting('BLMPOP', 0, 2, 'a', 'b', 'RIGHT', 'COUNT', 2)
  main.send('RPUSH', 'b', '1', '2', '3')
  await turn()
  expect(client.received()).toBe('*2\r\n$1\r\nb\r\n*2\r\n$1\r\n3\r\n$1\r\n2\r\n')
})

test('when the time is over the answer is a null array, and the client goes on', async () => {
  const { clock, main, waiting } = open()
  const client = waiting('BLPOP', 'l', 0.5)
  clock.advance(499)
  await turn()
  expect(client.received()).toBe('')
  clock.advance(1)
  await turn()
  expect(client.received()).toBe('*-1\r\n')
  main.send('RPUSH', 'l', 'a')
  expect(client.send('LLEN', 'l')).toBe(':1\r\n')
})

test('BLMOVE answers a null array after its time, but a null inside MULTI', async () => {
  const { clock, main, waiting } = open()
  const client = waiting('BLMOVE', 'a', 'b', 'LEFT', 'LEFT', 1)
  clock.advance(1000)
  await turn()
  expect(client.received()).toBe('*-1\r\n')
  main.send('MULTI')
  main.send('BLMOVE', 'a', 'b', 'LEFT', 'LEFT', 0)
  main.send('BLPOP', 'a', 0)
  expect(main.send('EXEC')).toBe('*2\r\n$-1\r\n*-1\r\n')
})

test('a list that is there is popped without waiting, wherever it stands among the keys', async () => {
  const { main } = open()
  main.send('RPUSH', 'l', 'a', 'b')
  expect(main.send('BLPOP', 'none', 'l', 0)).toBe(popped('l', 'a'))
  main.send('SET', 's', 'v')
  expect(main.send('BLPOP', 's', 'l', 0)).toBe(WRONGTYPE)
  expect(main.send('BLPOP', 'l', 's', 0)).toBe(popped('l', 'b'))
})

test('a client that goes away leaves its place in the queue', async () => {
  const { main, waiting } = open()
  const gone = waiting('BLPOP', 'l', 0)
  const stays = waiting('BLPOP', 'l', 0)
  gone.close()
  main.send('RPUSH', 'l', 'a')
  await turn()
  expect(stays.received()).toBe(popped('l', 'a'))
})
