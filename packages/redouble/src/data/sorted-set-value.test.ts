import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SeededRandom } from '../kernel/random.ts'
import { SortedSetValue } from './sorted-set-value.ts'

const LIMITS = { zsetMaxListpackEntries: 4, zsetMaxListpackValue: 6 }

type Pair = [member: string, score: number]

function inOrder(model: ReadonlyMap<string, number>): Pair[] {
  return [...model].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
}

function filled(count: number, score: (i: number) => number): SortedSetValue {
  const set = new SortedSetValue()
  for (let i = 0; i < count; i++) set.set(`m${i}`, score(i), LIMITS)
  return set
}

function read(set: SortedSetValue, rank: number, reverse: boolean): Pair[] {
  const cursor = set.range(rank, reverse)
  const out: Pair[] = []
  while (cursor.next()) out.push([cursor.member, cursor.score])
  return out
}

/** All members that a whole walk shows; `between` runs after each step. */
function walk(set: SortedSetValue, count: number, between: () => void): Set<string> {
  const seen = new Set<string>()
  let cursor = 0
  do {
    cursor = set.scan(cursor, count, (member) => seen.add(member))
    between()
  } while (cursor !== 0)
  return seen
}

const member = fc.integer({ min: 0, max: 400 }).map((n) => `m${n}`)
const score = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: false }),
)
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ op: fc.constant('set' as const), member, score }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('delete' as const), member }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('removeRange' as const),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      share: fc.double({ min: 0, max: 0.5, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('clone' as const) }) },
)

