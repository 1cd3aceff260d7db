import { backLengthBytes } from '../data/listpack-size.ts'
import { ByteReader } from './byte-reader.ts'
import { ensure } from './corrupt.ts'

const HEADER_BYTES = 6
const COUNT_UNKNOWN = 0xffff
const END = 0xff
const BROKEN = 'listpack'

/**
 * The elements of a listpack, integers as their texts. Every byte of it is checked, but the servers
 * do not look at the count where it is a stream's: then `checksCount` is false.
 */
export function readListpack(bytes: Buffer, checksCount = true): string[] {
  const last = bytes.length - 1
  ensure(last >= HEADER_BYTES, BROKEN)
  ensure(bytes.readUInt32LE(0) === bytes.length && bytes[last] === END, BROKEN)
  const reader = new ByteReader(bytes, HEADER_BYTES, last)
  const elements: string[] = []
  while (reader.remaining > 0) {
    const from = reader.at
    elements.push(readElement(reader))
    checkBackLength(reader, reader.at - from)
  }
  const count = bytes.readUInt16LE(4)
  ensure(!checksCount || count === COUNT_UNKNOWN || count === elements.length, BROKEN)
  return elements
}

function readElement(reader: ByteReader): string {
  const first = reader.byte()
  if (first < 0x80) return String(first)
  if (first < 0xc0) return reader.chars(first & 0x3f)
  if (first < 0xe0) {
    const value = ((first & 0x1f) << 8) | reader.byte()
    return String(value > 4095 ? value - 8192 : value)
  }
  if (first < 0xf0) return reader.chars(((first & 0x0f) << 8) | reader.byte())
  switch (first) {
    case 0xf0:
      return reader.chars(reader.uint32())
    case 0xf1:
      return String(reader.int(2))
    case 0xf2:
      return String(reader.int(3))
    case 0xf3:
      return String(reader.int(4))
    default:
      ensure(first === 0xf4, BROKEN)
      return String(reader.int64())
  }
}

/** Behind an element stands its length in groups of seven bits, the low ones last. */
function checkBackLength(reader: ByteReader, length: number): void {
  const groups = backLengthBytes(length)
  for (let i = groups - 1; i >= 0; i--) {
    const bits = Math.floor(length / 2 ** (7 * i)) & 0x7f
    ensure(reader.byte() === (i === groups - 1 ? bits : bits | 0x80), BROKEN)
  }
}
