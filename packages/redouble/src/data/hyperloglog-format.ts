/** The layout of a HyperLogLog: a string of 16 bytes of header and the registers behind it. */
import { byteOf, type StringValue } from './string-value.ts'

export const REGISTERS = 16384
/** `HYLL`, the encoding, three bytes that nobody uses, and the cached count in eight. */
export const HEADER_BYTES = 16
export const DENSE_BYTES: number = HEADER_BYTES + (REGISTERS / 4) * 3

const MAGIC = 'HYLL'
const ENCODING_AT = 4
export const CACHE_AT = 8
/** The highest bit of the cached count says that it is out of date. */
export const STALE_AT = 15
export const STALE = 0x80
const DENSE = 0
const SPARSE = 1

/** A new one: all registers zero, in one run. */
export const EMPTY_HYPERLOGLOG: string = `${MAGIC}\x01${'\0'.repeat(11)}\x7f\xff`

export function isHyperLogLog(value: StringValue): boolean {
  if (value.length < HEADER_BYTES) return false
  for (let i = 0; i < MAGIC.length; i++) {
    if (byteOf(value, i) !== MAGIC.charCodeAt(i)) return false
  }
  const encoding = byteOf(value, ENCODING_AT)
  return encoding === SPARSE || (encoding === DENSE && value.length === DENSE_BYTES)
}

export function isDense(value: StringValue): boolean {
  return byteOf(value, ENCODING_AT) === DENSE
}

export function isStale(value: StringValue): boolean {
  return (byteOf(value, STALE_AT) & STALE) !== 0
}

/** The header of a sparse one as that of a dense one, into a buffer. */
export function writeDenseHeader(into: Buffer, sparse: string): void {
  for (let i = 0; i < HEADER_BYTES; i++) into[i] = sparse.charCodeAt(i)
  into[ENCODING_AT] = DENSE
}

/** Puts a count where readers find it, eight bytes, the lowest first. */
export function cacheText(count: bigint): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(count)
  return bytes.toString('latin1')
}

export function cachedCount(value: StringValue): bigint {
  let count = 0n
  for (let i = 7; i >= 0; i--) count = (count << 8n) | BigInt(byteOf(value, CACHE_AT + i))
  return count
}
