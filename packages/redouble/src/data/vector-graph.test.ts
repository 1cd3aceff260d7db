import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linkCapacity } from './vector-graph.ts'
import { VectorSetValue } from './vector-set.ts'

/** Numbers that look random and are the same every time. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x80000000
  }
}

/** Elements in so many heaps that lie apart from each other, one heap after the other. */
function heaps(size: number, heapCount: number, maxLinks: number, seed: number): VectorSetValue {
  const random = numbers(seed)
  const shape = { quantization: 'f32', dimension: 6, inputDimension: 0, maxLinks, uid: 0 } as const
  const set = new VectorSetValue(shape)
  for (let i = 0; i < size; i++) {
    const heap = Math.floor((i * heapCount) / size)
    const vector = Float32Array.from({ length: 6 }, (_, axis) => {
      return random() - 0.5 + (axis === heap % 6 ? 5 : 0)
    })
    set.add(`e${i}`, vector, random)
  }
  return set
}

/** Those that can be reached from one on the lowest level. */
function reached(set: VectorSetValue, from: string): Set<string> {
  const seen = new Set([from])
  for (const name of seen) {
    for (const other of set.graph.get(name)?.[0].links ?? []) seen.add(other)
  }
  return seen
}

const sets = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1, 3), fc.constantFrom(4, 16), fc.nat())
  .map((parameters) => heaps(...parameters))

describe('the graph', () => {
  test('leads from every element to every other', () => {
    fc.assert(
      fc.property(sets, (set) => {
        expect(reached(set, 'e0').size).toBe(set.size)
      }),
      { numRuns: 30 },
    )
  })

  test('has every link in both directions, once, and among those who are on the level', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const wrong: string[] = []
        for (const { name, level } of set.elements()) {
          const levels = set.graph.get(name) ?? []
          if (levels.length !== level + 1) wrong.push(`${name} has ${levels.length} levels`)
          levels.forEach(({ links, capacity }, at) => {
            const isRoomy = capacity >= linkCapacity(set.maxLinks, at) && capacity >= links.length
            if (!isRoomy) wrong.push(`${name} has room for ${capacity}`)
            if (new Set([...links, name]).size !== links.length + 1) wrong.push(`${name} twice`)
            for (const other of links) {
              const back = set.graph.get(other)?.[at].links.includes(name)
              if (back !== true) wrong.push(`from ${name} to ${other}`)
            }
          })
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  test('links small sets whole, the newcomer with the nearest first', () => {
    const shape = { quantization: 'f32', dimension: 2, inputDimension: 0, maxLinks: 16, uid: 0 }
    const set = new VectorSetValue({ ...shape, quantization: 'f32' })
    for (const [name, y] of Object.entries({ a: 0, b: 4, c: 1, d: 3 })) {
      set.add(name, Float32Array.of(1, y), () => 0.99)
    }
    const links = Object.fromEntries([...set.graph].map(([name, [lowest]]) => [name, lowest.links]))
    expect(links).toEqual({
      a: ['b', 'c', 'd'],
      b: ['a', 'c', 'd'],
      c: ['b', 'a', 'd'],
      d: ['b', 'c', 'a'],
    })
  })

  test('is made anew when a vector comes or goes, and not for attributes', () => {
    const set = heaps(20, 1, 16, 7)
    const { graph } = set
    const [first] = set.elements()
    set.setAttributes(first, '{}')
    expect(set.graph).toBe(graph)
    expect(set.clone().graph).toBe(graph)
    set.delete('e3')
    expect(set.graph.has('e3')).toBe(false)
    set.add('new', Float32Array.of(1, 2, 3, 4, 5, 6), () => 0.99)
    expect(reached(set, 'new').size).toBe(20)
  })
})
