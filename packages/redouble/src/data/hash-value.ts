import type { Int64 } from '../kernel/numbers.ts'
import { ChurnMap } from './churn-map.ts'
import { HashDeadlines } from './hash-deadlines.ts'

export type HashEncoding = 'listpack' | 'listpackex' | 'hashtable'

/** Up to this many fields a search through the array beats a map, and costs no memory. */
const SEARCHED_MAX = 8

/**
 * A hash: fields and values in two dense arrays, found through a map from field to slot once there
 * are more than a few. A listpack keeps insertion order, as Redis does; in a hash table a removal
 * moves the last field into the gap, so that `scan` never misses a field that stays.
 *
 * Fields may have deadlines. What has run out stays until somebody removes it; who reads decides
 * what to make of it.
 */
export class HashValue {
  #fields: string[] = []
  #values: string[] = []
  #slots: ChurnMap<number> | null = null
  /** The encoding, or the deadlines that know it. */
  #layout: 'listpack' | 'hashtable' | HashDeadlines = 'listpack'

  /** A hash as a snapshot has it: its fields in that order, with their deadlines. */
  static from(
    entries: Iterable<readonly [field: string, value: string, deadline?: Int64]>,
    encoding: HashEncoding,
  ): HashValue {
    const hash = new HashValue()
    if (encoding !== 'listpack') {
      hash.#layout = encoding === 'listpackex' ? new HashDeadlines(encoding) : encoding
    }
    for (const [field, value, at] of entries) {
      hash.set(field, value, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
      if (at === undefined) continue
      if (typeof hash.#layout === 'string') hash.#layout = new HashDeadlines('hashtable')
      hash.#layout.set(field, at)
    }
    if (typeof hash.#layout !== 'string') hash.#layout.settle()
    return hash
  }

  get size(): number {
    return this.#fields.length
  }

  get encoding(): HashEncoding {
    return typeof this.#layout === 'string' ? this.#layout : this.#layout.encoding
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
   * `maxEntries` fields, turn a listpack into a hash table for good. The field's deadline is dropped
   * unless `keepsDeadline`.
   */
  set(
    field: string,
    value: string,
    maxEntries: number,
    maxBytes: number,
    keepsDeadline = false,
  ): boolean {
    if (field.length > maxBytes || value.length > maxBytes) this.convert()
    const slot = this.#slot(field)
    if (slot >= 0) {
      this.#values[slot] = value
      if (typeof this.#layout !== 'string' && !keepsDeadline) this.persist(field)
      return false
    }
    const size = this.#fields.push(field)
    this.#values.push(value)
    if (this.#slots !== null) this.#slots.set(field, size - 1)
    else if (size > SEARCHED_MAX) this.#buildSlots()
    if (size > maxEntries) this.convert()
    return true
  }

  /** Makes it a hash table, whatever it holds. */
  convert(): void {
    if (typeof this.#layout === 'string') this.#layout = 'hashtable'
    else this.#layout.encoding = 'hashtable'
  }

  /** Whether any field has a deadline. */
  get hasDeadlines(): boolean {
    return typeof this.#layout !== 'string' && this.#layout.size > 0
  }

  /** How many fields have a deadline. */
  get deadlineCount(): number {
    return typeof this.#layout === 'string' ? 0 : this.#layout.size
  }

  /** When a field runs out, in Unix milliseconds; undefined when never. */
  deadlineOf(field: string): Int64 | undefined {
    return typeof this.#layout === 'string' ? undefined : this.#layout.of(field)
  }

  /** The earliest deadline as a DUMP shows it, which need not be exact. */
  get announcedDeadline(): Int64 | undefined {
    return typeof this.#layout === 'string' ? undefined : this.#layout.announced
  }

  /** The earliest deadline of all fields. */
  earliestDeadline(): Int64 | undefined {
    return typeof this.#layout === 'string' ? undefined : this.#layout.earliest()?.at
  }

  /** A field has run out, though it is still stored. */
  isDue(field: string, now: number): boolean {
    const at = this.deadlineOf(field)
    return at !== undefined && at <= now
  }

  /**
   * Gets ready for deadlines: a listpack keeps its fields in their order from now on (Redis). Without
   * this the first deadline makes it a hash table (Valkey).
   */
  orderByDeadline(): void {
    if (this.#layout === 'listpack') this.#layout = new HashDeadlines('listpackex')
  }

  /** Lets a field that is there run out at a time, in place of what it had. */
  setDeadline(field: string, at: Int64): void {
    if (typeof this.#layout === 'string') this.#layout = new HashDeadlines('hashtable')
    const deadlines = this.#layout
    deadlines.set(field, at)
    if (deadlines.encoding === 'listpackex') this.#moveBefore(at, field, deadlines)
  }

  /** Takes the deadline of a field away; true when it had one. */
  persist(field: string): boolean {
    const deadlines = this.#layout
    if (typeof deadlines === 'string' || !deadlines.clear(field)) return false
    if (deadlines.encoding === 'listpackex') this.#move(this.#slot(field), this.size - 1)
    return true
  }

  /** Removes all fields that have run out. Returns how many there were. */
  removeDue(now: number): number {
    if (typeof this.#layout === 'string') return 0
    let removed = 0
    for (;;) {
      const next = this.#layout.earliest()
      if (next === undefined || next.at > now) {
        if (removed > 0) this.#layout.settle()
        return removed
      }
      this.delete(next.field)
      removed++
    }
  }

  /** True when the field was there. */
  delete(field: string): boolean {
    const slot = this.#slot(field)
    if (slot < 0) return false
    const layout = this.#layout
    if (typeof layout !== 'string') layout.drop(field)
    if (this.encoding === 'hashtable') this.#removeBySwap(slot)
    else this.#removeInOrder(slot)
    return true
  }

  /**
   * One step of HSCAN. A listpack comes whole, whatever the cursor. In a hash table the cursor
   * counts down. Returns the next cursor, 0 at the end.
   */
  scan(cursor: number, count: number, visit: (field: string, value: string) => void): number {
    const size = this.#fields.length
    const isWhole = this.encoding !== 'hashtable'
    const to = isWhole || cursor === 0 ? size : Math.min(cursor, size)
    const from = isWhole ? 0 : Math.max(0, to - count)
    for (let i = from; i < to; i++) visit(this.#fields[i], this.#values[i])
    return from
  }

  clone(): HashValue {
    const copy = new HashValue()
    copy.#fields = this.#fields.slice()
    copy.#values = this.#values.slice()
    copy.#layout = typeof this.#layout === 'string' ? this.#layout : this.#layout.clone()
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

  /** Before the first of the other fields that runs out at that time, later, or never. */
  #moveBefore(at: Int64, field: string, deadlines: HashDeadlines): void {
    const from = this.#slot(field)
    let to = 0
    for (let i = 0; i < this.size; i++) {
      if (i === from) continue
      const other = deadlines.of(this.#fields[i])
      if (other === undefined || other >= at) break
      to++
    }
    this.#move(from, to)
  }

  /** Moves a field to another place; those between them move up. */
  #move(from: number, to: number): void {
    if (from === to) return
    const fields = this.#fields
    const [field] = fields.splice(from, 1)
    const [value] = this.#values.splice(from, 1)
    fields.splice(to, 0, field)
    this.#values.splice(to, 0, value)
    const slots = this.#slots
    if (slots === null) return
    for (let i = Math.min(from, to); i <= Math.max(from, to); i++) slots.set(fields[i], i)
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
