import { Contents } from './contents.ts'
import type { HashValue } from './hash-value.ts'
import type { Int64 } from '../kernel/numbers.ts'
import { Entry, NO_EXPIRY, type TypeName, type Value, type ValueTypes } from './entry.ts'
import type { EventClass, KeyspaceHost } from './keyspace-host.ts'
import { PLAIN, settleEmbedding, type StorageQuirks } from './storage-quirks.ts'

/**
 * One numbered database. Reads and writes come through `read` and `write`, which expire lazily;
 * every change of a stored value starts at `write`, `put` or `remove`, so that snapshots can copy
 * what is about to change and nothing else.
 */
export class Database {
  index: number
  readonly #host: KeyspaceHost
  readonly #quirks: StorageQuirks
  #contents = new Contents()
  /** Keys that clients block on; kept by the engine's blocking queue. */
  readonly blockedKeys: Set<string> = new Set()
  /** Keys whose waiting clients want to hear when they go, and how many of these there are. */
  readonly guardedKeys: Map<string, number> = new Map()

  constructor(index: number, host: KeyspaceHost, quirks: StorageQuirks = PLAIN) {
    this.index = index
    this.#host = host
    this.#quirks = quirks
  }

  get size(): number {
    return this.#contents.dense.length
  }

  /** Milliseconds; what has a deadline up to here has run out. */
  get now(): number {
    return this.#host.now
  }

  /** Keys with an expiry, for INFO keyspace. */
  get volatileCount(): number {
    return this.#contents.deadlines.size
  }

  /** What is stored, for looking at only. */
  get contents(): Contents {
    return this.#contents
  }

  /** The entries that are stored, run out or not, in no order; for looking at only. */
  get stored(): readonly Entry[] {
    return this.#contents.dense
  }

  /** The entry without expiring it or counting the access: for DEBUG and internals. */
  peek(key: string): Entry | undefined {
    return this.#contents.entries.get(key)
  }

  /** The live entry of a key for reading; counts a hit or a miss and touches the access time. */
  read(key: string): Entry | undefined {
    const host = this.#host
    if (host.footprintGuard !== null) host.footprintGuard(key)
    const entry = this.#contents.entries.get(key)
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
    if (entry !== undefined) this.#host.keyspaceStats.hits++
    else {
      this.#host.keyspaceStats.misses++
      if (!isQuiet) this.notify('m', 'keymiss', key)
    }
    return entry
  }

