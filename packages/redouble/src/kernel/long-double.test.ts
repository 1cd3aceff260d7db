import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addLongDouble, formatLongDouble, isInfinite, parseLongDouble } from './long-double.ts'
import { SERVER_ANSWERS } from './long-double.test-support.ts'

/** What INCRBYFLOAT would answer; `-` for any refusal. */
function sum(a: string, b: string): string {
  const left = parseLongDouble(a)
  const right = parseLongDouble(b)
  if (left === null || right === null) return '-'
  const total = addLongDouble(left, right)
  return isInfinite(total) ? '-' : formatLongDouble(total)
}

describe('a sum in 80 bits', () => {
  test('is what the server answered, two hundred times over', () => {
    const wrong = SERVER_ANSWERS.trim()
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([a, b, answer]) => sum(a, b) !== answer)
    expect(wrong).toEqual([])
  })

  test.each([
    ['5200', '0.1', '5200.10000000000000009'],
    ['10.50', '0.1', '10.6'],
    ['1', '1.0000000000000000001', '2'],
    ['0', '1e-17', '0.00000000000000001'],
    ['0', '4e-18', '0'],
    ['-0', '-0', '0'],
    ['0', '-1e-30', '0'],
    ['18446744073709551615', '1', '18446744073709551616'],
    ['36893488147419103232', '1', '36893488147419103232'],
    ['36893488147419103232', '3', '36893488147419103236'],
    ['1e300', '-1e300', '0'],
  ])('%s + %s is %s', (a, b, expected) => {
    expect(sum(a, b)).toBe(expected)
  })

  test('overflows where the largest number ends', () => {
    expect(sum('0x1p16383', '0x1p16383')).toBe('-')
    expect(sum('1.18e4932', '1e4925')).not.toBe('-')
    expect(sum('inf', '-inf')).toBe('-')
  })

  test('of integers that fit 64 bits is exact', () => {
    const integer = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        expect(sum(String(a), String(b))).toBe(String(a + b))
      }),
    )
  })
})

describe('reading a long double', () => {
  test.each([
    '',
    ' 1',
    '1 ',
    'nan',
    '.',
    '1e',
    '1e+',
    '0x',
    '0x.',
    '0xp1',
    '0x1p',
    '1_0',
    '1\0',
    '--1',
  ])('refuses %j', (text) => {
    expect(parseLongDouble(text)).toBeNull()
  })

  test('refuses what overflows or vanishes, but not the smallest there is', () => {
    expect(parseLongDouble('1e4933')).toBeNull()
    expect(parseLongDouble('1e-4952')).toBeNull()
    expect(parseLongDouble('0x1p-16446')).toBeNull()
    expect(parseLongDouble('0x1p-16445')).toEqual({ mantissa: 1n, exponent: -16445 })
    expect(parseLongDouble('0e99999999999')).toEqual({ mantissa: 0n, exponent: 0 })
    expect(parseLongDouble('1e99999999999')).toBeNull()
  })

  test('refuses what is longer than the buffer that Redis copies it into', () => {
    expect(parseLongDouble(`0.${'0'.repeat(5117)}`)).not.toBeNull()
    expect(parseLongDouble(`0.${'0'.repeat(5118)}`)).toBeNull()
  })
})
