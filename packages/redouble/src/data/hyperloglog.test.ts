import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countOf, HyperLogLogEditor, mergeInto } from './hyperloglog.ts'
import { DENSE_BYTES, EMPTY_HYPERLOGLOG, isHyperLogLog, REGISTERS } from './hyperloglog-format.ts'
import { placeOfElement } from './hyperloglog-hash.ts'
import { RawString, type StringValue } from './string-value.ts'

function editor(): HyperLogLogEditor {
  return new HyperLogLogEditor(new RawString(EMPTY_HYPERLOGLOG))
}

function registersOf(value: StringValue): Uint8Array {
  const registers = new Uint8Array(REGISTERS)
  expect(mergeInto(registers, value)).toBe(true)
  return registers
}

const element = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((b) => String.fromCharCode(b)),
})

test('elements go where the servers put them', () => {
  const hll = editor()
  for (const one of ['a', 'b', 'c']) hll.add(one, 3000)
  expect(hll.value.text.slice(16)).toBe('\x60\xf3\x80\x50\xb1\x84\x4b\xfb\x80\x42\x5a')
  expect(countOf(hll.value)).toBe(3n)
})

test('a hash looks at every byte', () => {
  const text = 'abcdefghijklmnopqrstuvwxyz'
  for (let length = 0; length < text.length; length++) {
    expect(placeOfElement(text.slice(0, length))).not.toBe(
      placeOfElement(text.slice(0, length + 1)),
    )
  }
})

test('sparse and dense hold the same registers, whatever was counted', () => {
  fc.assert(
    fc.property(fc.array(element, { maxLength: 300 }), (elements) => {
      const sparse = editor()
      const dense = editor()
      dense.becomeDense()
      const model = new Uint8Array(REGISTERS)
      const outcomes: boolean[] = []
      for (const one of elements) {
        const before = model[placeOfElement(one) >> 6]
        const count = placeOfElement(one) & 63
        model[placeOfElement(one) >> 6] = Math.max(before, count)
        const expected = count > before ? 'changed' : 'unchanged'
        outcomes.push(sparse.add(one, 3000) === expected, dense.add(one, 3000) === expected)
      }
      expect(outcomes).not.toContain(false)
      expect(Buffer.compare(registersOf(sparse.value), model)).toBe(0)
      expect(Buffer.compare(registersOf(dense.value), model)).toBe(0)
      expect(dense.value.length).toBe(DENSE_BYTES)
      expect(countOf(sparse.value)).toBe(countOf(dense.value))
    }),
    { numRuns: 30 },
  )
})

test('a sparse one becomes dense when it would grow too long', () => {
  const hll = editor()
  for (let i = 0; i < 20; i++) hll.add(`e${i}`, 40)
  expect(hll.value.length).toBe(DENSE_BYTES)
  expect(countOf(hll.value)).toBe(20n)
})

describe('a damaged string', () => {
  test('never throws and never hangs', () => {
    const bytes = fc
      .uint8Array({ maxLength: 60 })
      .map((data) => Buffer.from(data).toString('latin1'))
    fc.assert(
      fc.property(bytes, element, (tail, one) => {
        const text = EMPTY_HYPERLOGLOG.slice(0, 16) + tail
        expect(isHyperLogLog(text)).toBe(true)
        const hll = new HyperLogLogEditor(new RawString(text))
        hll.add(one, 3000)
        const isWhole = countOf(hll.value) !== null
        expect(hll.becomeDense()).toBe(isWhole)
      }),
    )
  })

  test('that is too short, or dense and of another length, is none', () => {
    expect(isHyperLogLog(EMPTY_HYPERLOGLOG.slice(0, 15))).toBe(false)
    expect(isHyperLogLog(EMPTY_HYPERLOGLOG.replace('\x01', '\0'))).toBe(false)
    expect(isHyperLogLog(EMPTY_HYPERLOGLOG.replace('\x01', '\x02'))).toBe(false)
  })
})
