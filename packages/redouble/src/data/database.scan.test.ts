import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDatabase } from './database.test-support.ts'

const key = fc.integer({ min: 0, max: 30 }).map(String)
const change = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), key }),
  fc.record({ kind: fc.constant('remove' as const), key }),
)
/** What happens between the steps of a scan. */
const interludes = fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 60 })

test('a scan reports every key that is there all the time, and no key that never is', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 30 }),
      interludes,
      fc.integer({ min: 1, max: 7 }),
      (initial, changes, count) => {
        const { db } = openDatabase()
        for (const one of initial) db.put(one, 'string', '')
        const always = new Set(initial)
        const ever = new Set(initial)
        const reported = new Set<string>()
        let cursor = 0
        let steps = 0
        do {
          cursor = db.scan(cursor, count, (entry) => reported.add(entry.key))
          for (const one of cursor === 0 ? [] : (changes[steps] ?? [])) {
            if (one.kind === 'add') {
              ever.add(one.key)
              if (db.find(one.key) === undefined) db.put(one.key, 'string', '')
            } else {
              always.delete(one.key)
              db.remove(one.key)
            }
          }
          steps++
        } while (cursor !== 0)
        for (const one of always) expect(reported).toContain(one)
        for (const one of reported) expect(ever).toContain(one)
        expect(steps).toBeLessThanOrEqual(Math.max(1, Math.ceil(initial.length / count)))
      },
    ),
  )
})

test('a scan of a database that nobody changes reports each key once', () => {
  const { db } = openDatabase()
  for (let i = 0; i < 25; i++) db.put(String(i), 'string', '')
  const reported: string[] = []
  let cursor = 0
  do cursor = db.scan(cursor, 10, (entry) => reported.push(entry.key))
  while (cursor !== 0)
  expect(reported).toHaveLength(25)
  expect(new Set(reported).size).toBe(25)
})

test('what a scan visits may be removed on the way', () => {
  const { db } = openDatabase()
  for (let i = 0; i < 10; i++) db.put(String(i), 'string', '')
  const visited: string[] = []
  db.scan(0, 10, (entry) => {
    visited.push(entry.key)
    db.remove(entry.key)
    db.remove('5')
  })
  expect(db.size).toBe(0)
  expect(visited.filter((one) => one === '5')).toEqual([])
})

test('a cursor from before a flush ends instead of failing', () => {
  const { db } = openDatabase()
  for (let i = 0; i < 50; i++) db.put(String(i), 'string', '')
  const cursor = db.scan(0, 10, () => {})
  expect(cursor).toBeGreaterThan(0)
  db.clear()
  expect(db.scan(cursor, 10, () => expect.unreachable())).toBe(0)
})
