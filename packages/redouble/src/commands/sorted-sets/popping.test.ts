import { expect, test } from 'vitest'
import { type ProfileName, profileNamed } from '../../command/profile.ts'
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

function open(profile: ProfileName = '8.0', resp: 2 | 3 = 2): Room {
  const clock = new VirtualClock()
  const { client } = openTestEngine({ clock, profile: profileNamed(profile) })
  return {
    clock,
    main: client(resp),
    waiting(...argv) {
      const waiter = client(resp)
      expect(waiter.send(...argv)).toBe('')
      return waiter
    },
  }
}

function popped(key: string, member: string, score: string): string {
  const words = [key, member, score].map((word) => `$${word.length}\r\n${word}\r\n`)
  return `*3\r\n${words.join('')}`
}

test('a pop takes from its own end, and the key with the last member', () => {
  const { main } = open()
  main.send('ZADD', 'z', 1, 'a', 2, 'b', 3, 'c')
  expect(main.send('ZPOPMIN', 'z')).toBe('*2\r\n$1\r\na\r\n$1\r\n1\r\n')
  expect(main.send('ZPOPMAX', 'z', 9)).toBe('*4\r\n$1\r\nc\r\n$1\r\n3\r\n$1\r\nb\r\n$1\r\n2\r\n')
  expect(main.send('EXISTS', 'z')).toBe(':0\r\n')
  expect(main.send('ZPOPMIN', 'z')).toBe('*0\r\n')
})

test('RESP3 has pairs only where a count was given', () => {
  const { main } = open('8.0', 3)
  main.send('ZADD', 'z', 1, 'a', 2, 'b')
  expect(main.send('ZPOPMIN', 'z')).toBe('*2\r\n$1\r\na\r\n,1\r\n')
  expect(main.send('ZPOPMIN', 'z', 1)).toBe('*1\r\n*2\r\n$1\r\nb\r\n,2\r\n')
})

test('ZMPOP pops from the first key that has members', () => {
  const { main } = open()
  main.send('ZADD', 'z', 1, 'a', 2, 'b', 3, 'c')
  expect(main.send('ZMPOP', 2, 'none', 'z', 'MAX', 'COUNT', 2)).toBe(
    '*2\r\n$1\r\nz\r\n*2\r\n*2\r\n$1\r\nc\r\n$1\r\n3\r\n*2\r\n$1\r\nb\r\n$1\r\n2\r\n',
  )
  expect(main.send('ZMPOP', 1, 'none', 'MIN')).toBe('*-1\r\n')
  expect(main.send('ZMPOP', 0, 'z', 'MIN')).toBe('-ERR numkeys should be greater than 0\r\n')
})

test('waiting clients are served in the order in which they came, each one member', async () => {
  const { main, waiting } = open()
  const first = waiting('BZPOPMIN', 'z', 0)
  const second = waiting('BZPOPMAX', 'z', 0)
  const third = waiting('BZPOPMIN', 'z', 0)
  expect(main.send('ZADD', 'z', 1, 'a', 2, 'b')).toBe(':2\r\n')
  await turn()
  expect(first.received()).toBe(popped('z', 'a', '1'))
  expect(second.received()).toBe(popped('z', 'b', '2'))
  expect(third.received()).toBe('')
  main.send('ZINCRBY', 'z', '2.5', 'c')
  await turn()
  expect(third.received()).toBe(popped('z', 'c', '2.5'))
  expect(main.send('EXISTS', 'z')).toBe(':0\r\n')
})

test('whoever stores or renames a sorted set serves those who wait for it', async () => {
  for (const command of [
    'ZUNIONSTORE z 1 src',
    'ZRANGESTORE z src 0 0',
    'RENAME src z',
    'COPY src z',
  ]) {
    const { main, waiting } = open()
    const waiter = waiting('BZMPOP', 0, 1, 'z', 'MIN', 'COUNT', 5)
    main.send('ZADD', 'src', 1, 'a')
    main.send(...command.split(' '))
    await turn()
    expect(waiter.received()).toBe('*2\r\n$1\r\nz\r\n*1\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n')
  }
})

test('a key of another type wakes nobody, but spoils a wait that it is named in', async () => {
  const { main, waiting } = open()
  const waiter = waiting('BZPOPMIN', 'x', 'z', 0)
  main.send('RPUSH', 'x', 'element')
  await turn()
  expect(waiter.received()).toBe('')
  main.send('ZADD', 'z', 1, 'a')
  await turn()
  expect(waiter.received()).toBe(WRONGTYPE)
})

test('Redis 7.0 looks at nothing but the key that became ready', async () => {
  const { main, waiting } = open('7.0')
  const waiter = waiting('BZPOPMIN', 'x', 'z', 0)
  main.send('RPUSH', 'x', 'element')
  main.send('ZADD', 'z', 1, 'a')
  await turn()
  expect(waiter.received()).toBe(popped('z', 'a', '1'))
})

test('what a transaction adds and takes away again wakes nobody', async () => {
  const { main, waiting } = open()
  const waiter = waiting('BZPOPMIN', 'z', 0)
  for (const command of ['MULTI', 'ZADD z 1 a', 'ZREM z a', 'EXEC'])
    main.send(...command.split(' '))
  await turn()
  expect(waiter.received()).toBe('')
})

test('the wait ends with its timeout, and inside MULTI at once', async () => {
  const { main, clock, waiting } = open()
  const waiter = waiting('BZPOPMIN', 'z', '0.5')
  await clock.advance(499)
  expect(waiter.received()).toBe('')
  await clock.advance(1)
  expect(waiter.received()).toBe('*-1\r\n')
  main.send('MULTI')
  main.send('BZPOPMAX', 'z', 0)
  expect(main.send('EXEC')).toBe('*1\r\n*-1\r\n')
})

test('BZMPOP looks at the timeout last', () => {
  const { main } = open()
  expect(main.send('BZMPOP', 'x', 'x', 'z', 'MIN')).toBe(
    '-ERR numkeys should be greater than 0\r\n',
  )
  expect(main.send('BZMPOP', 'x', 1, 'z', 'MIN')).toBe(
    '-ERR timeout is not a float or out of range\r\n',
  )
})
