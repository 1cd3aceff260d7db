import { estimate } from './hyperloglog-count.ts'
import {
  DENSE_BYTES,
  HEADER_BYTES,
  isDense,
  isStale,
  REGISTERS,
  STALE,
  STALE_AT,
  writeDenseHeader,
} from './hyperloglog-format.ts'
import { placeOfElement } from './hyperloglog-hash.ts'
import { readSparse, setSparse } from './hyperloglog-sparse.ts'
import { bytesOf, byteOf, RawString, type StringValue, stringText } from './string-value.ts'

/** What became of a change: `corrupt` where the string is not one that the servers write. */
export type HyperLogLogChange = 'changed' | 'unchanged' | 'corrupt'

/**
 * A HyperLogLog that is being changed. A dense one is changed in place, so that an element costs a
 * byte or two and not twelve thousand; a sparse one is short, and its text is made anew.
 */
export class HyperLogLogEditor {
  #value: RawString
  #sparse: string | null

  constructor(value: RawString) {
    this.#value = value
    this.#sparse = isDense(value) ? null : value.text
  }

  /** The string as it is now; not the one from before if it was sparse and has changed. */
  get value(): RawString {
    const sparse = this.#sparse
    if (sparse !== null && this.#value.text !== sparse) this.#value = new RawString(sparse)
    return this.#value
  }

  /** Counts an element. `maxBytes` is how long a sparse one may grow. */
  add(element: string, maxBytes: number): HyperLogLogChange {
    const place = placeOfElement(element)
    return this.raise(place >> 6, place & 63, maxBytes)
  }

  /** Raises a register to a count, if it is lower. */
  raise(index: number, count: number, maxBytes: number): HyperLogLogChange {
    const sparse = this.#sparse
    if (sparse === null) return this.#raiseDense(index, count) ? 'changed' : 'unchanged'
    const edit = setSparse(sparse, index, count, maxBytes)
    if (typeof edit === 'object') {
      this.#sparse = staled(edit.text)
      return 'changed'
    }
    if (edit !== 'too large') return edit
    if (!this.becomeDense()) return 'corrupt'
    this.#raiseDense(index, count)
    return 'changed'
  }

  /** False when the runs of a sparse one do not add up, and then it stays as it is. */
  becomeDense(): boolean {
    const sparse = this.#sparse
    if (sparse === null) return true
    const dense = denseOf(sparse)
    if (dense === null) return false
    this.#value = dense
    this.#sparse = null
    return true
  }

  /** Says that the cached count is out of date. */
  invalidate(): void {
    if (this.#sparse !== null) this.#sparse = staled(this.#sparse)
    else if (!isStale(this.#value)) {
      this.#value.setByte(STALE_AT, byteOf(this.#value, STALE_AT) | STALE)
    }
  }

  #raiseDense(index: number, count: number): boolean {
    const value = this.#value
    const bit = index * 6
    const at = HEADER_BYTES + (bit >> 3)
    const shift = bit & 7
    const low = byteOf(value, at)
    const high = byteOf(value, at + 1)
    const old = ((low >> shift) | (high << (8 - shift))) & 63
    if (old >= count) return false
    value.setByte(at, (low & ~(63 << shift)) | ((count << shift) & 255))
    if (shift > 2) {
      value.setByte(at + 1, (high & ~(63 >> (8 - shift))) | (count >> (8 - shift)))
    }
    return true
  }
}

/** The estimated count of elements, null when the string is corrupt. */
export function countOf(value: StringValue): bigint | null {
  const histogram = new Uint32Array(64)
  if (isDense(value)) {
    readDense(bytesOf(value), (_, count) => histogram[count]++)
  } else {
    const isWhole = readSparse(stringText(value), (_, length, count) => {
      histogram[count] += length
    })
    if (!isWhole) return null
  }
  return estimate(histogram)
}

/** The estimated count of elements of all that were merged into these registers. */
export function countOfRegisters(registers: Uint8Array): bigint {
  const histogram = new Uint32Array(64)
  for (let i = 0; i < REGISTERS; i++) histogram[registers[i]]++
  return estimate(histogram)
}

/** Raises registers to those of another; false when it is corrupt. */
export function mergeInto(registers: Uint8Array, value: StringValue): boolean {
  const raise = (index: number, count: number): void => {
    if (count > registers[index]) registers[index] = count
  }
  if (isDense(value)) {
    readDense(bytesOf(value), raise)
    return true
  }
  return readSparse(stringText(value), (first, length, count) => {
    if (count > 0) for (let i = first; i < first + length; i++) raise(i, count)
  })
}

/** Four registers lie in three bytes. */
function readDense(bytes: Buffer, visit: (index: number, count: number) => void): void {
  let index = 0
  for (let at = HEADER_BYTES; at < DENSE_BYTES; at += 3) {
    const a = bytes[at]
    const b = bytes[at + 1]
    const c = bytes[at + 2]
    visit(index++, a & 63)
    visit(index++, ((a >> 6) | (b << 2)) & 63)
    visit(index++, ((b >> 4) | (c << 4)) & 63)
    visit(index++, c >> 2)
  }
}

function denseOf(sparse: string): RawString | null {
  const buffer = Buffer.alloc(DENSE_BYTES)
  writeDenseHeader(buffer, sparse)
  const registers = new Uint8Array(REGISTERS)
  const isWhole = readSparse(sparse, (first, length, count) => {
    if (count > 0) registers.fill(count, first, first + length)
  })
  if (!isWhole) return null
  for (let i = 0, at = HEADER_BYTES; i < REGISTERS; i += 4, at += 3) {
    const [a, b, c, d] = [registers[i], registers[i + 1], registers[i + 2], registers[i + 3]]
    buffer[at] = a | (b << 6)
    buffer[at + 1] = (b >> 2) | (c << 4)
    buffer[at + 2] = (c >> 4) | (d << 2)
  }
  return RawString.ofBytes(buffer)
}

function staled(text: string): string {
  const byte = text.charCodeAt(STALE_AT)
  if ((byte & STALE) !== 0) return text
  return text.slice(0, STALE_AT) + String.fromCharCode(byte | STALE) + text.slice(STALE_AT + 1)
}
