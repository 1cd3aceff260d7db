import { clientMemory } from '../command/client-memory.ts'
import { keyExtraBytes, memoryUsage } from '../command/memory/memory-usage.ts'
import { keyTableBytes } from '../command/memory/tables.ts'
import type { MemoryState } from '../command/server-state.ts'
import type { Database } from '../data/database.ts'
import type { Entry } from '../data/entry.ts'
import type { Engine } from './engine.ts'

/** So many keys of a database are measured; more are taken to be like those. */
const MEASURED_KEYS = 2048
/** And of each value so many entries. */
const SAMPLES = { ofTable: 5, ofListpack: 16 }
/** Clients come and go slowly against commands: they are added up again after so long. */
const CLIENTS_STAY_MS = 100

/**
 * What a server would have in use: what it starts with, its clients, and its keys as MEMORY USAGE
 * measures them. Without `maxmemory` nothing is kept and whoever asks has some of the keys measured;
 * with it every key's size is kept and follows each change.
 */
export class Memory implements MemoryState {
  readonly #engine: Engine
  /** Sizes by key, while they are kept. */
  #kept: Map<Database, Map<string, number>> | null = null
  /** The sum of those. */
  #keptBytes = 0
  #clientBytes = 0
  #clientCount = 0
  #clientsCountedAt = Number.NEGATIVE_INFINITY
  #peak = 0
  #peakAtMs = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  get isKept(): boolean {
    return this.#kept !== null
  }

  get used(): number {
    const { quirks } = this.#engine.profile
    const used = quirks.startupBytes + quirks.idleBytes + this.clients + this.#keyBytes()
    if (used > this.#peak) {
      this.#peak = used
      this.#peakAtMs = this.#engine.now
    }
    return used
  }

  get peak(): number {
    return Math.max(this.#peak, this.used)
  }

  get peakAtMs(): number {
    return this.#peakAtMs
  }

  get clients(): number {
    const { clients, now, profile } = this.#engine
    const isFresh = Math.abs(now - this.#clientsCountedAt) < CLIENTS_STAY_MS
    if (isFresh && clients.size === this.#clientCount) return this.#clientBytes
    this.#clientsCountedAt = now
    this.#clientCount = clients.size
    this.#clientBytes = 0
    for (const client of clients.values()) {
      this.#clientBytes += clientMemory(client, now, profile).total
    }
    return this.#clientBytes
  }

  /** From now on every key's size is kept, or none's. */
  keep(isKept: boolean): void {
    if (isKept === this.isKept) return
    this.#kept = isKept ? new Map() : null
    this.#keptBytes = 0
    if (!isKept) return
    for (const db of this.#engine.databases) {
      for (const entry of db.stored) this.#set(db, entry.key, this.#measure(entry))
    }
  }

  /** Keys came that nobody spoke of: a dump was loaded. */
  measureAgain(): void {
    if (!this.isKept) return
    this.keep(false)
    this.keep(true)
  }

  /** A key's value or expiry changed, or the key came or went. */
  touch(db: Database, key: string): void {
    const entry = db.peek(key)
    this.#set(db, key, entry === undefined ? 0 : this.#measure(entry))
  }

  /** All keys of a database are about to go. */
  forget(db: Database): void {
    for (const bytes of this.#kept?.get(db)?.values() ?? []) this.#keptBytes -= bytes
    this.#kept?.delete(db)
  }

  /** Two databases exchange their contents. */
  swap(first: Database, second: Database): void {
    if (this.#kept === null) return
    const [one, other] = [this.#sizesOf(first), this.#sizesOf(second)]
    this.#kept.set(first, other)
    this.#kept.set(second, one)
  }

  #keyBytes(): number {
    const { databases, profile } = this.#engine
    let bytes = this.#keptBytes
    for (const db of databases) {
      if (db.size === 0) continue
      if (!this.isKept) bytes += this.#estimate(db.stored)
      bytes += keyTableBytes(db.size, profile) + keyTableBytes(db.volatileCount, profile)
    }
    return bytes
  }

  #estimate(entries: readonly Entry[]): number {
    const step = Math.max(1, Math.floor(entries.length / MEASURED_KEYS))
    let bytes = 0
    let count = 0
    for (let i = 0; i < entries.length; i += step) {
      bytes += this.#measure(entries[i])
      count++
    }
    return Math.round((bytes / count) * entries.length)
  }

  #measure(entry: Entry): number {
    const { profile } = this.#engine
    return memoryUsage(entry, profile, SAMPLES) + keyExtraBytes(entry, profile)
  }

  #set(db: Database, key: string, bytes: number): void {
    const sizes = this.#sizesOf(db)
    this.#keptBytes += bytes - (sizes.get(key) ?? 0)
    if (bytes === 0) sizes.delete(key)
    else sizes.set(key, bytes)
  }

  #sizesOf(db: Database): Map<string, number> {
    let sizes = this.#kept?.get(db)
    if (sizes === undefined) {
      sizes = new Map()
      this.#kept?.set(db, sizes)
    }
    return sizes
  }
}
