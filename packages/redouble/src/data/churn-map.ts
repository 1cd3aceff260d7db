/** Below this many entries a plain delete is as cheap as can be. */
const PLAIN_MAX = 256

/**
 * A map from strings in which deleting and adding the same key over and over stays O(1). In V8's own
 * Map a deleted entry remains in its bucket's chain until the table is rebuilt, which in a table of
 * a million happens after as many deletions: a lock that is taken and released would get slower all
 * the while. So in a large map a deletion only empties the entry, and the next addition of the key
 * fills it again; once the empty ones are the majority they are swept.
 *
 * Keys come in order of insertion in a small map only.
 */
export class ChurnMap<V> {
  #map: Map<string, V | undefined>
  #emptied = 0

  constructor(entries?: Iterable<readonly [string, V]>) {
    this.#map = new Map(entries)
  }

  get size(): number {
    return this.#map.size - this.#emptied
  }

  get(key: string): V | undefined {
    return this.#map.get(key)
  }

  has(key: string): boolean {
    return this.#map.get(key) !== undefined
  }

  /** `value` is not undefined. */
  set(key: string, value: V): void {
    if (this.#emptied > 0 && this.#map.get(key) === undefined && this.#map.has(key)) this.#emptied--
    this.#map.set(key, value)
  }

  /** True when it was there. */
  delete(key: string): boolean {
    const map = this.#map
    if (map.size <= PLAIN_MAX && this.#emptied === 0) return map.delete(key)
    if (map.get(key) === undefined) return false
    map.set(key, undefined)
    this.#emptied++
    if (this.#emptied > PLAIN_MAX && this.#emptied > map.size / 2) this.#sweep()
    return true
  }

  clear(): void {
    this.#map = new Map()
    this.#emptied = 0
  }

  *keys(): IterableIterator<string> {
    for (const [key, value] of this.#map) if (value !== undefined) yield key
  }

  *values(): IterableIterator<V> {
    for (const value of this.#map.values()) if (value !== undefined) yield value
  }

  clone(): ChurnMap<V> {
    const copy = new ChurnMap<V>()
    copy.#map = new Map(this.#map)
    copy.#emptied = this.#emptied
    return copy
  }

  #sweep(): void {
    const kept = new Map<string, V | undefined>()
    for (const [key, value] of this.#map) if (value !== undefined) kept.set(key, value)
    this.#map = kept
    this.#emptied = 0
  }
}
