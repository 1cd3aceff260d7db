import type { Uint64 } from '../data/stream-id.ts'
import { parseInt64 } from '../kernel/numbers.ts'
import { ByteWriter } from './byte-writer.ts'
import { Encoding, Length, LENGTH_32, LENGTH_64 } from './format.ts'
import { lzfCompress } from './lzf.ts'

/** Longest text that may be a 32-bit integer. */
const INTEGER_TEXT_MAX = 11
/** Shorter strings are not worth compressing. */
const COMPRESSED_MIN = 21
/** Compression has to save so many bytes. */
const COMPRESSION_GAIN = 4

/** Where a text waits for its compression. */
const scratch = new ByteWriter()

/** Writes lengths and strings as the format has them. */
export class RdbWriter extends ByteWriter {
  /** The configuration's `rdbcompression`. */
  isCompressing = true

  /** A length or any other number that is not negative. */
  count(value: Uint64): void {
    if (value < 64) this.byte(Number(value))
    else if (value < 16384) {
      this.byte((Length.medium << 6) | (Number(value) >>> 8))
      this.byte(Number(value) & 0xff)
    } else if (value < 2 ** 32) {
      this.byte(LENGTH_32)
      this.uint32BigEndian(Number(value))
    } else {
      this.byte(LENGTH_64)
      this.uint64BigEndian(value)
    }
  }

  string(text: string): void {
    if (text.length <= INTEGER_TEXT_MAX && this.#integer(text)) return
    if (text.length < COMPRESSED_MIN || !this.isCompressing) {
      this.count(text.length)
      this.chars(text)
      return
    }
    scratch.clear()
    scratch.chars(text)
    this.blob(scratch.bytes)
  }

  /** A string whose bytes are at hand. No integer that is short enough to be one. */
  blob(bytes: Uint8Array): void {
    if (bytes.length >= COMPRESSED_MIN && this.isCompressing && this.#compressed(bytes)) return
    this.count(bytes.length)
    this.copy(bytes)
  }

  /** A text that prints a 32-bit integer is that integer. */
  #integer(text: string): boolean {
    const code = text.charCodeAt(0)
    if (code > 0x39 || (code < 0x30 && code !== 0x2d)) return false
    const value = parseInt64(text)
    if (typeof value !== 'number' || value < -(2 ** 31) || value >= 2 ** 31) return false
    if (value >= -128 && value < 128) {
      this.byte((Length.encoded << 6) | Encoding.int8)
      this.int(value, 1)
    } else if (value >= -32768 && value < 32768) {
      this.byte((Length.encoded << 6) | Encoding.int16)
      this.int(value, 2)
    } else {
      this.byte((Length.encoded << 6) | Encoding.int32)
      this.int(value, 4)
    }
    return true
  }

  #compressed(bytes: Uint8Array): boolean {
    const room = bytes.length - COMPRESSION_GAIN
    // The compressor may write a byte behind its room before it notices.
    const header = 1 + 2 * 9
    const output = this.reserve(header + bytes.length)
    const from = this.length + header
    const size = lzfCompress(bytes, bytes.length, output.subarray(from), room)
    if (size === 0) return false
    this.byte((Length.encoded << 6) | Encoding.lzf)
    this.count(size)
    this.count(bytes.length)
    output.copyWithin(this.length, from, from + size)
    this.length += size
    return true
  }
}
