import { compareIds, type StreamId, type Uint64 } from '../data/stream-id.ts'
import { StreamNode } from '../data/stream-node.ts'
import { type Int64, narrow, parseInt64 } from '../kernel/numbers.ts'
import { CorruptRdb, ensure } from './corrupt.ts'
import { EntryFlag } from './save-stream.ts'

const BROKEN = 'node of a stream'

/** Makes a node of the elements of its listpack. */
export class StreamNodeReader {
  readonly #elements: readonly string[]
  #at = 0

  constructor(elements: readonly string[]) {
    this.#elements = elements
  }

  /** `first` is the id that the others are relative to. */
  read(first: StreamId): StreamNode {
    const live = this.#small()
    const deleted = this.#small()
    const names = this.#texts(this.#small())
    ensure(this.#small() === 0, BROKEN)
    const node = new StreamNode(first, names)
    let before: StreamId | null = null
    for (let left = live + deleted; left > 0; left--) {
      const flags = this.#small()
      const id = { ms: sum(first.ms, this.#integer()), seq: sum(first.seq, this.#integer()) }
      ensure(before === null || compareIds(before, id) < 0, BROKEN)
      before = id
      node.append(id, this.#fields(names, (flags & EntryFlag.sameFields) !== 0))
      if ((flags & EntryFlag.deleted) !== 0) node.delete(node.size - 1)
    }
    ensure(this.#at === this.#elements.length, BROKEN)
    return node
  }

  #fields(names: readonly string[], hasOwnNames: boolean): readonly string[] {
    const pairs = hasOwnNames ? names.length : this.#small()
    const texts = this.#texts(hasOwnNames ? pairs : pairs * 2)
    ensure(this.#small() === (hasOwnNames ? pairs + 3 : pairs * 2 + 4), BROKEN)
    return hasOwnNames ? texts.flatMap((value, i) => [names[i], value]) : texts
  }

  #texts(count: number): string[] {
    const from = this.#at
    ensure(count <= this.#elements.length - from, BROKEN)
    this.#at += count
    return this.#elements.slice(from, this.#at)
  }

  /** A count, or flags. */
  #small(): number {
    const value = this.#integer()
    if (typeof value !== 'number' || value < 0) throw new CorruptRdb(BROKEN)
    return value
  }

  #integer(): Int64 {
    const value = this.#at < this.#elements.length ? parseInt64(this.#elements[this.#at++]) : null
    if (value === null) throw new CorruptRdb(BROKEN)
    return value
  }
}

/** Wraps around, as the servers' sums do. */
function sum(base: Uint64, difference: Int64): Uint64 {
  if (typeof base === 'number' && typeof difference === 'number' && difference >= 0) {
    const plain = base + difference
    if (Number.isSafeInteger(plain)) return plain
  }
  return narrow(BigInt.asUintN(64, BigInt(base) + BigInt(difference)))
}
