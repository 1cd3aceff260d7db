import { ChurnMap } from './churn-map.ts'
import { Agenda } from '../kernel/agenda.ts'
import type { Int64 } from '../kernel/numbers.ts'
import { embstrMax, RawString, stringEncoding } from './string-value.ts'
import {
  cloneValue,
  Entry,
  NO_EXPIRY,
  type TypeName,
  type Value,
  type ValueTypes,
} from './entry.ts'
import type { EventClass, KeyspaceHost } from './keyspace-host.ts'

/** Whether a short string shares its room with its key and expiry; a part of the quirks. */
export interface StringEmbedding {
  readonly embeddedStringBytes: 0 | 64 | 128
  readonly overwriteCountsOldExpiry: boolean
}

const ALONE: StringEmbedding = { embeddedStringBytes: 0, overwriteCountsOldExpiry: false }

/** Deadlines past 2^53, which a JS number cannot hold exactly. */
const exactDeadlines = new WeakMap<Entry, bigint>()

/**
 * One numbered database. Reads and writes come through `read` and `write`, which expire lazily;
 * every change of a stored value starts at `write`, `put` or `remove`, so that snapshots can copy
 * what is about to change and nothing else.
 */
export class Database {
  index: number
  readonly #host: KeyspaceHost
  readonly #embedding: StringEmbedding
  #entries = new ChurnMap<Entry>()
  #dense: Entry[] = []
  /** Entries by the time at which they expire. */
  #deadlines = new Agenda<Entry>()
  /** Keys that clients block on; kept by the engine's blocking queue. */
  readonly blockedKeys: Set<string> = new Set()

  constructor(index: number, host: KeyspaceHost, embedding: StringEmbedding = ALONE) {
    this.index = index
    this.#host = host
    this.#embedding = embedding
  }

  get size(): number {
    return this.#dense.length
  }

  /** Keys with an expiry, for INFO keyspace. */
  get volatileCount(): number {
    return this.#deadlines.size
  }

  /** The entry without expiring it or counting the access: for DEBUG and internals. */
  peek(key: string): Entry | undefined {
    return this.#entries.get(key)
  }

  /** The live entry of a key for reading; counts a hit or a miss and touches the access time. */
  read(key: string): Entry | undefined {
    const host = this.#host
    if (host.footprintGuard !== null) host.footprintGuard(key)
    const entry = this.#entries.get(key)
    if (entry === undefined || this.#expireIfDue(entry)) {
      host.keyspaceStats.misses++
      host.notify(this, 'm', 'keymiss', key)
      return undefined
    }
    host.keyspaceStats.hits++
    this.#touch(entry)
    return entry
  }

  /**
   * The live entry of a key for looking at it from outside: counts a hit or a miss but is no access
   * (EXISTS, TYPE, TTL). A miss is announced unless `isQuiet` (OBJECT).
   */
  probe(key: string, isQuiet = false): Entry | undefined {
    const entry = this.find(key)
    const host = this.#host
    if (entry !== undefined) {
      host.keyspaceStats.hits++
      return entry
    }
    host.keyspaceStats.misses++
    if (!isQuiet) host.notify(this, 'm', 'keymiss', key)
    return undefined
  }

