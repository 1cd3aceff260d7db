import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StringDeque } from './string-deque.ts'

type Step = (deque: StringDeque, model: string[]) => void

const element = fc.string({ maxLength: 3 })
const spot = fc.double({ min: 0, max: 0.999, noNaN: true })

/** Steps act on a place given as a fraction, so that they fit any length. */
const step: fc.Arbitrary<Step> = fc.oneof(
  element.map<Step>((value) => (deque, model) => {
    deque.pushHead(value)
    model.unshift(value)
  }),
  element.map<Step>((value) => (deque, model) => {
    deque.pushTail(value)
    model.push(value)
  }),
  fc.constant<Step>((deque, model) => {
    if (model.length > 0) expect(deque.popHead()).toBe(model.shift())
  }),
  fc.constant<Step>((deque, model) => {
    if (model.length > 0) expect(deque.popTail()).toBe(model.pop())
  }),
  fc.tuple(spot, element).map<Step>(([at, value]) => (deque, model) => {
    const index = Math.floor(at * (model.length + 1))
    deque.insert(index, value)
    model.splice(index, 0, value)
  }),
  fc.tuple(spot, element).map<Step>(([at, value]) => (deque, model) => {
    const index = Math.floor(at * model.length)
    if (model.length === 0) return
    deque.set(index, value)
    model[index] = value
  }),
  fc.tuple(spot, spot).map<Step>(([a, b]) => (deque, model) => {
    const [from, to] = [a, b].map((at) => Math.floor(at * (model.length + 1))).sort((x, y) => x - y)
    deque.removeRange(from, to)
    model.splice(from, to - from)
  }),
  fc.array(spot).map<Step>((spots) => (deque, model) => {
    const indexes = new Set(spots.map((at) => Math.floor(at * model.length)))
    if (model.length === 0) return
    deque.removeAll([...indexes].sort((x, y) => x - y))
    model.splice(0, model.length, ...model.filter((_, index) => !indexes.has(index)))
  }),
)

test('a deque behaves as an array does, whatever is done to it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const deque = new StringDeque()
      const model: string[] = []
      for (const one of steps) {
        one(deque, model)
        expect(deque.length).toBe(model.length)
        expect(deque.slice(0, deque.length)).toEqual(model)
      }
    }),
  )
})

test('elements are found by index and in slices that wrap around the ring', () => {
  const deque = new StringDeque()
  for (let i = 0; i < 6; i++) deque.pushTail(`t${i}`)
  for (let i = 0; i < 3; i++) deque.popHead()
  for (let i = 6; i < 10; i++) deque.pushTail(`t${i}`)
  expect(deque.slice(0, 7)).toEqual(['t3', 't4', 't5', 't6', 't7', 't8', 't9'])
  expect(deque.slice(2, 5)).toEqual(['t5', 't6', 't7'])
  expect(deque.at(6)).toBe('t9')
})

test('a slice and a clone are not changed by what is done to the deque later', () => {
  const deque = new StringDeque()
  for (let i = 0; i < 10; i++) deque.pushTail(String(i))
  const slice = deque.slice(0, 3)
  const clone = deque.clone()
  deque.set(0, 'changed')
  deque.popTail()
  expect(slice).toEqual(['0', '1', '2'])
  expect(clone.at(0)).toBe('0')
  expect(clone.length).toBe(10)
})
