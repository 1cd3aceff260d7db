/**
 * The x87 80-bit long double in which Redis computes INCRBYFLOAT and HINCRBYFLOAT, emulated
 * exactly: a sign, a mantissa of 64 bits and an exponent, on bigints.
 */

/** `mantissa` × 2^`exponent`; the mantissa carries the sign and has at most 64 bits. */
export interface LongDouble {
  readonly mantissa: bigint
  readonly exponent: number
}

/** Longest text that Redis tries to read. */
const MAX_TEXT = 5 * 1024 - 1
const MANTISSA_BITS = 64
/** Exponent of the last bit of the smallest denormal. */
const MIN_EXPONENT = -16445
/** Exponent of the last bit of the largest number. */
const MAX_EXPONENT = 16383 - 63
/** Decimal exponents beyond this are certain to overflow or to vanish. */
const DECIMAL_LIMIT = 5200

export const INFINITE: LongDouble = { mantissa: 1n, exponent: Number.POSITIVE_INFINITY }
const MINUS_INFINITE: LongDouble = { mantissa: -1n, exponent: Number.POSITIVE_INFINITY }
const ZERO: LongDouble = { mantissa: 0n, exponent: 0 }

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
const HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?\d+))?$/
const INFINITY_TEXT = /^([+-]?)inf(?:inity)?$/i

export function isInfinite(value: LongDouble): boolean {
  return value.exponent === Number.POSITIVE_INFINITY
}

/**
 * Reads a number as strtold does over the whole text. NaN, spaces, trailing bytes and magnitudes
 * that overflow or vanish give null; `inf` is read.
 */
export function parseLongDouble(text: string): LongDouble | null {
  if (text.length === 0 || text.length > MAX_TEXT) return null
  const decimal = DECIMAL.exec(text)
  if (decimal !== null) return fromDecimal(decimal)
  const hex = HEX.exec(text)
  if (hex !== null) return fromHex(hex)
  const infinity = INFINITY_TEXT.exec(text)
  if (infinity === null) return null
  return infinity[1] === '-' ? MINUS_INFINITE : INFINITE
}

function fromDecimal(match: RegExpExecArray): LongDouble | null {
  const whole = match[2] ?? ''
  const fraction = match[3] ?? ''
  if (whole.length + fraction.length === 0) return null
  const digits = BigInt(whole + fraction)
  if (digits === 0n) return ZERO
  const exponent = Number(match[4] ?? 0) - fraction.length
  const magnitude = exponent + digits.toString().length
  if (Math.abs(magnitude) > DECIMAL_LIMIT) return null
  const isNegative = match[1] === '-'
  if (exponent >= 0) return accepted(round(digits * 10n ** BigInt(exponent), 0, false), isNegative)
  const divisor = 10n ** BigInt(-exponent)
  // Enough quotient bits for the mantissa and one to round by; the remainder is the sticky bit.
  const shift = Math.max(0, bitLength(divisor) - bitLength(digits) + MANTISSA_BITS + 2)
  const scaled = digits << BigInt(shift)
  return accepted(round(scaled / divisor, -shift, scaled % divisor !== 0n), isNegative)
}

function fromHex(match: RegExpExecArray): LongDouble | null {
  const whole = match[2] ?? ''
  const fraction = match[3] ?? ''
  if (whole.length + fraction.length === 0) return null
  const digits = BigInt(`0x${whole}${fraction}`)
  if (digits === 0n) return ZERO
  const exponent = Number(match[4] ?? 0) - 4 * fraction.length
  return accepted(round(digits, exponent, false), match[1] === '-')
}

/** A number that was read: refused when it overflowed or vanished, which strtold calls ERANGE. */
function accepted(value: LongDouble, isNegative: boolean): LongDouble | null {
  if (value.mantissa === 0n || isInfinite(value)) return null
  return isNegative ? { mantissa: -value.mantissa, exponent: value.exponent } : value
}

/** a + b, rounded to nearest even; infinite when it overflows. */
export function addLongDouble(a: LongDouble, b: LongDouble): LongDouble {
  if (isInfinite(a)) return a
  if (isInfinite(b)) return b
  const exponent = Math.min(a.exponent, b.exponent)
  const sum =
    (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent))
  if (sum >= 0n) return round(sum, exponent, false)
  const negated = round(-sum, exponent, false)
  return { mantissa: -negated.mantissa, exponent: negated.exponent }
}

/**
 * Rounds a non-negative `value` × 2^`exponent` to what 80 bits hold, ties to even. `sticky` tells
 * that a positive remainder below the last bit was cut off.
 */
function round(value: bigint, exponent: number, sticky: boolean): LongDouble {
  if (value === 0n) return ZERO
  const drop = Math.max(bitLength(value) - MANTISSA_BITS, MIN_EXPONENT - exponent)
  if (drop <= 0) return bounded(value, exponent)
  return bounded(shiftRounded(value, drop, sticky), exponent + drop)
}

function bounded(mantissa: bigint, exponent: number): LongDouble {
  const bits = bitLength(mantissa)
  if (bits + exponent > MAX_EXPONENT + MANTISSA_BITS) return INFINITE
  return { mantissa, exponent }
}

/** value / 2^bits, ties to even. */
function shiftRounded(value: bigint, bits: number, sticky: boolean): bigint {
  const shift = BigInt(bits)
  const quotient = value >> shift
  const rest = value - (quotient << shift)
  const half = 1n << (shift - 1n)
  if (rest > half || (rest === half && (sticky || (quotient & 1n) === 1n))) return quotient + 1n
  return quotient
}

function bitLength(value: bigint): number {
  const hex = value.toString(16)
  return hex.length * 4 - Math.clz32(Number.parseInt(hex[0], 16)) + 28
}

/** `%.17Lf` without trailing zeros, as Redis prints a long double for people. */
export function formatLongDouble(value: LongDouble): string {
  const isNegative = value.mantissa < 0n
  const mantissa = isNegative ? -value.mantissa : value.mantissa
  const sign = isNegative ? '-' : ''
  if (value.exponent >= 0) return sign + (mantissa << BigInt(value.exponent)).toString()
  const scaled = shiftRounded(mantissa * 10n ** 17n, -value.exponent, false)
  if (scaled === 0n) return '0'
  const digits = scaled.toString().padStart(18, '0')
  const point = digits.length - 17
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === 0x30) end--
  const fraction = end === point ? '' : `.${digits.slice(point, end)}`
  return sign + digits.slice(0, point) + fraction
}
