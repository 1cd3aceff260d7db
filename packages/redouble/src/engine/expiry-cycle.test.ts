import { expect, test } from 'vitest'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import { type TestEngine, openTestEngine } from './engine.test-support.ts'

const START = 1_700_000_000_000

interface World extends TestEngine {
  readonly clock: VirtualClock
}

function open(): World {
  const clock = new VirtualClock(START)
  return { ...openTestEngine({ clock }), clock }
}

/** Collects what the engine is told to announce, as `db:event key`. */
function eventsOf({ engine }: World): string[] {
  const events: string[] = []
  engine.notify = (db, _, name, key) => {
    events.push(`${db.index}:${name} ${key}`)
  }
  return events
}

test('a key that nobody asks for is removed at its deadline', () => {
  const world = open()
  const client = world.client()
  const events = eventsOf(world)
  client.send('SET', 'k', 'v')
  client.send('PEXPIRE', 'k', 100)
  events.length = 0
  world.clock.advance(99)
  expect(events).toEqual([])
  expect(world.engine.databases[0].size).toBe(1)
  world.clock.advance(1)
  expect(events).toEqual(['0:expired k'])
  expect(world.engine.databases[0].size).toBe(0)
})

test('keys of all databases go in the order of their deadlines', () => {
  const world = open()
  const client = world.client()
  const events = eventsOf(world)
  const [first, , third] = world.engine.databases
  for (const [db, key, ms] of [
    [first, 'c', 300],
    [third, 'b', 200],
    [first, 'a', 100],
  ] as const) {
    db.setExpiry(db.put(key, 'string', 'v'), START + ms)
  }
  expect(client.send('TTL', 'a')).toBe(':0\r\n')
  events.length = 0
  world.clock.advance(1_000)
  expect(events).toEqual(['0:expired a', '2:expired b', '0:expired c'])
})

test('with the cycle off a key stays stored until somebody asks for it', () => {
  const world = open()
  const client = world.client()
  const events = eventsOf(world)
  world.engine.activeExpireEnabled = false
  client.send('SET', 'k', 'v')
  client.send('PEXPIRE', 'k', 100)
  world.clock.advance(1_000)
  events.length = 0
  expect(world.engine.databases[0].size).toBe(1)
  expect(client.send('EXISTS', 'k')).toBe(':0\r\n')
  expect(events).toEqual(['0:expired k', '0:keymiss k'])
})

test('switching the cycle on removes what ran out meanwhile, a moment later', () => {
  const world = open()
  const client = world.client()
  world.engine.activeExpireEnabled = false
  client.send('SET', 'k', 'v')
  client.send('PEXPIRE', 'k', 100)
  world.clock.advance(1_000)
  world.engine.activeExpireEnabled = true
  expect(world.engine.databases[0].size).toBe(1)
  world.clock.advance(1)
  expect(world.engine.databases[0].size).toBe(0)
})

test('a deadline that is moved or taken away is not kept', () => {
  const world = open()
  const client = world.client()
  for (const key of ['later', 'never', 'earlier']) {
    client.send('SET', key, 'v')
    client.send('PEXPIRE', key, 100)
  }
  client.send('PEXPIRE', 'later', 500)
  client.send('PERSIST', 'never')
  client.send('PEXPIRE', 'earlier', 50)
  world.clock.advance(50)
  expect(client.send('KEYS', 'earlier')).toBe('*0\r\n')
  world.clock.advance(100)
  expect(client.send('EXISTS', 'later', 'never')).toBe(':2\r\n')
  world.clock.advance(350)
  expect(client.send('EXISTS', 'later', 'never')).toBe(':1\r\n')
})

test('more keys than one step removes are removed by the next ones', () => {
  const world = open()
  const [db] = world.engine.databases
  for (let i = 0; i < 5_000; i++) db.setExpiry(db.put(`k${i}`, 'string', 'v'), START + 100)
  world.clock.advance(100)
  expect(db.size).toBe(3_000)
  world.clock.advance(2)
  expect(db.size).toBe(0)
})

test('nothing is armed while no key can expire, nor after the engine has stopped', () => {
  const world = open()
  const client = world.client()
  client.send('SET', 'k', 'v')
  expect(world.clock.pendingTimers).toBe(0)
  client.send('PEXPIRE', 'k', 100)
  expect(world.clock.pendingTimers).toBe(1)
  world.clock.advance(100)
  expect(world.clock.pendingTimers).toBe(0)
  client.send('SET', 'k', 'v')
  client.send('PEXPIRE', 'k', 100)
  world.engine.stop()
  expect(world.clock.pendingTimers).toBe(0)
})

test('a TTL counts down with the clock and rounds half a second up', () => {
  const world = open()
  const client = world.client()
  client.send('SET', 'k', 'v')
  client.send('EXPIRE', 'k', 10)
  const readings: string[] = []
  for (const step of [0, 499, 2, 9_498]) {
    world.clock.advance(step)
    readings.push(client.send('TTL', 'k'), client.send('PTTL', 'k'))
  }
  expect(readings.map((reply) => reply.trim())).toEqual([
    ':10',
    ':10000',
    ':10',
    ':9501',
    ':9',
    ':9499',
    ':0',
    ':1',
  ])
})

test('the deadline can lie further ahead than a timer of Node reaches', () => {
  const world = open()
  const client = world.client()
  client.send('SET', 'k', 'v')
  client.send('EXPIRE', 'k', 100 * 365 * 24 * 3600)
  world.clock.advance(99 * 365 * 24 * 3600 * 1000)
  expect(client.send('EXISTS', 'k')).toBe(':1\r\n')
  world.clock.advance(365 * 24 * 3600 * 1000)
  expect(client.send('EXISTS', 'k')).toBe(':0\r\n')
})