  /** The live entry of a key, neither counted nor touched. */
  find(key: string): Entry | undefined {
    if (this.#host.footprintGuard !== null) this.#host.footprintGuard(key)
    const entry = this.#entries.get(key)
    return entry === undefined || this.#expireIfDue(entry) ? undefined : entry
  }

  /** The live entry of a key that is about to be changed. */
  write(key: string): Entry | undefined {
    const host = this.#host
    if (host.footprintGuard !== null) host.footprintGuard(key)
    const entry = this.#entries.get(key)
    if (entry === undefined || this.#expireIfDue(entry)) return undefined
    this.#touch(entry)
    return entry
  }

  /** `read` for one type: undefined when absent; throws WRONGTYPE. */
  readValue<T extends TypeName>(key: string, type: T): ValueTypes[T] | undefined {
    const entry = this.read(key)
    if (entry === undefined) return undefined
    if (entry.type !== type) throw this.#host.wrongType()
    return entry.value as ValueTypes[T]
  }

  /** `write` for one type: undefined when absent; throws WRONGTYPE. */
  writeValue<T extends TypeName>(key: string, type: T): ValueTypes[T] | undefined {
    const entry = this.write(key)
    if (entry === undefined) return undefined
    if (entry.type !== type) throw this.#host.wrongType()
    return entry.value as ValueTypes[T]
  }

  /**
   * Stores a value, replacing what was there. The expiry is dropped unless `keepExpiry`. Fires
   * `new` for a key that was absent, and `overwritten` and `type_changed` (Redis 8.2) for one that
   * was not; signals nothing else: the command says what happened.
   */
  put<T extends TypeName>(key: string, type: T, value: ValueTypes[T], keepExpiry = false): Entry {
    const host = this.#host
    if (host.footprintGuard !== null) host.footprintGuard(key)
    const existing = this.#entries.get(key)
    if (existing !== undefined && !this.#expireIfDue(existing)) {
      const isOtherType = existing.type !== type
      existing.type = type
      existing.value = value
      if (this.#embedding.overwriteCountsOldExpiry) this.settleEncoding(existing)
      this.#touch(existing)
      if (!keepExpiry && existing.expireAt !== NO_EXPIRY) this.#dropExpiry(existing)
      host.notify(this, 'o', 'overwritten', key)
      if (isOtherType) host.notify(this, 'c', 'type_changed', key)
      // The servers wake no client for a key that was there, even if it was of another type.
      return existing
    }
    const entry = new Entry(key, type, value, host.now)
    this.#insert(entry)
    host.frequencies?.begin(entry, host.now)
    host.notify(this, 'n', 'new', key)
    if (this.blockedKeys.size > 0 && this.blockedKeys.has(key)) host.ready(this, key)
    return entry
  }

  /** Replaces the value of a live entry in place, keeping its type and expiry. */
  replace<T extends TypeName>(entry: Entry, value: ValueTypes[T]): void {
    entry.value = value as Value
  }

  /** Removes a key. True when it was there and alive. Signals nothing. */
  remove(key: string): boolean {
    if (this.#host.footprintGuard !== null) this.#host.footprintGuard(key)
    const entry = this.#entries.get(key)
    if (entry === undefined || this.#expireIfDue(entry)) return false
    this.#delete(entry)
    return true
  }

  /** Sets or clears (NO_EXPIRY) when a live entry expires. Signals nothing. */
  setExpiry(entry: Entry, at: Int64): void {
    if (entry.expireAt !== NO_EXPIRY) {
      this.settleEncoding(entry)
      this.#dropExpiry(entry)
    }
    if (at === NO_EXPIRY) return
    if (typeof at === 'bigint') exactDeadlines.set(entry, at)
    entry.expireAt = Number(at)
    entry.deadline = this.#deadlines.add(entry.expireAt, entry)
    this.#host.expiryMoved(entry.expireAt)
  }

  /** When an entry expires, exactly, or NO_EXPIRY. */
  expiryOf(entry: Entry): Int64 {
    const at = entry.expireAt
    return at <= Number.MAX_SAFE_INTEGER ? at : (exactDeadlines.get(entry) ?? at)
  }

  /** The value of a key changed: WATCH, tracking and the dirty counter learn of it. */
  modified(key: string): void {
    this.#host.modified(this, key)
  }

  /** Publishes a keyspace notification. */
  notify(event: EventClass, name: string, key: string): void {
    this.#host.notify(this, event, name, key)
  }

  /** `modified` and `notify` in the order in which Redis does them. */
  changed(key: string, event: EventClass, name: string): void {
    this.#host.modified(this, key)
    this.#host.notify(this, event, name, key)
  }

  /** Tells blocked clients that a key has something for them although it existed before. */
  signalReady(key: string): void {
    if (this.blockedKeys.size > 0 && this.blockedKeys.has(key)) this.#host.ready(this, key)
  }

  /** Removes a collection that a command has emptied and says so with `del`. */
  removeIfEmpty(key: string, size: number): boolean {
    if (size > 0) return false
    this.remove(key)
    this.notify('g', 'del', key)
    return true
  }

  /** Expires every key that is due, in the order of the deadlines, at most `limit` of them. */
  expireDue(limit: number): number {
    let count = 0
    while (count < limit) {
      const next = this.#deadlines.earliest()
      if (next === undefined || next.at > this.#host.now) break
      this.#expire(next.item)
      count++
    }
    return count
  }

  /** The earliest deadline, or undefined when no key expires. */
  nextExpiry(): number | undefined {
    return this.#deadlines.earliest()?.at
  }

  /** A live key chosen by chance, as RANDOMKEY wants it; expired ones on the way are removed. */
  randomKey(below: (bound: number) => number): string | undefined {
    while (this.#dense.length > 0) {
      const entry = this.#dense[below(this.#dense.length)]
      if (!this.#expireIfDue(entry)) return entry.key
    }
    return undefined
  }

  /**
   * One step of SCAN. The cursor counts down through a dense array in which a removal moves the
   * last entry into the gap, so an entry that is there from the first step to the last is always
   * visited. `visit` may remove entries, and sees expired ones that are still stored. Returns the
   * next cursor, 0 at the end.
   */
  scan(cursor: number, count: number, visit: (entry: Entry) => void): number {
    const start = cursor === 0 ? this.#dense.length : Math.min(cursor, this.#dense.length)
    const end = Math.max(0, start - count)
    const batch = this.#dense.slice(end, start)
    for (let i = batch.length - 1; i >= 0; i--) if (batch[i].slot >= 0) visit(batch[i])
    return end
  }

  /**
   * All live entries in insertion order; expired ones are passed over and stay stored, as for KEYS.
   * Do not change the database while iterating.
   */
  *entries(): IterableIterator<Entry> {
    for (const entry of this.#entries.values()) if (!this.isExpired(entry)) yield entry
  }

  /** Has run out, though it may still be stored. */
  isExpired(entry: Entry): boolean {
    return entry.expireAt !== NO_EXPIRY && entry.expireAt <= this.#host.now
  }

  /** Empties the database without a word. Returns how many keys there were. */
  clear(): number {
    const count = this.#dense.length
    if (count === 0) return 0
    this.#entries = new ChurnMap()
    this.#dense = []
    this.#deadlines = new Agenda()
    return count
  }

  /**
   * Exchanges the contents of two databases (SWAPDB). Clients stay with their index; the blocked
   * ones learn of the keys that they wait for and now find.
   */
  swapContents(other: Database): void {
    const entries = this.#entries
    const dense = this.#dense
    const deadlines = this.#deadlines
    this.#entries = other.#entries
    this.#dense = other.#dense
    this.#deadlines = other.#deadlines
    other.#entries = entries
    other.#dense = dense
    other.#deadlines = deadlines
    this.#signalPresent()
    other.#signalPresent()
  }

  #signalPresent(): void {
    for (const key of this.blockedKeys) if (this.#entries.has(key)) this.#host.ready(this, key)
  }

  /**
   * Where a string shares its room with the key and the expiry, one that does not fit is raw, and
   * stays raw when it moves to a shorter key or loses the expiry.
   */
  settleEncoding(entry: Entry): void {
    const budget = this.#embedding.embeddedStringBytes
    if (budget === 0 || typeof entry.value !== 'string') return
    const hasExpiry = entry.expireAt !== NO_EXPIRY
    const longest = embstrMax(budget, entry.key.length, hasExpiry)
    if (stringEncoding(entry.value, longest) === 'raw') entry.value = new RawString(entry.value)
  }

  /** A copy of a live entry's value. */
  copyOf(entry: Entry): Value {
    return cloneValue(entry.value)
  }

  /** How often an entry is accessed, on the LFU scale. */
  frequencyOf(entry: Entry): number {
    return this.#host.frequencies?.of(entry, this.#host.now) ?? 0
  }

  #touch(entry: Entry): void {
    const host = this.#host
    if (host.leavesUntouched) return
    entry.accessedAt = host.now
    const { frequencies } = host
    if (frequencies !== null) frequencies.count(entry, host.now)
  }

  #expireIfDue(entry: Entry): boolean {
    if (!this.isExpired(entry)) return false
    this.#expire(entry)
    return true
  }

  /** Lazy expiry is a write of its own, with its own event. */
  #expire(entry: Entry): void {
    this.#delete(entry)
    this.#host.keyspaceStats.expired++
    this.#host.modified(this, entry.key)
    this.#host.notify(this, 'x', 'expired', entry.key)
  }

  #insert(entry: Entry): void {
    entry.slot = this.#dense.length
    this.#dense.push(entry)
    this.#entries.set(entry.key, entry)
  }

  #delete(entry: Entry): void {
    this.#entries.delete(entry.key)
    const last = this.#dense.pop() as Entry
    if (last !== entry) {
      this.#dense[entry.slot] = last
      last.slot = entry.slot
    }
    entry.slot = -1
    if (entry.expireAt !== NO_EXPIRY) this.#dropExpiry(entry)
  }

  #dropExpiry(entry: Entry): void {
    if (entry.expireAt > Number.MAX_SAFE_INTEGER) exactDeadlines.delete(entry)
    entry.expireAt = NO_EXPIRY
    if (entry.deadline !== null) this.#deadlines.cancel(entry.deadline)
    entry.deadline = null
  }
}
