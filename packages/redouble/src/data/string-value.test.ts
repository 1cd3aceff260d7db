import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  byteOf,
  bytesOf,
  embstrMax,
  RawString,
  stringEncoding,
  stringText,
} from './string-value.ts'

type Step =
  | { readonly op: 'append'; readonly text: string }
  | { readonly op: 'write'; readonly at: number; readonly text: string }
  | { readonly op: 'set'; readonly at: number; readonly byte: number }
  | { readonly op: 'grow'; readonly to: number }
  | { readonly op: 'read' }
  | { readonly op: 'clone' }

/** What a plain string would be after the step. */
function applied(model: string, step: Step): string {
  switch (step.op) {
    case 'append':
      return model + step.text
    case 'write': {
      const padded = model.padEnd(step.at, '\0')
      return padded.slice(0, step.at) + step.text + padded.slice(step.at + step.text.length)
    }
    case 'set': {
      const padded = model.padEnd(step.at + 1, '\0')
      return padded.slice(0, step.at) + String.fromCharCode(step.byte) + padded.slice(step.at + 1)
    }
    case 'grow':
      return model.padEnd(step.to, '\0')
    default:
      return model
  }
}

function apply(raw: RawString, step: Step): RawString {
  if (step.op === 'append') raw.append(step.text)
  else if (step.op === 'write') raw.write(step.at, step.text)
  else if (step.op === 'set') raw.setByte(step.at, step.byte)
  else if (step.op === 'grow') raw.grow(step.to)
  else if (step.op === 'read') void raw.text
  else return raw.clone()
  return raw
}

const binary = fc
  .uint8Array({ maxLength: 700 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'))
const place = fc.integer({ min: 0, max: 3000 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ op: fc.constant('append' as const), text: binary }),
  fc.record({ op: fc.constant('write' as const), at: place, text: binary }),
  fc.record({ op: fc.constant('set' as const), at: place, byte: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ op: fc.constant('grow' as const), to: place }),
  fc.record({ op: fc.constant('read' as const) }),
  fc.record({ op: fc.constant('clone' as const) }),
)

describe('a string that is changed in place', () => {
  test('holds what a plain string would, however short or long it gets', () => {
    fc.assert(
      fc.property(binary, fc.array(step, { maxLength: 30 }), (start, steps) => {
        let raw = new RawString(start)
        let model = start
        for (const one of steps) {
          raw = apply(raw, one)
          model = applied(model, one)
          expect(raw.length).toBe(model.length)
        }
        const middle = model.length >> 1
        expect(raw.slice(middle, model.length + 5)).toBe(model.slice(middle))
        expect(bytesOf(raw).toString('latin1')).toBe(model)
        expect(byteOf(raw, middle)).toBe(model.length > 0 ? model.charCodeAt(middle) : 0)
        expect(raw.text).toBe(model)
      }),
    )
  })

  test('does not change with its clone', () => {
    for (const length of [10, 5000]) {
      const raw = new RawString('')
      raw.append('a'.repeat(length))
      const copy = raw.clone()
      raw.setByte(3, 0x62)
      raw.append('!')
      expect(copy.text).toBe('a'.repeat(length))
    }
  })

  test('takes a hundred thousand appends and single bytes without copying itself each time', () => {
    const raw = new RawString('')
    raw.grow(1 << 20)
    for (let i = 0; i < 100_000; i++) {
      raw.append('xy')
      raw.setByte(i, 0x7a)
    }
    expect(raw.length).toBe((1 << 20) + 200_000)
    expect(raw.slice(0, 4)).toBe('zzzz')
  })

  test('is zero behind what was written, in room that was kept for growing too', () => {
    const raw = new RawString('x'.repeat(2000))
    raw.append('y')
    raw.grow(3000)
    expect(raw.slice(2001, 3000)).toBe('\0'.repeat(999))
  })
})

describe('the encoding of a string', () => {
  test.each([
    ['0', 'int'],
    ['-1', 'int'],
    ['9223372036854775807', 'int'],
    ['9223372036854775808', 'embstr'],
    ['01', 'embstr'],
    ['-0', 'embstr'],
    ['', 'embstr'],
    ['x'.repeat(44), 'embstr'],
    ['x'.repeat(45), 'raw'],
  ])('of %j is %s', (text, encoding) => {
    expect(stringEncoding(text)).toBe(encoding)
  })

  test('is raw once it was changed in place, whatever it reads', () => {
    const raw = new RawString('1', 'embstr')
    expect(stringEncoding(raw)).toBe('embstr')
    raw.append('2')
    expect(stringEncoding(raw)).toBe('raw')
    expect(stringText(raw)).toBe('12')
  })

  // As Redis 8.2 and Valkey answered to keys and values of these lengths.
  test.each([
    [0, 1000, true, 44],
    [64, 1, false, 40],
    [64, 33, false, 8],
    [64, 1, true, 32],
    [128, 2, true, 103],
    [128, 31, false, 82],
    [128, 32, false, 79],
    [128, 60, true, 43],
  ] as const)('with a budget of %i bytes and a key of %i', (budget, key, hasExpiry, longest) => {
    expect(embstrMax(budget, key, hasExpiry)).toBe(longest)
  })
})
