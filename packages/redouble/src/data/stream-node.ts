import type { Int64 } from '../kernel/numbers.ts'
import { EMPTY_LISTPACK_BYTES, listpackEntryBytes, listpackIntegerBytes } from './listpack-size.ts'
import { compareIds, type StreamId, type Uint64 } from './stream-id.ts'

/** Flags, and the zero behind a node's own field names: integers below 128. */
const SMALL_INTEGER_BYTES = 2

/**
 * A run of consecutive entries: what is one listpack in Redis. Its borders decide what approximate
 * trimming removes, so its size is kept as the listpack's would be, byte by byte: the node's own
 * entry (counts and field names), then each entry, without field names that are the node's own.
 * Deleted entries stay, marked, until the node goes, as they do in the listpack (and in a DUMP).
 */
export class StreamNode {
  /** The id of the first entry that was ever here, which the others are stored relative to. */
  readonly first: StreamId
  /** The id of the last entry that was ever here. */
  last: StreamId
  bytes: number
  /** The field names of the entry that began the node. */
  readonly fieldNames: readonly string[]
  #ids: StreamId[] = []
  #fields: (readonly string[])[] = []
  /** Which entries are deleted; null while none is. */
  #marks: boolean[] | null = null
  #deleted = 0
  /** All entries before this one are deleted. */
  #start = 0

  constructor(first: StreamId, fieldNames: readonly string[]) {
    this.first = first
    this.last = first
    this.fieldNames = fieldNames
    this.bytes =
      EMPTY_LISTPACK_BYTES +
      listpackIntegerBytes(0) * 2 +
      listpackIntegerBytes(fieldNames.length) +
      SMALL_INTEGER_BYTES
    for (const name of fieldNames) this.bytes += listpackEntryBytes(name)
  }

  /** All entries, the deleted ones too. */
  get size(): number {
    return this.#ids.length
  }

  /** Entries that were deleted. */
  get deleted(): number {
    return this.#deleted
  }

  /** Entries that are there. */
  get live(): number {
    return this.#ids.length - this.#deleted
  }

  idAt(index: number): StreamId {
    return this.#ids[index]
  }

  /** Field, value, field, value, … */
  fieldsAt(index: number): readonly string[] {
    return this.#fields[index]
  }

  isDeletedAt(index: number): boolean {
    return this.#marks !== null && this.#marks[index]
  }

  /** Whether an entry has the node's own field names, which it then is stored without. */
  hasOwnNamesAt(index: number): boolean {
    return this.#hasOwnNames(this.#fields[index])
  }

  append(id: StreamId, fields: readonly string[]): void {
    this.bytes += listpackIntegerBytes(this.live + 1) - listpackIntegerBytes(this.live)
    this.bytes += this.#entryBytes(id, fields)
    this.#ids.push(id)
    this.#fields.push(fields)
    this.#marks?.push(false)
    this.last = id
  }

  /** Marks an entry, which is there, as deleted. */
  delete(index: number): void {
    const { live } = this
    this.bytes += listpackIntegerBytes(live - 1) - listpackIntegerBytes(live)
    this.bytes += listpackIntegerBytes(this.#deleted + 1) - listpackIntegerBytes(this.#deleted)
    this.#marks ??= this.#ids.map(() => false)
    this.#marks[index] = true
    this.#deleted++
    if (index === this.#start) this.#start = this.nextLive(index)
  }

  /** The first entry at or behind an index that is there; `size` when there is none. */
  nextLive(index: number): number {
    let at = Math.max(index, this.#start)
    if (this.#marks !== null) while (at < this.#ids.length && this.#marks[at]) at++
    return at
  }

  /** The last entry at or before an index that is there; -1 when there is none. */
  previousLive(index: number): number {
    let at = index
    if (this.#marks !== null) while (at >= 0 && this.#marks[at]) at--
    return at
  }

  /** The index of an entry that is there, or -1. */
  find(id: StreamId): number {
    const index = this.lowerBound(id)
    if (index === this.size || this.isDeletedAt(index)) return -1
    return compareIds(this.#ids[index], id) === 0 ? index : -1
  }

  /** The first index, of deleted entries too, whose id is not below the given one. */
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
    const copy = new StreamNode(this.first, this.fieldNames)
    copy.last = this.last
    copy.bytes = this.bytes
    copy.#ids = this.#ids.slice()
    copy.#fields = this.#fields.slice()
    copy.#marks = this.#marks?.slice() ?? null
    copy.#deleted = this.#deleted
    copy.#start = this.#start
    return copy
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
    const names = this.fieldNames
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
