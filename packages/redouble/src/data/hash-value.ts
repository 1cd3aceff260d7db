import { ChurnMap } from './churn-map.ts'

export type HashEncoding = 'listpack' | 'hashtable'

/** Up to this many fields a search through the array beats a map, and costs no memory. */
const SEARCHED_MAX = 8

/**
 * A hash: fields and values in two dense arrays, found through a map from field to slot once there
 * are more than a few. A listpack keeps insertion order, as Redis does; in a hash table a removal
 * moves the last field into the gap, so that `scan` never misses a field that stays.
 */
export class HashValue {
  #fields: string[] = []
  #values: string[] = []
  #slots: ChurnMap<number> | null = null
  #encoding: HashEncoding = 'listpack'

  get size(): number {
    return this.#fields.length
  }

  get encoding(): HashEncoding {
    return this.#encoding
  }

  /** In the order in which Redis would tell them; not to be changed. */
  get fields(): readonly string[] {
    return this.#fields
  }

  /** Parallel to `fields`; not to be changed. */
  get values(): readonly string[] {
    return this.#values
  }

  get(field: string): string | undefined {
    const slot = this.#slot(field)
    return slot < 0 ? undefined : this.#values[slot]
  }

  has(field: string): boolean {
    return this.#slot(field) >= 0
  }

  /**
   * Sets a field; true when it is new. A field or value longer than `maxBytes`, or more than
   * `maxEntries` fields, turn a listpack into a hash table for good.
   */
  set(field: string, value: string, maxEntries: number, maxBytes: number): boolean {
    if (field.length > maxBytes || value.length > maxBytes) this.#encoding = 'hashtable'
    const slot = this.#slot(field)
    if (slot >= 0) {
      this.#values[slot] = value
      return false
    }
    const size = this.#fields.push(field)
    this.#values.push(value)
    if (this.#slots !== null) this.#slots.set(field, size - 1)
    else if (size > SEARCHED_MAX) this.#buildSlots()
    if (size > maxEntries) this.#encoding = 'hashtable'
    return true
  }

  /** Makes it a hash table, whatever it holds. */
  convert(): void {
    this.#encoding = 'hashtable'
  }

  /** True when the field was there. */
  delete(field: string): boolean {
    const slot = this.#slot(field)
    if (slot < 0) return false
    if (this.#encoding === 'listpack') this.#removeInOrder(slot)
    else this.#removeBySwap(slot)
    return true
  }

  /**
   * One step of HSCAN. A listpack comes whole, whatever the cursor. In a hash table the cursor
   * counts down. Returns the next cursor, 0 at the end.
   */
  scan(cursor: number, count: number, visit: (field: string, value: string) => void): number {
    const size = this.#fields.length
    const isWhole = this.#encoding === 'listpack'
    const to = isWhole || cursor === 0 ? size : Math.min(cursor, size)
    const from = isWhole ? 0 : Math.max(0, to - count)
    for (let i = from; i < to; i++) visit(this.#fields[i], this.#values[i])
    return from
  }

  clone(): HashValue {
    const copy = new HashValue()
    copy.#fields = this.#fields.slice()
    copy.#values = this.#values.slice()
    copy.#encoding = this.#encoding
    if (this.#slots !== null) copy.#slots = this.#slots.clone()
    return copy
  }

  #slot(field: string): number {
    if (this.#slots === null) return this.#fields.indexOf(field)
    return this.#slots.get(field) ?? -1
  }

  #buildSlots(): void {
    const slots = new ChurnMap<number>()
    for (let i = 0; i < this.#fields.length; i++) slots.set(this.#fields[i], i)
    this.#slots = slots
  }

  #removeInOrder(slot: number): void {
    const [field] = this.#fields.splice(slot, 1)
    this.#values.splice(slot, 1)
    const slots = this.#slots
    if (slots === null) return
    slots.delete(field)
    for (let i = slot; i < this.#fields.length; i++) slots.set(this.#fields[i], i)
  }

  #removeBySwap(slot: number): void {
    const lastField = this.#fields.pop() as string
    const lastValue = this.#values.pop() as string
    if (slot === this.#fields.length) {
      this.#slots?.delete(lastField)
      return
    }
    this.#slots?.delete(this.#fields[slot])
    this.#slots?.set(lastField, slot)
    this.#fields[slot] = lastField
    this.#values[slot] = lastValue
  }
}
