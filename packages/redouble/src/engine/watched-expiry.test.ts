import { expect, test } from 'vitest'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import { openTestEngine, type TestClient } from './engine.test-support.ts'

interface World {
  /** The client that watches. */
  readonly watcher: TestClient
  /** The client that does everything else. */
  readonly other: (line: string) => string
  readonly clock: VirtualClock
  setActiveExpiry(enabled: boolean): void
  /** What the watcher's transaction comes to. */
  exec(): 'done' | 'broken'
}

function open(): World {
  const clock = new VirtualClock()
  const { engine, client } = openTestEngine({ clock })
  engine.activeExpireEnabled = false
  const watcher = client()
  const others = client()
  return {
    watcher,
    clock,
    other: (line) => others.send(...line.split(' ')),
    setActiveExpiry: (enabled) => {
      engine.activeExpireEnabled = enabled
    },
    exec() {
      watcher.send('MULTI')
      watcher.send('PING')
      const reply = watcher.send('EXEC')
      if (reply === '*1\r\n+PONG\r\n') return 'done'
      expect(reply).toBe('*-1\r\n')
      return 'broken'
    },
  }
}

/** Steps by name; those that are commands run on the other client. */
const STEPS: Record<string, (world: World) => unknown> = {
  watch: ({ watcher }) => watcher.send('WATCH', 'k'),
  unwatch: ({ watcher }) => watcher.send('UNWATCH'),
  'the time passes': ({ clock }) => clock.advance(20),
  'the cycle removes it': ({ clock, setActiveExpiry }) => {
    setActiveExpiry(true)
    clock.advance(1)
  },
}

const TTL = 'SET k v PX 20'

test.each<[outcome: 'done' | 'broken', ...steps: string[]]>([
  // The key is alive at WATCH and runs out before EXEC.
  ['broken', TTL, 'watch', 'the time passes'],
  ['broken', TTL, 'watch', 'the time passes', 'GET k'],
  ['broken', TTL, 'watch', 'the time passes', 'the cycle removes it'],
  ['broken', TTL, 'watch', 'the time passes', 'FLUSHALL'],
  ['broken', TTL, 'watch', 'the time passes', 'SWAPDB 0 1'],
  ['broken', TTL, 'watch', 'the time passes', 'watch'],
  ['done', TTL, 'watch', 'unwatch', 'the time passes'],
  // It is missing at WATCH, is set and runs out.
  ['broken', 'watch', TTL, 'the time passes'],
  ['broken', 'watch', TTL, 'the time passes', 'GET k'],
  // It has run out before WATCH: to the client it never was there.
  ['done', TTL, 'the time passes', 'watch'],
  ['done', TTL, 'the time passes', 'watch', 'GET k'],
  ['done', TTL, 'the time passes', 'watch', 'DEL k'],
  ['done', TTL, 'the time passes', 'watch', 'EXPIRE k 100'],
  ['done', TTL, 'the time passes', 'watch', 'the cycle removes it'],
  ['done', TTL, 'the time passes', 'watch', 'FLUSHALL'],
  ['done', TTL, 'the time passes', 'the cycle removes it', 'watch'],
  ['broken', TTL, 'the time passes', 'watch', 'SET k w'],
  ['broken', TTL, 'the time passes', 'watch', 'GET k', 'SET k w'],
  ['broken', TTL, 'the time passes', 'watch', 'GET k', 'SET k w', 'DEL k'],
  ['broken', TTL, 'the time passes', 'watch', 'FLUSHDB', 'SET k w'],
  ['broken', TTL, 'the time passes', 'watch', 'SET a 1', 'RENAME a k'],
  // Databases are exchanged.
  ['done', TTL, 'the time passes', 'watch', 'SWAPDB 0 1'],
  ['broken', TTL, 'SELECT 1', 'SET k w', 'the time passes', 'watch', 'SWAPDB 0 1'],
  ['done', TTL, 'SELECT 1', TTL, 'the time passes', 'watch', 'SWAPDB 0 1'],
  ['done', 'SELECT 1', TTL, 'the time passes', 'watch', 'SWAPDB 0 1'],
  ['done', 'SELECT 1', TTL, 'the time passes', 'watch', 'SWAPDB 0 1', 'SELECT 0', 'GET k'],
  ['broken', 'SET k v', 'SELECT 1', TTL, 'the time passes', 'watch', 'SWAPDB 0 1'],
  ['done', 'watch', 'SWAPDB 0 1'],
  ['done', 'SET k v', 'watch', 'SWAPDB 0 0'],
  ['done', 'SET k v', 'watch', 'SWAPDB 2 3'],
  ['broken', 'SET k v', 'watch', 'SWAPDB 0 1'],
  ['broken', 'SELECT 1', 'SET k v', 'watch', 'SWAPDB 1 0'],
  // Flushes touch what is there and nothing else.
  ['broken', 'SET k v', 'watch', 'FLUSHDB'],
  ['broken', 'SET k v', 'watch', 'SELECT 1', 'FLUSHALL'],
  ['done', 'SET k v', 'watch', 'SELECT 1', 'FLUSHDB'],
  ['done', 'watch', 'FLUSHALL'],
  // Deadlines are part of the key, vain attempts are not.
  ['broken', 'SET k v', 'watch', 'EXPIRE k 100'],
  ['broken', TTL, 'watch', 'PERSIST k'],
  ['broken', 'SET k v', 'watch', 'EXPIRE k -1'],
  ['done', 'SET k v', 'watch', 'EXPIRE k 100 XX'],
  ['done', 'SET k v', 'watch', 'PERSIST k', 'TOUCH k', 'RENAME k k', 'COPY k c'],
  ['broken', 'SET k v', 'watch', 'MOVE k 1'],
  ['broken', 'SET c v', 'watch', 'COPY c k'],
])('a transaction is %s after %s, %s, %s', (outcome, ...steps) => {
  const world = open()
  for (const step of steps) {
    const special = STEPS[step]
    if (special === undefined) expect(world.other(step)).not.toMatch(/^-/)
    else special(world)
  }
  expect(world.exec()).toBe(outcome)
})

test('a watch holds in the database where it was made', () => {
  const world = open()
  world.other(TTL)
  world.watcher.send('WATCH', 'k')
  world.watcher.send('SELECT', 1)
  world.clock.advance(20)
  expect(world.exec()).toBe('broken')
})

test('a transaction that was broken does not break the next one', () => {
  const world = open()
  world.other('SET k v')
  world.watcher.send('WATCH', 'k')
  world.other('SET k w')
  expect(world.exec()).toBe('broken')
  world.other('SET k x')
  expect(world.exec()).toBe('done')
})
