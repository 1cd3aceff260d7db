import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pickAscending, pickFew } from './picking.ts'
import { SeededRandom } from './random.ts'

test('what is picked is different, in range, ascending, and as many as asked for', () => {
  const sizes = fc.integer({ min: 0, max: 50 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      count: fc.integer({ min: 0, max: size }),
      seed: fc.nat(),
    }),
  )
  fc.assert(
    fc.property(sizes, ({ size, count, seed }) => {
      const picked = pickAscending(size, count, new SeededRandom(seed))
      expect(picked).toHaveLength(count)
      expect([...new Set(picked)].sort((a, b) => a - b)).toEqual(picked)
      expect(picked.every((one) => one >= 0 && one < size)).toBe(true)
    }),
  )
})

test('every pair out of five is picked about as often as any other', () => {
  const random = new SeededRandom(1)
  const counts = new Map<string, number>()
  for (let i = 0; i < 10_000; i++) {
    const pair = pickAscending(5, 2, random).join()
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  expect(counts.size).toBe(10)
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

test('few are picked until they are different', () => {
  const dice = [1, 1, 2, 1, 3]
  expect([...pickFew(3, () => dice.shift())]).toEqual([1, 2, 3])
})
