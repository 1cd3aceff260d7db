/**
 * Numbers as Redis reads and prints them. Integers are 64-bit: a JS number while it is safe, a
 * bigint past 2^53. Doubles print as the profile's server prints them.
 */

import { fpconvDigits } from './fpconv.ts'

/** A signed 64-bit integer: a number when `Number.isSafeInteger`, else a bigint. */
export type Int64 = number | bigint

export const INT64_MAX: bigint = 2n ** 63n - 1n
export const INT64_MIN: bigint = -(2n ** 63n)
export const UINT64_MAX: bigint = 2n ** 64n - 1n

/** Narrows a bigint to a number when that loses nothing. */
export function narrow(value: bigint): Int64 {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value
}

/**
 * Reads a canonical signed 64-bit integer as Redis's string2ll does: no spaces, no plus sign, no
 * leading zeros, no `-0`. Anything else is null.
 */
export function parseInt64(text: string): Int64 | null {
  const length = text.length
  if (length === 0 || length > 20) return null
  let index = 0
  let negative = false
  let code = text.charCodeAt(0)
  if (code === 0x2d) {
    if (length === 1) return null
    negative = true
    index = 1
    code = text.charCodeAt(1)
  }
  if (code === 0x30) return length === 1 ? 0 : null
  if (length - index > 15) return parseWide(text, index)
  let value = 0
  for (; index < length; index++) {
    const digit = text.charCodeAt(index) - 0x30
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  return negative ? -value : value
}

function parseWide(text: string, start: number): Int64 | null {
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (digit < 0 || digit > 9) return null
  }
  const value = BigInt(text)
  return value > INT64_MAX || value < INT64_MIN ? null : narrow(value)
}

/** a + b, or null when the sum leaves the signed 64-bit range. */
export function addInt64(a: Int64, b: Int64): Int64 | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  const sum = BigInt(a) + BigInt(b)
  return sum > INT64_MAX || sum < INT64_MIN ? null : narrow(sum)
}

/** -a; -2^63 has no negation and gives null. */
export function negateInt64(a: Int64): Int64 | null {
  if (typeof a === 'number') return a === 0 ? 0 : -a
  return a === INT64_MIN ? null : narrow(-a)
}

const DOUBLE_TEXT = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf(?:inity)?)$/i
const HEX_DOUBLE_TEXT = /^([+-]?)0x([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/i

/**
 * Reads a double as C's strtod does over the whole text: decimal, exponent, hex, `inf`. NaN, an
 * empty text, spaces and trailing bytes give null, as does a magnitude that overflows a double.
 */
export function parseDouble(text: string): number | null {
  const code = text.charCodeAt(0)
  if (text.length < 16 && code >= 0x31 && code <= 0x39) {
    const integer = parseInt64(text)
    if (integer !== null) return Number(integer)
  }
  if (DOUBLE_TEXT.test(text)) {
    const first = text.charCodeAt(0)
    const signed = first === 0x2b || first === 0x2d
    const letter = text.charCodeAt(signed ? 1 : 0) | 0x20
    if (letter === 0x69) return first === 0x2d ? -Infinity : Infinity
    const value = Number(text)
    return Number.isFinite(value) ? value : null
  }
  return parseHexDouble(text)
}

function parseHexDouble(text: string): number | null {
  const match = HEX_DOUBLE_TEXT.exec(text)
  if (match === null) return null
  const whole = match[2] ?? ''
  const fraction = match[3] ?? ''
  if (whole.length + fraction.length === 0) return null
  const mantissa = Number(BigInt(`0x0${whole}${fraction}`))
  const value = mantissa * 2 ** (Number(match[4] ?? 0) - 4 * fraction.length)
  if (!Number.isFinite(value)) return null
  return match[1] === '-' ? -value : value
}

/** The digits that Redis 7.2+ prints, nearly always the shortest that read back as the same. */
export function formatDoubleShortest(value: number): string {
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  if (Number.isNaN(value)) return 'nan'
  if (Object.is(value, -0)) return '-0'
  if (Number.isSafeInteger(value)) return String(value)
  // Integers of up to 62 bits are printed digit by digit, not in their shortest form.
  if (Number.isInteger(value) && Math.abs(value) <= 2 ** 62) return String(BigInt(value))
  return layoutShortest(value)
}

/** fpconv alone, without the digit by digit printing of integers. */
export function formatDoubleFpconv(value: number): string {
  return Number.isFinite(value) && value !== 0 ? layoutShortest(value) : formatDoubleShortest(value)
}

/** fpconv's own choice between plain and exponent notation, which is not JavaScript's. */
function layoutShortest(value: number): string {
  const { digits, exponent: pointShift } = fpconvDigits(Math.abs(value))
  const exponent = pointShift + digits.length - 1
  const sign = value < 0 ? '-' : ''
  const magnitude = Math.abs(exponent)
  if (pointShift >= 0 && magnitude < digits.length + 7) {
    return sign + digits + '0'.repeat(pointShift)
  }
  if (pointShift < 0 && (pointShift > -7 || magnitude < 4)) {
    const point = digits.length + pointShift
    if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
    return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
  }
  const tail = digits.length > 1 ? `.${digits.slice(1)}` : ''
  return `${sign}${digits[0]}${tail}e${exponent < 0 ? '-' : '+'}${magnitude}`
}

/** C's `%.17g`, in which Redis up to 7.0 prints doubles. */
export function formatDouble17(value: number): string {
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  if (Number.isNaN(value)) return 'nan'
  if (Object.is(value, -0)) return '-0'
  if (Number.isSafeInteger(value) && Math.abs(value) < 1e15) return String(value)
  return formatG(value, 17)
}

/** C's `%.{precision}g` for a finite value. */
export function formatG(value: number, precision: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa, exponentText] = roundedToEven(value, precision).split('e') as [string, string]
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= precision) {
    const trimmed = trimZeros(mantissa)
    const magnitude = String(Math.abs(exponent)).padStart(2, '0')
    return `${trimmed}e${exponent < 0 ? '-' : '+'}${magnitude}`
  }
  return trimZeros(plainDigits(mantissa, exponent))
}

/** `toExponential`, but a tie goes to the even digit as in C, where JavaScript rounds it up. */
function roundedToEven(value: number, precision: number): string {
  const text = value.toExponential(precision - 1)
  const end = text.indexOf('e')
  const isEven = text.charCodeAt(end - 1) % 2 === 0
  if (isEven) return text
  const longer = value.toExponential(precision + 39)
  const tail = longer.slice(end)
  const isTie = /^\.?50*e/.test(tail) && tail.endsWith(text.slice(end))
  return isTie ? longer.slice(0, end) + text.slice(end) : text
}

/** Lays the digits of `d.ddd` × 10^exponent out without an exponent; exact at any precision. */
function plainDigits(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace('-', '').replace('.', '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const point = exponent + 1
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
