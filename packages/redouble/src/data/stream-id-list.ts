import { compareIds, type StreamId } from './stream-id.ts'

interface Identified {
  readonly id: StreamId
}

const CHUNK_ENTRIES = 128
/** Two neighbours that have no more than this together become one. */
const MERGED_ENTRIES = 64

/**
 * Items in the order of their ids: sorted chunks, so that one is found in O(log n) and put in or
 * taken out at the cost of one chunk.
 */
export class StreamIdList<T extends Identified> {
  #chunks: T[][] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  get first(): T | undefined {
    return this.#chunks[0]?.[0]
  }

  get last(): T | undefined {
    const chunk = this.#chunks[this.#chunks.length - 1]
    return chunk?.[chunk.length - 1]
  }

  get(id: StreamId): T | undefined {
    const found = this.atOrAfter(id)
    return found !== undefined && compareIds(found.id, id) === 0 ? found : undefined
  }

  /** The first item whose id is not below the given one. */
  atOrAfter(id: StreamId): T | undefined {
    const at = this.#chunkFor(id)
    return this.#chunks[at]?.[lowerBound(this.#chunks[at], id)]
  }

  /** Puts an item in whose id is not here. */
  add(item: T): void {
    this.#size++
    const chunks = this.#chunks
    let at = this.#chunkFor(item.id)
    // Behind all: the usual way.
    if (at === chunks.length) {
      if (at > 0 && chunks[at - 1].length < CHUNK_ENTRIES) chunks[at - 1].push(item)
      else chunks.push([item])
      return
    }
    let chunk = chunks[at]
    if (chunk.length >= CHUNK_ENTRIES) {
      const right = chunk.splice(chunk.length >>> 1)
      chunks.splice(at + 1, 0, right)
      if (compareIds(right[0].id, item.id) < 0) {
        chunk = right
        at++
      }
    }
    chunk.splice(lowerBound(chunk, item.id), 0, item)
  }

  /** Takes out and returns what has the id. */
  delete(id: StreamId): T | undefined {
    const chunks = this.#chunks
    const at = this.#chunkFor(id)
    if (at === chunks.length) return undefined
    const chunk = chunks[at]
    const index = lowerBound(chunk, id)
    const item = chunk[index]
    if (compareIds(item.id, id) !== 0) return undefined
    this.#size--
    if (chunk.length === 1) chunks.splice(at, 1)
    else {
      chunk.splice(index, 1)
      this.#merge(at)
    }
    return item
  }

  /** Visits the items from an id on, until false. What is seen must not change the list. */
  visit(start: StreamId, see: (item: T) => boolean): void {
    let at = this.#chunkFor(start)
    if (at === this.#chunks.length) return
    let index = lowerBound(this.#chunks[at], start)
    for (; at < this.#chunks.length; at++, index = 0) {
      const chunk = this.#chunks[at]
      for (; index < chunk.length; index++) if (!see(chunk[index])) return
    }
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const chunk of this.#chunks) yield* chunk
  }

  #merge(at: number): void {
    const right = this.#chunks[at + 1]
    const chunk = this.#chunks[at]
    if (right === undefined || chunk.length + right.length > MERGED_ENTRIES) return
    for (const item of right) chunk.push(item)
    this.#chunks.splice(at + 1, 1)
  }

  /** The first chunk that ends at or behind an id. */
  #chunkFor(id: StreamId): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const chunk = this.#chunks[middle]
      if (compareIds(chunk[chunk.length - 1].id, id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function lowerBound(chunk: readonly Identified[], id: StreamId): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareIds(chunk[middle].id, id) < 0) low = middle + 1
    else high = middle
  }
  return low
}