describe('a sorted set', () => {
  test('agrees with a sorted list on every rank and range, through any changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        let set = new SortedSetValue(false)
        const model = new Map<string, number>()
        for (const one of steps) {
          if (one.op === 'set') {
            set.set(one.member, one.score, LIMITS)
            model.set(one.member, one.score)
          } else if (one.op === 'delete') {
            expect(set.delete(one.member)).toBe(model.delete(one.member))
          } else if (one.op === 'removeRange') {
            const start = Math.floor(one.from * model.size)
            const count = Math.min(Math.floor(one.share * model.size), model.size - start)
            for (const [name] of inOrder(model).slice(start, start + count)) model.delete(name)
            set.removeRange(start, count)
          } else set = set.clone()
        }
        const expected = inOrder(model)
        expect(set.size).toBe(expected.length)
        expect([...set]).toEqual(expected)
        expect(read(set, expected.length - 1, true)).toEqual(expected.toReversed())
        expected.forEach(([name, own], rank) => {
          expect(set.rank(name)).toBe(rank)
          expect(set.score(name)).toBe(own)
          expect(set.countBelow(own, false)).toBe(expected.filter((pair) => pair[1] < own).length)
          expect(set.countBelow(own, true)).toBe(expected.filter((pair) => pair[1] <= own).length)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('keeps ranks and ranges right while it grows and shrinks by thousands', () => {
    const random = new SeededRandom(7)
    const set = new SortedSetValue()
    const model = new Map<string, number>()
    for (let i = 0; i < 20_000; i++) {
      const value = random.below(5000)
      set.set(`m${i}`, value, LIMITS)
      model.set(`m${i}`, value)
    }
    for (let round = 0; model.size > 0; round++) {
      const expected = inOrder(model)
      for (let rank = 0; rank < expected.length; rank += 997) {
        expect(set.rank(expected[rank][0])).toBe(rank)
        const cursor = set.range(rank, false)
        cursor.next()
        expect(cursor.member).toBe(expected[rank][0])
      }
      expect([...set]).toEqual(expected)
      const start = random.below(expected.length)
      const count = Math.min(expected.length - start, 1 + random.below(6000))
      set.removeRange(start, count)
      for (const [name] of expected.slice(start, start + count)) model.delete(name)
      for (let i = 0; i < 500; i++) {
        const name = `m${random.below(20_000)}`
        expect(set.delete(name)).toBe(model.delete(name))
      }
    }
    expect(set.size).toBe(0)
  })

  test('counts members below one when all scores are equal', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary-ascii' })), fc.string(), (names, at) => {
        const set = new SortedSetValue(false)
        for (const name of names) set.set(name, 0, LIMITS)
        expect(set.countBelowMember(at, false)).toBe(names.filter((name) => name < at).length)
        expect(set.countBelowMember(at, true)).toBe(names.filter((name) => name <= at).length)
      }),
    )
  })

  test('orders members of one score by their bytes', () => {
    const set = filled(0, Number)
    for (const name of ['b', '\xff', '', 'a', '\x00', 'aa', 'B']) set.set(name, 1, LIMITS)
    expect([...set].map(([name]) => name)).toEqual(['', '\x00', 'B', 'a', 'aa', 'b', '\xff'])
  })

  test('leaves the listpack when it has too many members or too long a one, for good', () => {
    const set = filled(4, Number)
    expect(set.encoding).toBe('listpack')
    set.set('m0', 9, LIMITS)
    expect(set.encoding).toBe('listpack')
    set.set('fifth', 1, LIMITS)
    expect(set.encoding).toBe('skiplist')
    set.delete('fifth')
    expect(set.clone().encoding).toBe('skiplist')
    const long = filled(1, Number)
    long.set('sixsix', 1, LIMITS)
    expect(long.encoding).toBe('listpack')
    long.set('seven77', 1, LIMITS)
    expect(long.encoding).toBe('skiplist')
  })

  test('made at once is a listpack only while all of it fits', () => {
    const pairs = (count: number): Map<string, number> =>
      new Map(Array.from({ length: count }, (_, i) => [`m${i}`, -i]))
    const small = SortedSetValue.from(pairs(4), LIMITS)
    expect([small.encoding, ...small]).toEqual([
      'listpack',
      ['m3', -3],
      ['m2', -2],
      ['m1', -1],
      ['m0', 0],
    ])
    expect(SortedSetValue.from(pairs(5), LIMITS).encoding).toBe('skiplist')
    expect(SortedSetValue.from(new Map([['toolong', 1]]), LIMITS).encoding).toBe('skiplist')
  })

  test('loses the sign of zero in a listpack and keeps it in a skiplist', () => {
    const set = filled(0, Number)
    set.set('a', -0, LIMITS)
    expect(Object.is(set.score('a'), 0)).toBe(true)
    set.becomeSkiplist()
    set.set('b', -0, LIMITS)
    expect(Object.is(set.score('b'), -0)).toBe(true)
    expect(set.countBelow(0, false)).toBe(0)
  })

  test('shows a walk every member that stays, though others come and go', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 100, max: 399 })), { maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (changes, count) => {
          const set = filled(300, (i) => i % 7)
          let next = 0
          const seen = walk(set, count, () => {
            for (let i = 0; i < 20 && next < changes.length; i++, next++) {
              const [isRemoval, n] = changes[next]
              if (isRemoval) set.delete(`m${n}`)
              else set.set(`m${n}`, n % 5, LIMITS)
            }
          })
          for (let i = 0; i < 100; i++) expect(seen).toContain(`m${i}`)
        },
      ),
    )
  })

  test('gives back the room of removed members', () => {
    const set = filled(10_000, Number)
    set.removeRange(0, 9_990)
    let slots = 0
    set.random((bound) => {
      slots = bound
      return bound - 1
    })
    expect(slots).toBeLessThan(100)
    expect([...set].map(([name]) => name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `m${9_990 + i}`),
    )
  })

  test('picks every member about as often, also after removals', () => {
    const set = filled(40, Number)
    for (let i = 0; i < 40; i += 2) set.delete(`m${i}`)
    const random = new SeededRandom(1)
    const counts = new Map<string, number>()
    for (let i = 0; i < 20_000; i++) {
      const name = set.random((bound) => random.below(bound))
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    expect(counts.size).toBe(20)
    for (const count of counts.values()) {
      expect(count).toBeGreaterThan(800)
      expect(count).toBeLessThan(1200)
    }
  })

  test('is not changed through its clone', () => {
    const set = filled(200, Number)
    const copy = set.clone()
    copy.removeRange(0, 100)
    copy.set('m150', -1, LIMITS)
    expect(set.size).toBe(200)
    expect(set.rank('m150')).toBe(150)
    expect([...set].map(([, own]) => own)).toEqual(Array.from({ length: 200 }, (_, i) => i))
  })
})
