/**
 * How many bytes a listpack takes, which decides encodings that have limits in bytes. The format:
 * https://github.com/antirez/listpack/blob/master/listpack.md
 */
import { type Int64, parseInt64 } from '../kernel/numbers.ts'

/** Header (total bytes, count) and end marker of a listpack without entries. */
export const EMPTY_LISTPACK_BYTES = 7

/** The bytes of one entry: encoding, data, and the length written backwards. */
export function listpackEntryBytes(text: string): number {
  const bytes = integerBytes(text) || stringBytes(text.length)
  return bytes + backLengthBytes(bytes)
}

/** 0 when the text is not what an integer entry would print as. */
function integerBytes(text: string): number {
  if (text.length === 0 || text.length > 20) return 0
  const code = text.charCodeAt(0)
  if (code !== 0x2d && (code < 0x30 || code > 0x39)) return 0
  const value = parseInt64(text)
  return value === null ? 0 : integerWidth(value)
}

/** The bytes of an entry that holds a 64-bit integer. */
export function listpackIntegerBytes(value: Int64): number {
  return integerWidth(value) + 1
}

function integerWidth(value: Int64): number {
  if (value >= 0 && value <= 127) return 1
  if (value >= -4096 && value <= 4095) return 2
  if (value >= -32768 && value <= 32767) return 3
  if (value >= -8388608 && value <= 8388607) return 4
  if (value >= -2147483648 && value <= 2147483647) return 5
  return 9
}

function stringBytes(length: number): number {
  if (length < 64) return 1 + length
  return length < 4096 ? 2 + length : 5 + length
}

/** How many bytes the length of an entry takes that is written behind it. */
export function backLengthBytes(bytes: number): number {
  if (bytes <= 127) return 1
  if (bytes < 16383) return 2
  if (bytes < 2097151) return 3
  return bytes < 268435455 ? 4 : 5
}
