import { EMPTY_LISTPACK_BYTES, listpackEntryBytes } from './listpack-size.ts'
import { compareIds, type StreamId, type Uint64 } from './stream-id.ts'

/**
 * A run of consecutive entries: what is one listpack in Redis. Its borders decide what approximate
 * trimming removes, so its size in bytes is kept as the listpack's would be. A deleted entry stays
 * as a gap until its node goes.
 */
export class StreamNode {
  #ids: StreamId[] = []
  #fields: (readonly string[] | null)[] = []
  readonly #masterFields: readonly string[]
  #live = 0
  #bytes: number

  /** `fields`: field, value, … of the first entry, whose fields the others need not repeat. */
  constructor(fields: readonly string[]) {
    this.#masterFields = fields.filter((_, index) => index % 2 === 0)
    // The master entry: count, deleted, number of fields, the fields, a zero.
    const master = ['0', '0', String(this.#masterFields.length), ...this.#masterFields, '0']
    this.#bytes = EMPTY_LISTPACK_BYTES + totalBytes(master)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Entries that are there. */
  get live(): number {
    return this.#live
  }

  /** Entries and gaps. */
  get count(): number {
    return this.#ids.length
  }

  get first(): StreamId {
    return this.#ids[0]
  }

  get last(): StreamId {
    return this.#ids[this.#ids.length - 1]
  }

  idAt(index: number): StreamId {
    return this.#ids[index]
  }

  /** Null for a gap. */
  fieldsAt(index: number): readonly string[] | null {
    return this.#fields[index]
  }

  append(id: StreamId, fields: readonly string[]): void {
    this.#ids.push(id)
    this.#fields.push(fields)
    this.#live++
    this.#bytes += this.#entryBytes(id, fields)
  }

  /** Makes a gap of an entry. */
  delete(index: number): void {
    this.#fields[index] = null
    this.#live--
  }

  /** The first index whose id is not below the given one. */
  lowerBound(id: StreamId): number {
    let low = 0
    let high = this.#ids.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareIds(this.#ids[middle], id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  clone(): StreamNode {
    const copy = new StreamNode(this.#masterFields.flatMap((field) => [field, '']))
    copy.#ids = this.#ids.slice()
    copy.#fields = this.#fields.slice()
    copy.#live = this.#live
    copy.#bytes = this.#bytes
    return copy
  }

  #entryBytes(id: StreamId, fields: readonly string[]): number {
    const sameFields = this.#hasMasterFields(fields)
    const words = ['0', difference(id.ms, this.first.ms), difference(id.seq, this.first.seq)]
    if (!sameFields) words.push(String(fields.length / 2))
    for (let i = sameFields ? 1 : 0; i < fields.length; i += sameFields ? 2 : 1) {
      words.push(fields[i])
    }
    words.push(String(words.length))
    return totalBytes(words)
  }

  #hasMasterFields(fields: readonly string[]): boolean {
    const master = this.#masterFields
    if (fields.length !== master.length * 2) return false
    return master.every((field, index) => fields[index * 2] === field)
  }
}

function totalBytes(words: readonly string[]): number {
  let bytes = 0
  for (const word of words) bytes += listpackEntryBytes(word)
  return bytes
}

function difference(a: Uint64, b: Uint64): string {
  if (typeof a === 'number' && typeof b === 'number') return String(a - b)
  return String(BigInt.asIntN(64, BigInt(a) - BigInt(b)))
}
