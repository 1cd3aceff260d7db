import { latin1Slice, latin1Write } from '../kernel/bytes.ts'
import { parseInt64 } from '../kernel/numbers.ts'

/**
 * A string's value: a binary string as SET stored it, or bytes that APPEND, SETRANGE or SETBIT have
 * changed in place (Redis's `raw` encoding).
 */
export type StringValue = string | RawString

type StringEncoding = 'int' | 'embstr' | 'raw'

/** Longest text that Redis embeds in the object. */
const EMBSTR_MAX = 44

/** Up to this length a JS string is cheaper to rebuild than a buffer is to keep. */
const TEXT_MAX = 1024
/** A growing buffer gets as much room again, up to this much (SDS_MAX_PREALLOC's idea). */
const PREALLOCATE_MAX = 16 * 1024 * 1024
const RESERVED_MAX = 1024 * 1024

/** The bytes of a string value. */
export function stringText(value: StringValue): string {
  return typeof value === 'string' ? value : value.text
}

/** A byte of a string value, 0 behind its end. */
export function byteOf(value: StringValue, index: number): number {
  if (index >= value.length) return 0
  return typeof value === 'string' ? value.charCodeAt(index) : value.byteAt(index)
}

/** All bytes of a string value, for reading only. */
export function bytesOf(value: StringValue): Buffer {
  return typeof value === 'string' ? Buffer.from(value, 'latin1') : value.bytes
}

/** A string value as one that can be changed in place: itself, when it is one already. */
export function rawOf(value: StringValue): RawString {
  return typeof value === 'string' ? new RawString(value) : value
}

/**
 * What OBJECT ENCODING answers. `embstrMax` is the longest text that is embedded; servers that
 * embed the key as well leave less room.
 */
export function stringEncoding(value: StringValue, embstrMax: number = EMBSTR_MAX): StringEncoding {
  if (typeof value !== 'string') {
    if (value.encoding === 'int') return 'int'
    return value.encoding === 'embstr' && value.length <= embstrMax ? 'embstr' : 'raw'
  }
  if (value.length <= 20 && parseInt64(value) !== null) return 'int'
  return value.length <= embstrMax ? 'embstr' : 'raw'
}

/**
 * The longest text that is embedded under a key, where key and text share an allocation of
 * `budget` bytes (the profile's `embeddedStringBytes`): 64 in Redis 8.2 and Valkey 8.1, 128 in
 * Valkey 9; 0 where the key does not count.
 */
export function embstrMax(budget: 0 | 64 | 128, keyLength: number, hasExpiry: boolean): number {
  if (budget === 0) return EMBSTR_MAX
  const expiry = hasExpiry ? 8 : 0
  if (budget === 64) return 41 - keyLength - expiry
  return (keyLength < 32 ? 113 : 111) - keyLength - expiry
}

/**
 * Bytes that are changed in place. Short ones stay a JS string; longer ones move to a buffer with
 * room to grow, so that an APPEND is O(1) amortised and a SETBIT O(1) however long they are.
 */
export class RawString {
  /** The whole text, or null when only the buffer has it. */
  #text: string | null
  #buffer: Buffer | null = null
  #length: number
  /** What a server would have room for: a string that grows gets as much again, up to 1 MB. */
  #room = 0
  /**
   * INCRBYFLOAT stores its result embedded, even one that reads as an integer. `int` is COPY's, of
   * an integer that other keys share: the copy does not.
   */
  encoding: 'embstr' | 'raw' | 'int'

  constructor(text: string, encoding: 'embstr' | 'raw' | 'int' = 'raw') {
    this.#text = text
    this.#length = text.length
    this.encoding = encoding
  }

  /** Takes the buffer over. */
  static ofBytes(bytes: Buffer): RawString {
    if (bytes.length <= TEXT_MAX) return new RawString(latin1Slice(bytes, 0, bytes.length))
    const raw = new RawString('')
    raw.#text = null
    raw.#buffer = bytes
    raw.#length = bytes.length
    return raw
  }

  get length(): number {
    return this.#length
  }

