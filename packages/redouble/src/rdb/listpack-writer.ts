import { backLengthBytes } from '../data/listpack-size.ts'
import { type Int64, parseInt64 } from '../kernel/numbers.ts'
import { ByteWriter } from './byte-writer.ts'

const HEADER_BYTES = 6
/** The count of a listpack that has so many elements or more says so little. */
const COUNT_UNKNOWN = 0xffff
const END = 0xff
const INTEGER_TEXT_MAX = 20

/** Builds a listpack: https://github.com/antirez/listpack/blob/master/listpack.md */
export class ListpackWriter {
  readonly #out = new ByteWriter()
  #count = 0

  /** Begins a new one. */
  begin(): this {
    this.#out.clear()
    this.#out.length = HEADER_BYTES
    this.#count = 0
    return this
  }

  get isEmpty(): boolean {
    return this.#count === 0
  }

  /** A text, which becomes an integer if it prints one. */
  text(text: string): void {
    const value = text.length > 0 && text.length <= INTEGER_TEXT_MAX ? integerOf(text) : null
    if (value === null) this.#string(text)
    else this.integer(value)
  }

  integer(value: Int64): void {
    const out = this.#out
    const from = out.length
    if (typeof value === 'bigint' || value < -(2 ** 31) || value >= 2 ** 31) {
      out.byte(0xf4)
      out.int64(value)
    } else if (value >= 0 && value <= 127) out.byte(value)
    else if (value >= -4096 && value <= 4095) {
      const bits = value & 0x1fff
      out.byte(0xc0 | (bits >>> 8))
      out.byte(bits & 0xff)
    } else if (value >= -32768 && value <= 32767) {
      out.byte(0xf1)
      out.int(value, 2)
    } else if (value >= -8388608 && value <= 8388607) {
      out.byte(0xf2)
      out.int(value, 3)
    } else {
      out.byte(0xf3)
      out.int(value, 4)
    }
    this.#close(from)
  }

  /** The listpack; valid until the next one begins. */
  end(): Buffer {
    const out = this.#out
    out.byte(END)
    const { bytes } = out
    bytes.writeUInt32LE(bytes.length, 0)
    bytes.writeUInt16LE(Math.min(this.#count, COUNT_UNKNOWN), 4)
    return bytes
  }

  #string(text: string): void {
    const out = this.#out
    const from = out.length
    const { length } = text
    if (length < 64) out.byte(0x80 | length)
    else if (length < 4096) {
      out.byte(0xe0 | (length >>> 8))
      out.byte(length & 0xff)
    } else {
      out.byte(0xf0)
      out.uint32(length)
    }
    out.chars(text)
    this.#close(from)
  }

  /** Behind an entry stands its length, to be read backwards in groups of seven bits. */
  #close(from: number): void {
    const out = this.#out
    const length = out.length - from
    const groups = backLengthBytes(length)
    for (let i = groups - 1; i >= 0; i--) {
      const bits = Math.floor(length / 2 ** (7 * i)) & 0x7f
      out.byte(i === groups - 1 ? bits : bits | 0x80)
    }
    this.#count++
  }
}

function integerOf(text: string): Int64 | null {
  const code = text.charCodeAt(0)
  return code > 0x39 || (code < 0x30 && code !== 0x2d) ? null : parseInt64(text)
}
