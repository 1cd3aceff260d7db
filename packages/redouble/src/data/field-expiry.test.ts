import { expect, test } from 'vitest'
import type { Database } from './database.ts'
import { openDatabase } from './database.test-support.ts'
import { HashValue } from './hash-value.ts'

function hashOf(deadlines: Readonly<Record<string, number>>): HashValue {
  const hash = new HashValue()
  for (const [field, at] of Object.entries(deadlines)) {
    hash.set(field, 'v', 1e9, 1e9)
    if (at > 0) hash.setDeadline(field, at)
  }
  return hash
}

function put(db: Database, key: string, deadlines: Readonly<Record<string, number>>): void {
  db.put(key, 'hash', hashOf(deadlines))
}

test('fields and keys run out in the order of their deadlines', () => {
  const { db, host } = openDatabase()
  put(db, 'h', { a: 1_100, b: 1_100, c: 1_300, d: 0 })
  db.setExpiry(db.put('k', 'string', 'v'), 1_200)
  expect(db.nextExpiry()).toBe(1_100)
  host.take()
  host.now = 1_200
  expect(db.expireDue(10)).toBe(2)
  expect(host.take()).toEqual(['0:modified h', '0:h:hexpired h', '0:modified k', '0:x:expired k'])
  expect(db.nextExpiry()).toBe(1_300)
  host.now = 1_300
  expect(db.expireDue(10)).toBe(1)
  expect(host.take()).toEqual(['0:modified h', '0:h:hexpired h'])
  expect(host.keyspaceStats).toMatchObject({ expired: 1, expiredFields: 3 })
  expect(db.nextExpiry()).toBeUndefined()
  expect(db.find('h')?.value).toMatchObject({ size: 1 })
})

test('a hash goes with the last of its fields', () => {
  const { db, host } = openDatabase()
  put(db, 'h', { a: 1_100, b: 1_100 })
  host.take()
  host.now = 1_100
  db.expireDue(10)
  expect(host.take()).toEqual(['0:modified h', '0:h:hexpired h', '0:g:del h'])
  expect(db.size).toBe(0)
})

test('the host is told of the earliest field when its hash is stored', () => {
  const { db, host } = openDatabase()
  put(db, 'h', { a: 5_000, b: 4_000 })
  expect(host.earliestMove).toBe(4_000)
})

test('hashes are followed through removal, replacement, exchange and clearing', () => {
  const { db } = openDatabase()
  const { db: other } = openDatabase()
  put(db, 'a', { f: 2_000 })
  put(db, 'b', { f: 3_000 })
  put(db, 'c', { f: 4_000 })
  expect(db.contents.fieldExpiry.size).toBe(3)
  db.remove('a')
  db.put('b', 'string', 'v')
  expect(db.contents.fieldExpiry.size).toBe(1)
  db.swapContents(other)
  expect([db.contents.fieldExpiry.size, other.contents.fieldExpiry.size]).toEqual([0, 1])
  expect(other.nextExpiry()).toBe(4_000)
  other.clear()
  expect(other.nextExpiry()).toBeUndefined()
})

test('a hash without deadlines is forgotten at once or when its time comes', () => {
  const { db, host } = openDatabase()
  const hash = hashOf({ a: 2_000 })
  db.put('h', 'hash', hash)
  hash.persist('a')
  db.fieldDeadlinesChanged('h', false)
  expect(db.contents.fieldExpiry.size).toBe(1)
  host.take()
  host.now = 2_000
  db.expireDue(10)
  expect(host.take()).toEqual([])
  expect(db.contents.fieldExpiry.size).toBe(0)
  hash.setDeadline('a', 3_000)
  db.fieldDeadlinesChanged('h', false)
  hash.persist('a')
  db.fieldDeadlinesChanged('h', true)
  expect(db.contents.fieldExpiry.size).toBe(0)
})

test('a field that has run out is not read, though it is stored', () => {
  const { db, host } = openDatabase()
  const hash = hashOf({ a: 1_500, b: 0 })
  db.put('h', 'hash', hash)
  expect(db.fieldOf(hash, 'a')).toBe('v')
  host.now = 1_500
  expect(db.fieldOf(hash, 'a')).toBeUndefined()
  expect(db.fieldOf(hash, 'b')).toBe('v')
  expect(hash.size).toBe(2)
})
