import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addInt64,
  formatDouble17,
  formatDoubleShortest,
  formatG,
  INT64_MAX,
  INT64_MIN,
  negateInt64,
  parseDouble,
  parseInt64,
} from './numbers.ts'

describe('parseInt64', () => {
  test('reads what it prints, over the whole signed 64-bit range', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: INT64_MIN, max: INT64_MAX }), (value) => {
        const parsed = parseInt64(String(value))
        expect(BigInt(parsed as number)).toBe(value)
        expect(typeof parsed).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint')
      }),
    )
  })

  test.each(['', ' 1', '1 ', '+1', '01', '-0', '-', '1.0', '1e3', '0x1', '9223372036854775808'])(
    'refuses %j, which Redis does not take for an integer',
    (text) => {
      expect(parseInt64(text)).toBeNull()
    },
  )
})

describe('64-bit arithmetic', () => {
  test('leaves the range with null instead of wrapping', () => {
    expect(addInt64(INT64_MAX, 1)).toBeNull()
    expect(addInt64(INT64_MIN, -1)).toBeNull()
    expect(addInt64(INT64_MAX, -1)).toBe(INT64_MAX - 1n)
    expect(negateInt64(INT64_MIN)).toBeNull()
  })

  test('comes back to numbers once a sum is safe', () => {
    expect(addInt64(2n ** 53n, -10)).toBe(2 ** 53 - 10)
  })
})

describe('parseDouble', () => {
  test.each([
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['0x1p3', 8],
    ['+1.5', 1.5],
  ])('reads %j as C does', (text, value) => {
    expect(parseDouble(text)).toBe(value)
  })

  test.each(['', 'nan', '1.5x', ' 1', '1e400', '-', '.', '0x', '1_000'])('refuses %j', (text) => {
    expect(parseDouble(text)).toBeNull()
  })
})

describe('printing doubles', () => {
  test('the shortest form reads back as the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(parseDouble(formatDoubleShortest(value))).toBe(value)
      }),
    )
  })

  test('17 digits are those of C', () => {
    expect(formatDouble17(0.1)).toBe('0.10000000000000001')
    expect(formatDouble17(1e21)).toBe('1e+21')
    expect(formatDouble17(3)).toBe('3')
    expect(formatDouble17(1.5e-7)).toBe('1.4999999999999999e-07')
  })
})

test.each([
  [123456789012345, 14, '1.2345678901234e+14'],
  [-123456789012345, 14, '-1.2345678901234e+14'],
  [12345678901235.5, 14, '12345678901236'],
  [2.98023223876953125e-8, 17, '2.9802322387695312e-08'],
  [2.5, 1, '2'],
  [9.5, 1, '1e+01'],
  [0.375, 2, '0.38'],
])('%d in %d digits: a tie goes to the even one, as in C', (value, precision, text) => {
  expect(formatG(value, precision)).toBe(text)
})
