import { latin1Slice, latin1Write } from '../kernel/bytes.ts'
import type { Uint64 } from '../data/stream-id.ts'
import type { Int64 } from '../kernel/numbers.ts'

const FIRST_ROOM = 4096
/** A buffer that one huge value has made grow is not kept for the small ones that follow. */
const KEPT_ROOM = 1 << 20

/** Bytes that are written one after the other into a buffer that grows. */
export class ByteWriter {
  #buffer: Buffer = Buffer.allocUnsafe(FIRST_ROOM)
  length = 0

  /** Begins anew. */
  clear(): void {
    this.length = 0
    if (this.#buffer.length > KEPT_ROOM) this.#buffer = Buffer.allocUnsafe(FIRST_ROOM)
  }

  /** What was written; valid until the next write. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }

  /** What was written, as a binary string. */
  get text(): string {
    return latin1Slice(this.#buffer, 0, this.length)
  }

  /** Makes room for so many more bytes and returns the buffer, to be written to from `length` on. */
  reserve(count: number): Buffer {
    const wanted = this.length + count
    if (wanted <= this.#buffer.length) return this.#buffer
    const larger = Buffer.allocUnsafe(Math.max(wanted, this.#buffer.length * 2))
    this.#buffer.copy(larger, 0, 0, this.length)
    this.#buffer = larger
    return larger
  }

  byte(value: number): void {
    this.reserve(1)[this.length++] = value
  }

  /** Bytes as a binary string. */
  chars(text: string): void {
    latin1Write(this.reserve(text.length), text, this.length)
    this.length += text.length
  }

  copy(bytes: Uint8Array): void {
    this.reserve(bytes.length).set(bytes, this.length)
    this.length += bytes.length
  }

  uint16(value: number): void {
    this.length = this.reserve(2).writeUInt16LE(value, this.length)
  }

  uint32(value: number): void {
    this.length = this.reserve(4).writeUInt32LE(value, this.length)
  }

  uint32BigEndian(value: number): void {
    this.length = this.reserve(4).writeUInt32BE(value, this.length)
  }

  /** A signed integer of so many bytes, which it fits. */
  int(value: number, bytes: 1 | 2 | 3 | 4): void {
    this.length = this.reserve(bytes).writeIntLE(value, this.length, bytes)
  }

  int64(value: Int64): void {
    const buffer = this.reserve(8)
    if (typeof value === 'bigint') {
      this.length = buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.length)
      return
    }
    const low = value % 2 ** 32
    this.length = buffer.writeInt32LE(low | 0, this.length)
    this.length = buffer.writeInt32LE(Math.floor(value / 2 ** 32), this.length)
  }

  uint64BigEndian(value: Uint64): void {
    this.length = this.reserve(8).writeBigUInt64BE(BigInt(value), this.length)
  }

  double(value: number): void {
    this.length = this.reserve(8).writeDoubleLE(value, this.length)
  }
}
