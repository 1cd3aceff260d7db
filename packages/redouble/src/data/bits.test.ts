import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FieldType, fitField, parseFieldType, readField, writeField } from './bit-field.ts'
import { combineBits, countBits, findBit } from './bits.ts'
import { RawString } from './string-value.ts'

const binary = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'))

/** The bits of a text as a string of 0 and 1. */
function digits(text: string): string {
  return [...text].map((char) => char.charCodeAt(0).toString(2).padStart(8, '0')).join('')
}

describe('counting and finding bits', () => {
  test('agree with the digits between any two places', () => {
    fc.assert(
      fc.property(binary, fc.nat(), fc.nat(), (text, a, b) => {
        const bits = digits(text)
        const [start, end] = [a % bits.length, b % bits.length].sort((x, y) => x - y)
        const part = bits.slice(start, end + 1)
        expect(countBits(text, start, end)).toBe(part.replaceAll('0', '').length)
        for (const bit of [0, 1] as const) {
          const found = part.indexOf(String(bit))
          expect(findBit(text, bit, start, end)).toBe(found < 0 ? -1 : found + start)
        }
      }),
    )
  })
})

describe('combining strings bit by bit', () => {
  test('treats shorter ones as if they ended in zeros', () => {
    fc.assert(
      fc.property(fc.array(binary, { minLength: 2, maxLength: 4 }), (texts) => {
        const length = Math.max(...texts.map((text) => text.length))
        const all = texts.map((text) => digits(text.padEnd(length, '\0')))
        const expected = (combine: (column: boolean[]) => boolean): string =>
          [...all[0]]
            .map((_, i) => (combine(all.map((one) => one[i] === '1')) ? '1' : '0'))
            .join('')
        const combined = (operation: Parameters<typeof combineBits>[0]): string =>
          digits(combineBits(operation, texts).toString('latin1'))
        expect(combined('AND')).toBe(expected((column) => column.every(Boolean)))
        expect(combined('OR')).toBe(expected((column) => column.some(Boolean)))
        expect(combined('XOR')).toBe(expected((column) => column.filter(Boolean).length % 2 === 1))
        expect(combined('ONE')).toBe(expected((column) => column.filter(Boolean).length === 1))
        expect(combined('DIFF')).toBe(expected(([x, ...rest]) => x && !rest.some(Boolean)))
        expect(combined('DIFF1')).toBe(expected(([x, ...rest]) => !x && rest.some(Boolean)))
        expect(combined('ANDOR')).toBe(expected(([x, ...rest]) => x && rest.some(Boolean)))
      }),
    )
  })
})

const type: fc.Arbitrary<FieldType> = fc.oneof(
  fc.integer({ min: 1, max: 64 }).map((bits) => ({ isSigned: true, bits })),
  fc.integer({ min: 1, max: 63 }).map((bits) => ({ isSigned: false, bits })),
)

describe('integers within a string', () => {
  test('are read back as written, and nothing beside them changes', () => {
    fc.assert(
      fc.property(binary, fc.nat(300), type, fc.bigInt(), (text, offset, field, number) => {
        const raw = new RawString(text)
        const fitted = fitField(number, field, 'WRAP')
        if (fitted === null) throw new Error('WRAP always fits')
        writeField(raw, offset, field, fitted)
        expect(readField(raw, offset, field)).toBe(fitted)
        const after = digits(raw.text)
        const before = digits(text).padEnd(after.length, '0')
        expect(after.slice(0, offset)).toBe(before.slice(0, offset))
        expect(after.slice(offset + field.bits)).toBe(before.slice(offset + field.bits))
      }),
    )
  })

  test('saturate or fail when they do not fit', () => {
    const i8: FieldType = { isSigned: true, bits: 8 }
    const u63: FieldType = { isSigned: false, bits: 63 }
    expect([128, -129, 127].map((n) => fitField(n, i8, 'SAT'))).toEqual([127, -128, 127])
    expect([128, -129, -128].map((n) => fitField(n, i8, 'FAIL'))).toEqual([null, null, -128])
    expect(fitField(2n ** 64n, u63, 'SAT')).toBe(2n ** 63n - 1n)
    expect(fitField(-1, u63, 'SAT')).toBe(0)
  })

  test.each(['u64', 'i65', 'u0', 'i', 'U8', 'u08', 'u+8', 'u8 ', 'x8', ''])(
    '%j is no type',
    (text) => {
      expect(parseFieldType(text)).toBeNull()
    },
  )
})