  /** The bytes for which a server would have room. */
  get room(): number {
    return Math.max(this.#room, this.#length)
  }

  /** It has outgrown the room that it began with. */
  get hasGrown(): boolean {
    return this.#room > 0
  }

  get text(): string {
    if (this.#text === null) this.#text = latin1Slice(this.#buffer as Buffer, 0, this.#length)
    return this.#text
  }

  /** The bytes as they are; valid until the next change, and not to be written to. */
  get bytes(): Buffer {
    const buffer = this.#buffer
    if (buffer === null) return Buffer.from(this.#text as string, 'latin1')
    return buffer.subarray(0, this.#length)
  }

  byteAt(index: number): number {
    const buffer = this.#buffer
    return buffer === null ? (this.#text as string).charCodeAt(index) : buffer[index]
  }

  slice(start: number, end: number): string {
    const text = this.#text
    if (text !== null) return text.slice(start, end)
    return latin1Slice(this.#buffer as Buffer, start, Math.min(end, this.#length))
  }

  append(text: string): void {
    this.encoding = 'raw'
    const length = this.#length + text.length
    this.#reserve(length)
    if (this.#buffer === null && length <= TEXT_MAX) {
      this.#text += text
      this.#length = length
      return
    }
    const buffer = this.#bufferFor(length)
    latin1Write(buffer, text, this.#length)
    this.#length = length
    this.#text = null
  }

  /** Overwrites from `offset`; zero bytes fill the gap behind the old end. */
  write(offset: number, text: string): void {
    this.encoding = 'raw'
    const end = offset + text.length
    if (this.#buffer === null && Math.max(end, this.#length) <= TEXT_MAX) {
      this.grow(offset)
      const old = this.#text as string
      this.#text = old.slice(0, offset) + text + old.slice(end)
      this.#length = this.#text.length
      return
    }
    this.grow(end)
    latin1Write(this.#bufferFor(this.#length), text, offset)
    this.#text = null
  }

  /** Changes one byte; zero bytes fill the gap behind the old end. */
  setByte(index: number, byte: number): void {
    this.encoding = 'raw'
    if (index >= this.#length) this.grow(index + 1)
    if (this.#buffer === null && this.#length <= TEXT_MAX) {
      const old = this.#text as string
      this.#text = old.slice(0, index) + String.fromCharCode(byte) + old.slice(index + 1)
      return
    }
    this.#bufferFor(this.#length)[index] = byte
    this.#text = null
  }

  /** Lengthens with zero bytes to at least `length`. */
  grow(length: number): void {
    this.encoding = 'raw'
    if (length <= this.#length) return
    this.#reserve(length)
    if (this.#buffer === null && length <= TEXT_MAX) {
      this.#text += '\0'.repeat(length - this.#length)
    } else {
      this.#bufferFor(length)
      this.#text = null
    }
    this.#length = length
  }

  clone(): RawString {
    const copy = new RawString(this.#text ?? '', this.encoding)
    if (this.#text === null) {
      copy.#text = null
      copy.#buffer = Buffer.from(this.bytes)
      copy.#length = this.#length
    }
    return copy
  }

  #reserve(length: number): void {
    if (this.#length === 0) return
    if (length <= this.#room || (this.#room === 0 && length <= firstRoom(this.#length))) return
    this.#room = length + Math.min(length, RESERVED_MAX)
  }

  /**
   * The buffer with room for `length` bytes, made from the text if need be. What lies behind the
   * end is always zero, and large zero buffers cost the memory that is touched only.
   */
  #bufferFor(length: number): Buffer {
    const old = this.#buffer
    if (old !== null && old.length >= length) return old
    const spare = old === null && length === this.#length ? 0 : Math.min(length, PREALLOCATE_MAX)
    const buffer = Buffer.alloc(length + spare)
    if (old === null) latin1Write(buffer, this.#text as string, 0)
    else old.copy(buffer, 0, 0, this.#length)
    this.#buffer = buffer
    return buffer
  }
}

/** What a text that was stored as it is could grow to within the block that an allocator gives it. */
function firstRoom(length: number): number {
  if (length === 0) return 0
  const header = length < 32 ? 1 : length < 256 ? 3 : length < 65_536 ? 5 : 9
  const bytes = header + length + 1
  const step = bytes <= 128 ? 16 : 2 ** (Math.ceil(Math.log2(bytes)) - 3)
  const block = bytes <= 8 ? 8 : Math.ceil(bytes / step) * step
  // The shortest headers cannot tell of any room.
  return header === 1 ? length : length + block - bytes
}