  /** The live entry of a key, neither counted nor touched. */
  find(key: string): Entry | undefined {
    if (this.#host.footprintGuard !== null) this.#host.footprintGuard(key)
    const entry = this.#contents.entries.get(key)
    return entry === undefined || this.#expireIfDue(entry) ? undefined : entry
  }

  /** The live entry of a key that is about to be changed. */
  write(key: string): Entry | undefined {
    if (this.#host.footprintGuard !== null) this.#host.footprintGuard(key)
    const entry = this.#contents.entries.get(key)
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
    host.footprintGuard?.(key)
    const existing = this.#contents.entries.get(key)
    if (existing !== undefined && !this.#expireIfDue(existing)) {
      const isOtherType = existing.type !== type
      if (existing.type === 'hash') this.#contents.fieldExpiry.forget(existing)
      existing.type = type
      existing.value = value
      if (type === 'hash') this.#followFields(existing)
      if (this.#quirks.overwriteCountsOldExpiry) this.settleEncoding(existing)
      this.#touch(existing)
      if (!keepExpiry && existing.expireAt !== NO_EXPIRY) this.#contents.dropExpiry(existing)
      host.notify(this, 'o', 'overwritten', key)
      if (isOtherType) host.notify(this, 'c', 'type_changed', key)
      // The servers wake no client for a key that was there, even if it was of another type; but
      // those who read it as a group's consumers learn that it is not what it was.
      this.signalGone(key)
      return existing
    }
    const entry = new Entry(key, type, value, host.now)
    this.#contents.insert(entry)
    if (type === 'hash') this.#followFields(entry)
    host.frequencies?.begin(entry, host.now)
    host.notify(this, 'n', 'new', key)
    if (this.blockedKeys.size > 0 && this.blockedKeys.has(key)) host.ready(this, key)
    return entry
  }

  /** Stores a value that a file brings, instead of what there was: nobody is told. */
  load<T extends TypeName>(key: string, type: T, value: ValueTypes[T]): Entry {
    const existing = this.#contents.entries.get(key)
    if (existing !== undefined) this.#delete(existing)
    const entry = new Entry(key, type, value, this.#host.now)
    this.#contents.insert(entry)
    if (type === 'hash') this.#followFields(entry)
    return entry
  }

  /** Replaces the value of a live entry in place, keeping its type and expiry. */
  replace<T extends TypeName>(entry: Entry, value: ValueTypes[T]): void {
    entry.value = value as Value
  }

  /** Removes a key. True when it was there and alive. Signals nothing. */
  remove(key: string): boolean {
    if (this.#host.footprintGuard !== null) this.#host.footprintGuard(key)
    const entry = this.#contents.entries.get(key)
    if (entry === undefined || this.#expireIfDue(entry)) return false
    this.#delete(entry)
    return true
  }

  /** Removes a key whether or not it has run out. True when it was stored. Signals nothing. */
  discard(key: string): boolean {
    if (this.#host.footprintGuard !== null) this.#host.footprintGuard(key)
    const entry = this.#contents.entries.get(key)
    if (entry !== undefined) this.#delete(entry)
    return entry !== undefined
  }

  /** Sets or clears (NO_EXPIRY) when a live entry expires. Signals nothing. */
  setExpiry(entry: Entry, at: Int64): void {
    if (entry.expireAt !== NO_EXPIRY) {
      this.settleEncoding(entry)
      this.#contents.dropExpiry(entry)
    }
    if (at === NO_EXPIRY) return
    this.#contents.setExpiry(entry, at)
    this.#host.expiryMoved(entry.expireAt)
  }

  /** When an entry expires, exactly, or NO_EXPIRY. */
  expiryOf(entry: Entry): Int64 {
    return this.#contents.expiryOf(entry)
  }

  /** The value of a field, unless it has run out. */
  fieldOf(hash: HashValue, field: string): string | undefined {
    if (hash.hasDeadlines && hash.isDue(field, this.#host.now)) return undefined
    return hash.get(field)
  }

  /**
   * Deadlines of a hash's fields were set or taken away. A hash that has none left is forgotten at
   * once if `isPrompt`, else when its former time comes.
   */
  fieldDeadlinesChanged(key: string, isPrompt: boolean): void {
    const entry = this.#contents.entries.get(key)
    if (entry === undefined || entry.type !== 'hash') return
    if (isPrompt && !(entry.value as HashValue).hasDeadlines)
      this.#contents.fieldExpiry.forget(entry)
    else this.#followFields(entry)
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
    this.modified(key)
    this.notify(event, name, key)
  }

  /** Tells blocked clients that a key has something for them although it existed before. */
  signalReady(key: string): void {
    if (this.blockedKeys.size > 0 && this.blockedKeys.has(key)) this.#host.ready(this, key)
  }

  /** Tells the clients that want to hear of it that a key, or a group of it, is gone. */
  signalGone(key: string): void {
    if (this.guardedKeys.size > 0 && this.guardedKeys.has(key)) this.#host.ready(this, key)
  }

  /** Removes a collection that a command has emptied and says so with `del`. */
  removeIfEmpty(key: string, size: number): boolean {
    if (size > 0) return false
    this.remove(key)
    this.notify('g', 'del', key)
    return true
  }

  /** Expires keys and fields that are due, by their deadlines; at most `limit` keys and hashes. */
  expireDue(limit: number): number {
    let count = 0
    while (count < limit) {
      const next = this.#contents.deadlines.earliest()
      const fields = this.#contents.fieldExpiry.earliest()
      const isKey = next !== undefined && !(fields !== undefined && fields.at < next.at)
      const due = isKey ? next : fields
      if (due === undefined || due.at > this.#host.now) break
      if (isKey) this.#expire(due.item)
      else this.#expireFields(due.item)
      count++
    }
    return count
  }

  /** The earliest deadline of a key or a field, or undefined when nothing expires. */
  nextExpiry(): number | undefined {
    return this.#contents.nextExpiry()
  }

  /** A live key chosen by chance, as RANDOMKEY wants it; expired ones on the way are removed. */
  randomKey(below: (bound: number) => number): string | undefined {
    while (this.#contents.dense.length > 0) {
      const entry = this.#contents.dense[below(this.#contents.dense.length)]
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
    return this.#contents.scan(cursor, count, visit)
  }

  /**
   * All live entries in insertion order; expired ones are passed over and stay stored, as for KEYS.
   * Do not change the database while iterating.
   */
  *entries(): IterableIterator<Entry> {
    for (const entry of this.#contents.entries.values()) if (!this.isExpired(entry)) yield entry
  }

  /** Has run out, though it may still be stored. */
  isExpired(entry: Entry): boolean {
    return entry.expireAt !== NO_EXPIRY && entry.expireAt <= this.#host.now
  }

  /** Empties the database without a word. Returns how many keys there were. */
  clear(): number {
    const count = this.size
    if (count === 0 && this.#quirks.emptyTablesStay) return 0
    const { entries } = this.#contents
    for (const key of this.guardedKeys.keys()) if (entries.has(key)) this.signalGone(key)
    this.#contents = new Contents()
    return count
  }

  /**
   * Exchanges the contents of two databases (SWAPDB). Clients stay with their index; the blocked
   * ones learn of the keys that they wait for and now find.
   */
  swapContents(other: Database): void {
    ;[this.#contents, other.#contents] = [other.#contents, this.#contents]
    this.#signalSwapped()
    other.#signalSwapped()
  }

  #signalSwapped(): void {
    const { entries } = this.#contents
    for (const key of this.blockedKeys) if (entries.has(key)) this.#host.ready(this, key)
    for (const key of this.guardedKeys.keys()) this.signalGone(key)
  }

  /** To be called before a string moves to another key or its expiry changes. */
  settleEncoding(entry: Entry): void {
    settleEmbedding(entry, this.#quirks.embeddedStringBytes)
  }

  /** How often an entry is accessed, on the LFU scale. */
  frequencyOf(entry: Entry): number {
    return this.#host.frequencies?.of(entry, this.#host.now) ?? 0
  }

  /**
   * How long ago, or under an LFU policy how often, an entry was accessed elsewhere: a dump tells
   * the one or the other, and only what the policy asks for counts.
   */
  setAccess(entry: Entry, idleMs: number | undefined, frequency: number | undefined): void {
    const { frequencies, now } = this.#host
    if (frequencies === null) {
      if (idleMs !== undefined) entry.accessedAt = now - idleMs
    } else if (frequency !== undefined) frequencies.set(entry, frequency, now)
  }

  #touch(entry: Entry): void {
    if (!this.#host.leavesUntouched) this.access(entry)
  }

  /** An entry is accessed now, whatever the client asked for. */
  access(entry: Entry): void {
    const { frequencies, now } = this.#host
    entry.accessedAt = now
    frequencies?.count(entry, now)
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
    this.#host.modified(this, entry.key, true)
    this.#host.notify(this, 'x', 'expired', entry.key)
  }

  /** Removes the fields of a hash that are due, and the hash with its last field. */
  #expireFields(entry: Entry): void {
    const count = this.#contents.fieldExpiry.expire(entry, this.now)
    if (count === 0) return
    const isEmpty = (entry.value as HashValue).size === 0
    if (isEmpty) this.#delete(entry)
    this.#host.keyspaceStats.expiredFields += count
    this.changed(entry.key, 'h', 'hexpired')
    if (isEmpty) this.notify('g', 'del', entry.key)
  }

  #followFields(entry: Entry): void {
    const at = this.#contents.fieldExpiry.follow(entry)
    if (at !== undefined) this.#host.expiryMoved(at)
  }

  #delete(entry: Entry): void {
    this.signalGone(entry.key)
    this.#contents.delete(entry)
    this.#host.gone(this, entry.key)
  }
}
