import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dequantize,
  lengthOf,
  normalized,
  projected,
  projectionMatrix,
  quantize,
} from './vector-numbers.ts'
import { VectorSetValue, type Quantization } from './vector-set.ts'

const floats = (length: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values))

function emptySet(quantization: Quantization, dimension = 3, inputDimension = 0): VectorSetValue {
  return new VectorSetValue({ quantization, dimension, inputDimension, maxLinks: 16, uid: 0 })
}

const never = (): number => 0.99

describe('numbers', () => {
  test('are those of a server', () => {
    const { unit, length } = normalized(Float32Array.of(3, 2, 1))
    expect(length).toBe(3.7416574954986572)
    const quantized = quantize(unit)
    expect([...quantized.values]).toEqual([127, 85, 42])
    expect(quantized.range).toBe(0.8017836809158325)
    expect(Math.fround(dequantize(quantized)[1] * length)).toBe(2.007874011993408)
    expect([...projected(Float32Array.of(1, 0, 0, 0), projectionMatrix(4, 2), 2)]).toEqual([
      0.5, 0.5,
    ])
  })

  test('stay close to what they stand for', () => {
    fc.assert(
      fc.property(floats(20), (vector) => {
        expect(Math.abs(lengthOf(vector) - Math.hypot(...vector))).toBeLessThan(1e-3)
        const { unit } = normalized(vector)
        const quantized = quantize(unit)
        const back = dequantize(quantized)
        unit.forEach((value, i) => {
          expect(Math.abs(value - back[i])).toBeLessThanOrEqual(quantized.range / 250)
        })
      }),
    )
  })
})

describe('a search', () => {
  test('finds an element before all others by its own vector', () => {
    fc.assert(
      fc.property(fc.array(floats(8), { minLength: 1, maxLength: 20 }), (vectors) => {
        const set = emptySet('f32', 8)
        vectors.forEach((vector, i) => set.add(`e${i}`, vector, never))
        const found = set.search({ vector: vectors[0], count: 100, newestFirst: false })
        expect(found).toHaveLength(vectors.length)
        const own = found.find(({ element }) => element.name === 'e0')
        expect(own?.distance).toBeLessThanOrEqual(found[0].distance + 1e-5)
        found.slice(1).forEach(({ distance }, i) => {
          expect(distance).toBeGreaterThanOrEqual(found[i].distance)
        })
      }),
    )
  })

  test('gives equal ones in the order in which they came, or the other way round', () => {
    const set = emptySet('bin', 1)
    for (const name of ['a', 'b', 'c']) set.add(name, Float32Array.of(1), never)
    set.add('a', Float32Array.of(2), never)
    const names = (newestFirst: boolean): string[] =>
      set
        .search({ vector: Float32Array.of(1), count: 2, newestFirst })
        .map(({ element }) => element.name)
    expect(names(false)).toEqual(['b', 'c'])
    expect(names(true)).toEqual(['a', 'c'])
  })
})

test('attributes stay with an element whose vector changes, and are counted', () => {
  const set = emptySet('int8', 1)
  expect(set.add('a', Float32Array.of(1), never)).toBe(true)
  const element = set.get('a')
  if (element !== undefined) set.setAttributes(element, '{}')
  expect(set.add('a', Float32Array.of(-1), never)).toBe(false)
  expect(set.get('a')?.attributes).toBe('{}')
  expect(set.attributesCount).toBe(1)
  expect(set.lastUid).toBe(2)
  set.delete('a')
  expect(set.attributesCount).toBe(0)
})

test('a copy does not change with the original', () => {
  const set = emptySet('f32', 1)
  set.add('a', Float32Array.of(1), never)
  const copy = set.clone()
  set.add('b', Float32Array.of(1), never)
  const element = set.get('a')
  if (element !== undefined) set.setAttributes(element, 'x')
  expect(copy.names()).toEqual(['a'])
  expect(copy.get('a')?.attributes).toBe(null)
  expect(copy.lastUid).toBe(1)
})

test('links lead to the nearest of the older ones and to those that came later', () => {
  const set = emptySet('f32', 2)
  set.add('far', Float32Array.of(0, 1), never)
  set.add('near', Float32Array.of(1, 0.1), never)
  set.add('here', Float32Array.of(1, 0), never)
  set.add('new', Float32Array.of(-1, 0), never)
  const element = set.get('here')
  const links = element === undefined ? [] : set.links(element)
  expect(links.map((level) => level.map((link) => link.element.name))).toEqual([
    ['near', 'far', 'new'],
  ])
})
