import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fpconvDigits } from './fpconv.ts'

describe('the digits of a double', () => {
  const positive = fc
    .double({ noNaN: true, noDefaultInfinity: true, min: Number.MIN_VALUE })
    .filter((value) => value > 0)

  test('read back as the same double', () => {
    fc.assert(
      fc.property(positive, (value) => {
        const { digits, exponent } = fpconvDigits(value)
        expect(Number(`${digits}e${exponent}`)).toBe(value)
      }),
    )
  })

  // Taken from Redis 8.0 and Valkey 8.1.
  test.each([
    [0.1, '1'],
    [5e-324, '5'],
    [1.7976931348623157e308, '17976931348623157'],
    [6.816099763156643e165, '6816099763156643'],
  ])('%d has the shortest', (value, digits) => {
    expect(fpconvDigits(value).digits).toBe(digits)
  })

  test('are not always the shortest, as on the servers', () => {
    expect(fpconvDigits(64472861841912320000).digits).toBe('64472861841912316')
  })
})
