import { ByteReader } from './byte-reader.ts'
import { ensure } from './corrupt.ts'

/** Total bytes, where the last entry begins, and how many entries there are. */
const HEADER_BYTES = 10
const COUNT_UNKNOWN = 0xffff
const END = 0xff
/** A length of the entry before that does not fit a byte. */
const LONG_PREVIOUS = 0xfe
const BROKEN = 'ziplist'

/** The entries of a ziplist, which servers before 7.0 wrote; integers as their texts. */
export function readZiplist(bytes: Buffer): string[] {
  const last = bytes.length - 1
  ensure(last >= HEADER_BYTES, BROKEN)
  ensure(bytes.readUInt32LE(0) === bytes.length && bytes[last] === END, BROKEN)
  const reader = new ByteReader(bytes, HEADER_BYTES, last)
  const entries: string[] = []
  let tail = HEADER_BYTES
  let previous = 0
  while (reader.remaining > 0) {
    tail = reader.at
    const first = reader.byte()
    ensure((first === LONG_PREVIOUS ? reader.uint32() : first) === previous, BROKEN)
    entries.push(readEntry(reader))
    previous = reader.at - tail
  }
  const count = bytes.readUInt16LE(8)
  ensure(bytes.readUInt32LE(4) === tail, BROKEN)
  ensure(count === COUNT_UNKNOWN || count === entries.length, BROKEN)
  return entries
}

function readEntry(reader: ByteReader): string {
  const first = reader.byte()
  switch (first >>> 6) {
    case 0:
      return reader.chars(first)
    case 1:
      return reader.chars(((first & 0x3f) << 8) | reader.byte())
    case 2:
      ensure(first === 0x80, BROKEN)
      return reader.chars(reader.uint32BigEndian())
    default:
      return readInteger(reader, first)
  }
}

function readInteger(reader: ByteReader, first: number): string {
  switch (first) {
    case 0xc0:
      return String(reader.int(2))
    case 0xd0:
      return String(reader.int(4))
    case 0xe0:
      return String(reader.int64())
    case 0xf0:
      return String(reader.int(3))
    case 0xfe:
      return String(reader.int(1))
    default:
      // 1 to 13 in the low bits stand for 0 to 12.
      ensure(first >= 0xf1 && first <= 0xfd, BROKEN)
      return String((first & 0x0f) - 1)
  }
}

const ZIPMAP_LONG = 254

/** Field, value, field, value, … of a zipmap, which servers before 2.6 wrote. */
export function readZipmap(bytes: Buffer): string[] {
  const last = bytes.length - 1
  ensure(last >= 1 && bytes[last] === END, 'zipmap')
  const reader = new ByteReader(bytes, 1, last)
  const texts: string[] = []
  while (reader.remaining > 0) {
    texts.push(reader.chars(zipmapLength(reader)))
    const length = zipmapLength(reader)
    const unused = reader.byte()
    texts.push(reader.chars(length))
    reader.take(unused)
  }
  ensure(bytes[0] === ZIPMAP_LONG || bytes[0] * 2 === texts.length, 'zipmap')
  return texts
}

function zipmapLength(reader: ByteReader): number {
  const first = reader.byte()
  ensure(first !== END, 'zipmap')
  return first === ZIPMAP_LONG ? reader.uint32() : first
}
