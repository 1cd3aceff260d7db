import type { Uint64 } from '../data/stream-id.ts'
import { latin1Slice } from '../kernel/bytes.ts'
import { ByteReader } from './byte-reader.ts'
import { CorruptRdb, ensure } from './corrupt.ts'
import { Encoding, Length, LENGTH_32, LENGTH_64 } from './format.ts'
import { lzfDecompress } from './lzf.ts'

/** Reads lengths and strings as the format has them. */
export class RdbReader extends ByteReader {
  /** A length or any other number that is not negative. */
  count(): Uint64 {
    const first = this.byte()
    switch (first >>> 6) {
      case Length.short:
        return first
      case Length.medium:
        return ((first & 0x3f) << 8) | this.byte()
      case Length.long:
        if (first === LENGTH_32) return this.uint32BigEndian()
        ensure(first === LENGTH_64, 'unknown length')
        return this.uint64BigEndian()
      default:
        // No string follows where a number is wanted: the servers take the other bits for it.
        return first & 0x3f
    }
  }

  /** How many things follow that take at least so many bytes each. A lie is found at once. */
  size(bytesEach = 1): number {
    const count = Number(this.count())
    ensure(count * bytesEach <= this.remaining, 'more elements than bytes')
    return count
  }

  string(): string {
    const first = this.bytes[this.take(1)]
    if (first >>> 6 !== Length.encoded) {
      this.at--
      return this.chars(Number(this.count()))
    }
    switch (first & 0x3f) {
      case Encoding.int8:
        return String(this.int(1))
      case Encoding.int16:
        return String(this.int(2))
      case Encoding.int32:
        return String(this.int(4))
      case Encoding.lzf: {
        const bytes = this.#compressed()
        return latin1Slice(bytes, 0, bytes.length)
      }
      default:
        throw new CorruptRdb('unknown encoding of a string')
    }
  }

  /** A string as bytes, which may be the reader's own: for reading only. */
  blob(): Buffer {
    const first = this.bytes[this.take(1)]
    if (first === ((Length.encoded << 6) | Encoding.lzf)) return this.#compressed()
    this.at--
    if (first >>> 6 === Length.encoded) return Buffer.from(this.string(), 'latin1')
    return this.slice(Number(this.count()))
  }

  #compressed(): Buffer {
    const taken = Number(this.count())
    const length = Number(this.count())
    const bytes = lzfDecompress(this.slice(taken), length)
    if (bytes === null) throw new CorruptRdb('compressed string')
    return bytes
  }
}
