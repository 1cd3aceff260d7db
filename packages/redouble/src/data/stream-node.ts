import type { Int64 } from '../kernel/numbers.ts'
import { EMPTY_LISTPACK_BYTES, listpackEntryBytes, listpackIntegerBytes } from './listpack-size.ts'
import { compareIds, type StreamId, type Uint64 } from './stream-id.ts'

/** Flags, and the zero behind a node's own field names: integers below 128. */
const SMALL_INTEGER_BYTES = 2

/**
 * A run of consecutive entries: what is one listpack in Redis. Its borders decide what approximate
 * trimming removes, so its size is kept as the listpack's would be, byte by byte: the node's own
 * entry (counts and field names), then each entry, without field names that are the node's own.
 * Deleted entries keep their bytes until the node goes.
 */
export class StreamNode {
  /** The id of the first entry that was ever here, which the others are stored relative to. */
  readonly first: StreamId
  /** The id of the last entry that was ever here. */
  last: StreamId
  /** Entries that were deleted. */
  deleted = 0
  bytes: number
  readonly #fieldNames: readonly string[]
  #ids: StreamId[] = []
  #fields: (readonly string[])[] = []

  constructor(first: StreamId, fieldNames: readonly string[]) {
    this.first = first
    this.last = first
    this.#fieldNames = fieldNames
    this.bytes =
      EMPTY_LISTPACK_BYTES +
      listpackIntegerBytes(0) * 2 +
      listpackIntegerBytes(fieldNames.length) +
      SMALL_INTEGER_BYTES
    for (const name of fieldNames) this.bytes += listpackEntryBytes(name)
  }

  /** Entries that are there. */
  get live(): number {
    return this.#ids.length
  }

  idAt(index: number): StreamId {
    return this.#ids[index]
  }

  /** Field, value, field, value, … */
  fieldsAt(index: number): readonly string[] {
    return this.#fields[index]
  }

  append(id: StreamId, fields: readonly string[]): void {
    this.#recount(1)
    this.bytes += this.#entryBytes(id, fields)
    this.#ids.push(id)
    this.#fields.push(fields)
    this.last = id
  }

  /** Deletes `count` entries from an index on. */
  delete(index: number, count: number): void {
    this.#recount(-count)
    this.bytes += listpackIntegerBytes(this.deleted + count) - listpackIntegerBytes(this.deleted)
    this.deleted += count
    this.#ids.splice(index, count)
    this.#fields.splice(index, count)
  }

  /** The first index whose id is not below the given one. */
  lowerBound(id: StreamId): number {
    let low = 0
    let high = this.#ids.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareIds(this.#ids[middle], id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  clone(): StreamNode {
    const copy = new StreamNode(this.first, this.#fieldNames)
    copy.last = this.last
    copy.deleted = this.deleted
    copy.bytes = this.bytes
    copy.#ids = this.#ids.slice()
    copy.#fields = this.#fields.slice()
    return copy
  }

  /** The count of entries is a number in the listpack too, which grows with its value. */
  #recount(change: number): void {
    this.bytes += listpackIntegerBytes(this.live + change) - listpackIntegerBytes(this.live)
  }

  #entryBytes(id: StreamId, fields: readonly string[]): number {
    const pairs = fields.length / 2
    let bytes = SMALL_INTEGER_BYTES
    bytes += listpackIntegerBytes(difference(id.ms, this.first.ms))
    bytes += listpackIntegerBytes(difference(id.seq, this.first.seq))
    for (let i = 1; i < fields.length; i += 2) bytes += listpackEntryBytes(fields[i])
    // Behind each entry stands how many elements it takes, to be read backwards.
    if (this.#hasOwnNames(fields)) return bytes + listpackIntegerBytes(pairs + 3)
    for (let i = 0; i < fields.length; i += 2) bytes += listpackEntryBytes(fields[i])
    return bytes + listpackIntegerBytes(pairs) + listpackIntegerBytes(2 * pairs + 4)
  }

  #hasOwnNames(fields: readonly string[]): boolean {
    const names = this.#fieldNames
    if (names.length * 2 !== fields.length) return false
    for (let i = 0; i < names.length; i++) if (names[i] !== fields[2 * i]) return false
    return true
  }
}

/** a - b as the signed 64-bit integer that a listpack keeps. */
function difference(a: Uint64, b: Uint64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return BigInt.asIntN(64, BigInt(a) - BigInt(b))
}
