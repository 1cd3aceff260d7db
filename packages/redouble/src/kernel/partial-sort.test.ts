import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partialSort } from './partial-sort.ts'

interface Item {
  readonly weight: number
  readonly name: number
}

function byWeight(a: Item, b: Item): number {
  return a.weight - b.weight
}

const items = fc.oneof(
  // Many equal ones, many different ones; small, medium and large enough for each choice of pivot.
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 120 }),
  fc.array(fc.integer(), { maxLength: 120 }),
)

test('the wanted places hold what a whole sort would put there', () => {
  fc.assert(
    fc.property(items, fc.nat(130), fc.nat(130), (weights, a, b) => {
      const from = Math.min(a, b)
      const to = Math.max(a, b)
      const all = weights.map((weight, name) => ({ weight, name }))
      const sorted = [...all].sort(byWeight)
      partialSort(all, byWeight, from, to)
      expect(all.slice(from, to + 1).map((item) => item.weight)).toEqual(
        sorted.slice(from, to + 1).map((item) => item.weight),
      )
      expect(new Set(all.map((item) => item.name)).size).toBe(weights.length)
    }),
  )
})

test('it takes no quadratic time for what is sorted, reversed or all equal', () => {
  const size = 20_000
  for (const weightOf of [(i: number) => i, (i: number) => -i, () => 0]) {
    const all = Array.from({ length: size }, (_, i) => ({ weight: weightOf(i), name: i }))
    let comparisons = 0
    partialSort(
      all,
      (a, b) => {
        comparisons++
        return byWeight(a, b)
      },
      0,
      size - 1,
    )
    expect(comparisons).toBeLessThan(size * 40)
  }
})

// SORT … BY weight_* ALPHA LIMIT 0 49 of 1 to 50, with these weights and none for the last three,
// on Redis 7.0, 8.0 and 8.2 and on Valkey 8.1 and 9.
test('equal items land where the servers leave them', () => {
  const weights = 'bacbababababababaccbcababababacbababababccababa...'
  const all = [...weights].map((letter, i) => ({ weight: letter.charCodeAt(0), name: i + 1 }))
  partialSort(all, byWeight, 0, 48)
  expect(all.slice(0, 49).map((item) => item.name)).toEqual([
    50, 48, 49, 28, 13, 30, 45, 7, 33, 15, 35, 2, 37, 17, 39, 43, 9, 47, 22, 24, 5, 11, 26, 44, 4,
    6, 8, 10, 12, 14, 16, 20, 23, 25, 27, 29, 32, 34, 36, 38, 40, 1, 46, 21, 31, 3, 18, 19, 42,
  ])
})
