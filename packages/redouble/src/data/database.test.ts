import { expect, test } from 'vitest'
import { SeededRandom } from '../kernel/random.ts'
import { AccessFrequencies } from './access-frequencies.ts'
import { Database } from './database.ts'
import { openDatabase } from './database.test-support.ts'
import { NO_EXPIRY } from './entry.ts'

test('a read counts hits and misses and announces the misses', () => {
  const { db, host } = openDatabase()
  db.put('a', 'string', '1')
  host.take()
  expect(db.readValue('a', 'string')).toBe('1')
  expect(db.readValue('b', 'string')).toBeUndefined()
  expect(host.keyspaceStats).toMatchObject({ hits: 1, misses: 1 })
  expect(host.take()).toEqual(['0:m:keymiss b'])
})

test('a value of another type is refused for reading and for writing', () => {
  const { db } = openDatabase()
  db.put('a', 'string', '1')
  expect(() => db.readValue('a', 'list')).toThrow('WRONGTYPE')
  expect(() => db.writeValue('a', 'list')).toThrow('WRONGTYPE')
})

test('reads and writes are accesses, probing and finding are not', () => {
  const { db, host } = openDatabase()
  const entry = db.put('a', 'string', '1')
  const accessedAfter = (look: () => unknown): boolean => {
    entry.accessedAt = 0
    look()
    return entry.accessedAt === host.now
  }
  expect(accessedAfter(() => db.read('a'))).toBe(true)
  expect(accessedAfter(() => db.write('a'))).toBe(true)
  expect(accessedAfter(() => db.put('a', 'string', '2'))).toBe(true)
  expect(accessedAfter(() => db.probe('a'))).toBe(false)
  expect(accessedAfter(() => db.find('a'))).toBe(false)
  host.leavesUntouched = true
  expect(accessedAfter(() => db.read('a'))).toBe(false)
  expect(accessedAfter(() => db.write('a'))).toBe(false)
})

test('probing counts, and announces a miss unless it is to be quiet; finding does neither', () => {
  const { db, host } = openDatabase()
  db.put('a', 'string', '1')
  host.take()
  db.probe('a')
  db.probe('b')
  db.probe('b', true)
  db.find('a')
  db.find('b')
  expect(host.keyspaceStats).toMatchObject({ hits: 1, misses: 2 })
  expect(host.take()).toEqual(['0:m:keymiss b'])
})

test('storing drops the deadline unless it is kept', () => {
  const { db } = openDatabase()
  const entry = db.put('a', 'string', '1')
  db.setExpiry(entry, 5_000)
  db.put('a', 'string', '2', true)
  expect(db.expiryOf(entry)).toBe(5_000)
  db.put('a', 'string', '3')
  expect(db.expiryOf(entry)).toBe(NO_EXPIRY)
  expect(db.volatileCount).toBe(0)
})

test('storing says what was new, overwritten or of another type', () => {
  const { db, host } = openDatabase()
  db.put('a', 'string', '1')
  expect(host.take()).toEqual(['0:n:new a'])
  db.put('a', 'string', '2')
  expect(host.take()).toEqual(['0:o:overwritten a'])
  db.put('a', 'list', {} as never)
  expect(host.take()).toEqual(['0:o:overwritten a', '0:c:type_changed a'])
})

test('storing under an expired key expires it first: the key is a new one', () => {
  const { db, host } = openDatabase()
  db.setExpiry(db.put('a', 'string', '1'), 2_000)
  host.now = 2_000
  host.take()
  const entry = db.put('a', 'string', '2', true)
  expect(host.take()).toEqual(['0:modified a', '0:x:expired a', '0:n:new a'])
  expect(entry.expireAt).toBe(NO_EXPIRY)
})

test('a key lives until its deadline and is gone at it', () => {
  const { db, host } = openDatabase()
  db.setExpiry(db.put('a', 'string', '1'), 2_000)
  host.now = 1_999
  expect(db.find('a')).toBeDefined()
  host.now = 2_000
  host.take()
  expect(db.find('a')).toBeUndefined()
  expect(host.take()).toEqual(['0:modified a', '0:x:expired a'])
  expect(host.keyspaceStats.expired).toBe(1)
  expect(db.size).toBe(0)
})

test.each<[string, (db: Database) => unknown]>([
  ['read', (db) => db.read('a')],
  ['write', (db) => db.write('a')],
  ['probe', (db) => db.probe('a')],
  ['remove', (db) => db.remove('a')],
  ['randomKey', (db) => db.randomKey(() => 0)],
])('%s finds an expired key absent and removes it', (_, look) => {
  const { db, host } = openDatabase()
  db.setExpiry(db.put('a', 'string', '1'), 2_000)
  host.now = 3_000
  host.take()
  expect(look(db) ?? false).toBe(false)
  expect(host.take()).toContain('0:x:expired a')
  expect(db.size).toBe(0)
})

test('listing the entries passes expired ones over and leaves them stored', () => {
  const { db, host } = openDatabase()
  db.put('a', 'string', '1')
  db.setExpiry(db.put('b', 'string', '2'), 2_000)
  db.put('c', 'string', '3')
  host.now = 2_000
  expect([...db.entries()].map((entry) => entry.key)).toEqual(['a', 'c'])
  expect(db.size).toBe(3)
})

