import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChurnMap } from './churn-map.ts'

test('behaves as a Map whatever is added and deleted, small or large', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 })), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(fc.constantFrom(0, 3000), steps, (filler, list) => {
      const map = new ChurnMap<number>()
      const model = new Map<string, number>()
      for (let i = 0; i < filler; i++) {
        map.set(`filler:${i}`, i)
        model.set(`filler:${i}`, i)
      }
      for (const [isDelete, n] of list) {
        if (isDelete) expect(map.delete(`k${n}`)).toBe(model.delete(`k${n}`))
        else {
          map.set(`k${n}`, n)
          model.set(`k${n}`, n)
        }
        expect(map.size).toBe(model.size)
        expect(map.has(`k${n}`)).toBe(model.has(`k${n}`))
      }
      expect([...map.keys()].sort()).toEqual([...model.keys()].sort())
      expect([...map.clone().values()].sort()).toEqual([...model.values()].sort())
    }),
    { numRuns: 60 },
  )
})

test('what was deleted does not stay in memory for good', () => {
  const map = new ChurnMap<number>()
  for (let i = 0; i < 20_000; i++) map.set(`k${i}`, i)
  for (let i = 0; i < 20_000; i++) map.delete(`k${i}`)
  expect(map.size).toBe(0)
  expect([...map.keys()]).toEqual([])
})

test('an emptied key can be added again', () => {
  const map = new ChurnMap<number>(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i] as const))
  expect(map.delete('k7')).toBe(true)
  expect(map.delete('k7')).toBe(false)
  expect(map.get('k7')).toBeUndefined()
  map.set('k7', 70)
  expect(map.get('k7')).toBe(70)
  expect(map.size).toBe(5000)
})
