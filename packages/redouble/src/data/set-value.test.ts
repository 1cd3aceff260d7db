import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Random, SeededRandom } from '../kernel/random.ts'
import { SetValue, type SetLimits } from './set-value.ts'

const LIMITS: SetLimits = { maxIntsetEntries: 4, maxListpackEntries: 6, maxListpackValue: 5 }
const first = fixed(() => 0)

/** Chance that is none. */
function fixed(below: (bound: number) => number): Random {
  return { below, fraction: () => 0, hex: () => '' }
}

function setOf(...members: string[]): SetValue {
  return SetValue.of(members, LIMITS)
}

test('integers make an intset that comes in ascending order, negative and wide ones included', () => {
  const set = setOf('10', '-3', '9223372036854775807', '-9223372036854775808')
  expect(set.encoding).toBe('intset')
  expect(set.members()).toEqual(['-9223372036854775808', '-3', '10', '9223372036854775807'])
})

test('an intset that grows past its limit becomes a hashtable', () => {
  const set = setOf('1', '2', '3', '4')
  set.add('5', LIMITS)
  expect(set.encoding).toBe('hashtable')
})

test('what is no integer turns an intset into a listpack, in ascending order before it', () => {
  const set = setOf('3', '1', '2')
  set.add('x', LIMITS)
  set.add('0', LIMITS)
  expect(set.encoding).toBe('listpack')
  expect(set.members()).toEqual(['1', '2', '3', 'x', '0'])
})

test('texts that only look like integers are not integers', () => {
  for (const text of ['01', '+1', '1.0', '', '9223372036854775808', '-0']) {
    expect(setOf(text).encoding).not.toBe('intset')
  }
})

test('a long member, also among the integers, leads to a hashtable', () => {
  const set = setOf('a')
  set.add('long one', LIMITS)
  expect(set.encoding).toBe('hashtable')
  const integers = setOf('123456')
  integers.add('x', LIMITS)
  expect(integers.encoding).toBe('hashtable')
})

test('members of a listpack come in the order in which they were added', () => {
  const set = setOf('c', 'a', 'b')
  set.delete('c')
  set.add('c', LIMITS)
  expect(set.members()).toEqual(['a', 'b', 'c'])
})

test('more members than expected convert beforehand, even if they are all there', () => {
  const set = setOf('1', '2')
  set.expect(5, LIMITS)
  expect(set.encoding).toBe('hashtable')
})

test('a set holds what a mathematical set holds, and picks only from that', () => {
  const member = fc.oneof(fc.integer({ min: -5, max: 5 }).map(String), fc.string({ maxLength: 2 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), member)), fc.nat(), (steps, seed) => {
      const set = new SetValue()
      const model = new Set<string>()
      for (const [isAdded, value] of steps) {
        if (isAdded) expect(set.add(value, LIMITS)).toBe(!model.has(value))
        else expect(set.delete(value)).toBe(model.has(value))
        if (isAdded) model.add(value)
        else model.delete(value)
        expect(set.size).toBe(model.size)
        expect(new Set(set.members())).toEqual(model)
        expect(set.clone().members()).toEqual(set.members())
        if (model.size > 0)
          expect(model).toContain(set.randomMember(fixed((bound) => seed % bound)))
      }
    }),
  )
})

test('a sample has no member twice, whether it takes few or nearly all', () => {
  const members = Array.from({ length: 100 }, (_, i) => `m${i}`)
  const set = setOf(...members)
  const random = new SeededRandom(7)
  for (const count of [1, 10, 33, 34, 99, 100]) {
    const sample = set.sample(count, random)
    expect(new Set(sample).size).toBe(count)
    expect(members).toEqual(expect.arrayContaining(sample))
  }
})

test('a scan of a hashtable sees whatever is there from its first step to its last', () => {
  const churn = fc.array(fc.tuple(fc.boolean(), fc.nat(60)), { maxLength: 10 })
  fc.assert(
    fc.property(
      fc.array(churn, { minLength: 1 }),
      fc.integer({ min: 1, max: 9 }),
      (rounds, count) => {
        const set = new SetValue('hashtable')
        const lasting = Array.from({ length: 20 }, (_, i) => `lasting${i}`)
        for (let i = 0; i < 20; i++) {
          set.add(`passing${i}`, LIMITS)
          set.add(lasting[i], LIMITS)
        }
        const seen = new Set<string>()
        let cursor = 0
        let round = 0
        do {
          cursor = set.scan(cursor, count, (member) => seen.add(member))
          for (const [isAdded, id] of rounds[round++ % rounds.length]) {
            if (isAdded) set.add(`passing${id}`, LIMITS)
            else set.delete(`passing${id}`)
          }
        } while (cursor !== 0)
        expect([...seen]).toEqual(expect.arrayContaining(lasting))
      },
    ),
  )
})

test('a compact set is scanned in one step, whatever the count', () => {
  const seen: string[] = []
  expect(setOf('b', 'a').scan(0, 1, (member) => seen.push(member))).toBe(0)
  expect(seen).toEqual(['b', 'a'])
})

test('a set made anew begins with the given encoding and obeys the limits', () => {
  const set = new SetValue('hashtable')
  for (const member of ['a', 'b', 'c']) set.add(member, LIMITS)
  set.rebuild('listpack', LIMITS)
  expect(set.encoding).toBe('listpack')
  expect(set.randomMember(first)).toBe('a')
  set.rebuild('listpack', { ...LIMITS, maxListpackEntries: 2 })
  expect(set.encoding).toBe('hashtable')
  expect(set.size).toBe(3)
})
