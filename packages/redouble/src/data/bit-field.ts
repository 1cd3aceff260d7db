import { type Int64, narrow } from '../kernel/numbers.ts'
import { byteOf, type RawString, type StringValue } from './string-value.ts'

/** `i16`, `u8`: an integer of some bits within a string. */
export interface FieldType {
  readonly isSigned: boolean
  readonly bits: number
}

export type Overflow = 'WRAP' | 'SAT' | 'FAIL'

/** With up to 7 bits before it, a field of so many bits still fits into a double. */
const NUMBER_BITS = 46

/** `i1` to `i64` and `u1` to `u63`; null for anything else. */
export function parseFieldType(text: string): FieldType | null {
  const isSigned = text[0] === 'i'
  if (!isSigned && text[0] !== 'u') return null
  if (!/^[1-9]\d?$/.test(text.slice(1))) return null
  const bits = Number(text.slice(1))
  return bits > (isSigned ? 64 : 63) ? null : { isSigned, bits }
}

/** Reads the field whose highest bit is `offset`, counted from the first byte's highest bit. */
export function readField(value: StringValue, offset: number, type: FieldType): Int64 {
  const { bits, isSigned } = type
  if (bits <= NUMBER_BITS) {
    const unsigned = readBits(value, offset, bits)
    return isSigned && unsigned >= 2 ** (bits - 1) ? unsigned - 2 ** bits : unsigned
  }
  const high = readBits(value, offset, bits - 32)
  const low = readBits(value, offset + bits - 32, 32)
  const unsigned = (BigInt(high) << 32n) | BigInt(low)
  return narrow(isSigned ? BigInt.asIntN(bits, unsigned) : unsigned)
}

function readBits(value: StringValue, offset: number, bits: number): number {
  const first = Math.floor(offset / 8)
  const end = offset + bits
  const last = Math.floor((end - 1) / 8)
  let out = byteOf(value, first) & (0xff >> (offset % 8))
  for (let i = first + 1; i <= last; i++) out = out * 256 + byteOf(value, i)
  return Math.floor(out / 2 ** ((last + 1) * 8 - end))
}

/** Writes a field; `number` must fit the type. */
export function writeField(raw: RawString, offset: number, type: FieldType, number: Int64): void {
  const { bits } = type
  if (bits <= NUMBER_BITS) {
    const signed = Number(number)
    writeBits(raw, offset, bits, signed < 0 ? signed + 2 ** bits : signed)
    return
  }
  const unsigned = BigInt.asUintN(bits, BigInt(number))
  writeBits(raw, offset, bits - 32, Number(unsigned >> 32n))
  writeBits(raw, offset + bits - 32, 32, Number(unsigned & 0xffffffffn))
}

function writeBits(raw: RawString, offset: number, bits: number, unsigned: number): void {
  let rest = unsigned
  let end = offset + bits
  while (end > offset) {
    const index = Math.floor((end - 1) / 8)
    const start = Math.max(offset, index * 8)
    const width = end - start
    const below = (index + 1) * 8 - end
    const mask = ((1 << width) - 1) << below
    const part = (rest % 2 ** width) << below
    raw.setByte(index, (byteOf(raw, index) & ~mask) | part)
    rest = Math.floor(rest / 2 ** width)
    end = start
  }
}

/** Brings `number` into the type's range as `overflow` says; null when that is to fail. */
export function fitField(
  number: Int64 | bigint,
  type: FieldType,
  overflow: Overflow,
): Int64 | null {
  const { bits, isSigned } = type
  if (typeof number === 'number' && bits <= NUMBER_BITS) {
    const max = isSigned ? 2 ** (bits - 1) - 1 : 2 ** bits - 1
    const min = isSigned ? -(2 ** (bits - 1)) : 0
    if (number >= min && number <= max) return number
  }
  const exact = BigInt(number)
  const wrapped = isSigned ? BigInt.asIntN(bits, exact) : BigInt.asUintN(bits, exact)
  if (wrapped === exact || overflow === 'WRAP') return narrow(wrapped)
  if (overflow === 'FAIL') return null
  if (isSigned) return narrow(limit(bits - 1, exact > 0n))
  return narrow(exact > 0n ? (1n << BigInt(bits)) - 1n : 0n)
}

function limit(bits: number, isUpper: boolean): bigint {
  const power = 1n << BigInt(bits)
  return isUpper ? power - 1n : -power
}
