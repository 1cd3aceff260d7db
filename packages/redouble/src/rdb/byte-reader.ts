import type { Uint64 } from '../data/stream-id.ts'
import { latin1Slice } from '../kernel/bytes.ts'
import { type Int64, narrow } from '../kernel/numbers.ts'
import { ensure } from './corrupt.ts'

/** Reads bytes one after the other; what would be behind the end throws `CorruptRdb`. */
export class ByteReader {
  readonly bytes: Buffer
  readonly end: number
  at: number

  constructor(bytes: Buffer, at = 0, end: number = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get remaining(): number {
    return this.end - this.at
  }

  /** Goes on by so many bytes and returns where they begin. */
  take(count: number): number {
    const { at } = this
    ensure(count <= this.end - at, 'unexpected end')
    this.at = at + count
    return at
  }

  byte(): number {
    return this.bytes[this.take(1)]
  }

  chars(count: number): string {
    const at = this.take(count)
    return latin1Slice(this.bytes, at, at + count)
  }

  slice(count: number): Buffer {
    const at = this.take(count)
    return this.bytes.subarray(at, at + count)
  }

  int(bytes: 1 | 2 | 3 | 4): number {
    return this.bytes.readIntLE(this.take(bytes), bytes)
  }

  uint16(): number {
    return this.bytes.readUInt16LE(this.take(2))
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.take(4))
  }

  uint32BigEndian(): number {
    return this.bytes.readUInt32BE(this.take(4))
  }

  int64(): Int64 {
    return narrow(this.bytes.readBigInt64LE(this.take(8)))
  }

  uint64BigEndian(): Uint64 {
    return narrow(this.bytes.readBigUInt64BE(this.take(8)))
  }

  double(): number {
    return this.bytes.readDoubleLE(this.take(8))
  }
}