test('active expiry goes by the deadlines and stops at its limit', () => {
  const { db, host } = openDatabase()
  for (const [key, at] of [
    ['late', 3_000],
    ['early', 2_000],
    ['early too', 2_000],
    ['later', 9_000],
  ] as const) {
    db.setExpiry(db.put(key, 'string', ''), at)
  }
  expect(host.earliestMove).toBe(2_000)
  expect(db.nextExpiry()).toBe(2_000)
  host.now = 4_000
  host.take()
  expect(db.expireDue(2)).toBe(2)
  expect(db.expireDue(2)).toBe(1)
  expect(host.take().filter((line) => line.includes('expired'))).toEqual([
    '0:x:expired early',
    '0:x:expired early too',
    '0:x:expired late',
  ])
  expect(db.nextExpiry()).toBe(9_000)
})

test('a moved or cleared deadline counts no longer', () => {
  const { db, host } = openDatabase()
  const entry = db.put('a', 'string', '1')
  db.setExpiry(entry, 2_000)
  db.setExpiry(entry, 5_000)
  expect(db.volatileCount).toBe(1)
  host.now = 2_000
  expect(db.expireDue(10)).toBe(0)
  db.setExpiry(entry, NO_EXPIRY)
  host.now = 9_000
  expect(db.expireDue(10)).toBe(0)
  expect(db.nextExpiry()).toBeUndefined()
})

test('deadlines past 2^53 are kept exactly', () => {
  const { db } = openDatabase()
  const entry = db.put('a', 'string', '1')
  for (const at of [2n ** 63n - 1n, 2n ** 53n + 1n]) {
    db.setExpiry(entry, at)
    expect(db.expiryOf(entry)).toBe(at)
  }
  db.setExpiry(entry, 5_000)
  expect(db.expiryOf(entry)).toBe(5_000)
})

test('a clear forgets keys and deadlines without a word', () => {
  const { db, host } = openDatabase()
  db.setExpiry(db.put('a', 'string', '1'), 2_000)
  db.put('b', 'string', '2')
  host.take()
  expect(db.clear()).toBe(2)
  host.now = 3_000
  expect(db.expireDue(10)).toBe(0)
  expect([db.size, db.volatileCount, db.find('b')]).toEqual([0, 0, undefined])
  expect(host.take()).toEqual([])
})

test('a swap exchanges keys and deadlines and wakes whoever waits for what came', () => {
  const { db: first, host } = openDatabase()
  const second = new Database(1, host)
  first.put('a', 'string', 'first')
  second.setExpiry(second.put('b', 'string', 'second'), 2_000)
  first.blockedKeys.add('b')
  first.blockedKeys.add('absent')
  second.blockedKeys.add('b')
  host.take()
  first.swapContents(second)
  expect(host.take()).toEqual(['0:ready b'])
  expect(first.readValue('b', 'string')).toBe('second')
  expect(second.readValue('a', 'string')).toBe('first')
  expect([first.volatileCount, second.volatileCount]).toEqual([1, 0])
  host.now = 2_000
  host.take()
  expect(first.expireDue(1)).toBe(1)
  expect(host.take()).toContain('0:x:expired b')
})

test('a key that clients wait for is announced when it comes to be, not when it is overwritten', () => {
  const { db, host } = openDatabase()
  db.blockedKeys.add('a')
  db.put('a', 'string', '1')
  db.put('a', 'string', '2')
  db.put('b', 'string', '2')
  expect(host.take().filter((line) => line.includes('ready'))).toEqual(['0:ready a'])
})

test('an emptied collection is removed with del; one that is not empty stays', () => {
  const { db, host } = openDatabase()
  db.put('a', 'string', '1')
  host.take()
  expect(db.removeIfEmpty('a', 1)).toBe(false)
  expect(db.removeIfEmpty('a', 0)).toBe(true)
  expect(host.take()).toEqual(['0:g:del a'])
  expect(db.size).toBe(0)
})

test('the footprint guard sees each key that is looked at, whatever way', () => {
  const { db, host } = openDatabase()
  const seen: string[] = []
  host.footprintGuard = (key) => seen.push(key)
  const entry = db.put('put', 'string', '1')
  db.read('read')
  db.write('write')
  db.find('find')
  db.probe('probe')
  db.remove('remove')
  db.setExpiry(entry, 9_000)
  expect(seen).toEqual(['put', 'read', 'write', 'find', 'probe', 'remove'])
})

test('a random key is any of them and never an expired one', () => {
  const { db, host } = openDatabase()
  for (let i = 0; i < 8; i++) {
    const entry = db.put(String(i), 'string', '')
    if (i % 2 === 0) db.setExpiry(entry, 2_000)
  }
  host.now = 2_000
  const random = new SeededRandom(1)
  const seen = new Set<string>()
  for (let i = 0; i < 200; i++) seen.add(db.randomKey((bound) => random.below(bound)) as string)
  expect([...seen].sort()).toEqual(['1', '3', '5', '7'])
  db.clear()
  expect(db.randomKey((bound) => random.below(bound))).toBeUndefined()
})

test('under an LFU policy accesses count up from 5 and are lost by the minute', () => {
  const { db, host } = openDatabase()
  const older = db.put('older', 'string', '1')
  host.frequencies = new AccessFrequencies(new SeededRandom(1), {
    lfuLogFactor: 10,
    lfuDecayTime: 1,
  })
  const entry = db.put('a', 'string', '1')
  expect(db.frequencyOf(entry)).toBe(5)
  expect(db.frequencyOf(older)).toBe(0)
  db.read('a')
  expect(db.frequencyOf(entry)).toBe(6)
  for (let i = 0; i < 1_000; i++) db.read('a')
  const often = db.frequencyOf(entry)
  expect(often).toBeGreaterThan(10)
  expect(often).toBeLessThan(30)
  host.now += 3 * 60_000
  expect(db.frequencyOf(entry)).toBe(often - 3)
  host.now += 60 * 60_000
  expect(db.frequencyOf(entry)).toBe(0)
})
