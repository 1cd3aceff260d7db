import type { Database } from '../data/database.ts'
import type { Entry } from '../data/entry.ts'
import type { Engine } from './engine.ts'

/** A key that may go. */
interface Candidate {
  readonly db: Database
  readonly entry: Entry
}

/** Candidates that were not chosen and are looked at again. */
const POOL = 16

/**
 * `maxmemory`: before a command runs, keys go until what is in use fits, by the policy. As with the
 * servers the least recently or least frequently used is the one of some that are drawn.
 */
export class Eviction {
  readonly #engine: Engine
  #pool: Candidate[] = []
  #isDue = false
  #nextDb = 0
  #lacksRoom = false

  constructor(engine: Engine) {
    this.#engine = engine
    engine.config.watchers.add((directive) => {
      if (directive.startsWith('maxmemory')) this.#isDue = true
    })
  }

  /** There was not enough room when the command that runs began. */
  get isOutOfMemory(): boolean {
    return this.#lacksRoom && this.#engine.config.maxmemory > 0
  }

  /** The limit or the policy changed: keys go at the end of the turn, if need be. */
  get isDue(): boolean {
    return this.#isDue
  }

  runDue(): void {
    this.#isDue = false
    const { config, memory } = this.#engine
    memory.keep(config.maxmemory > 0)
    if (config.maxmemory > 0) this.makeRoom()
  }

  /** Evicts what has to go. False when what is in use does not fit all the same. */
  makeRoom(): boolean {
    const { config, memory } = this.#engine
    memory.keep(true)
    this.#lacksRoom = false
    while (memory.used > config.maxmemory) {
      const victim = this.#choose(config.maxmemoryPolicy)
      if (victim === undefined) {
        this.#lacksRoom = true
        return false
      }
      this.#evict(victim)
    }
    return true
  }

  #evict({ db, entry }: Candidate): void {
    const engine = this.#engine
    if (!db.remove(entry.key)) return
    engine.stats.evictedKeys++
    engine.modified(db, entry.key, true)
    engine.notify(db, 'e', 'evicted', entry.key)
  }

  #choose(policy: string): Candidate | undefined {
    if (policy === 'noeviction') return undefined
    const isVolatile = policy.startsWith('volatile-')
    if (policy === 'volatile-ttl') return this.#soonest()
    if (policy.endsWith('-random')) return this.#any(isVolatile)
    return this.#stalest(isVolatile, policy.endsWith('-lfu'))
  }

  #soonest(): Candidate | undefined {
    let best: Candidate | undefined
    for (const db of this.#engine.databases) {
      const entry = db.contents.deadlines.all[0]?.item
      if (entry === undefined) continue
      if (best === undefined || entry.expireAt < best.entry.expireAt) best = { db, entry }
    }
    return best
  }

  /** One of the next database that has any. */
  #any(isVolatile: boolean): Candidate | undefined {
    const { databases, random } = this.#engine
    for (let i = 0; i < databases.length; i++) {
      this.#nextDb = (this.#nextDb + 1) % databases.length
      const db = databases[this.#nextDb]
      const size = isVolatile ? db.contents.deadlines.all.length : db.size
      if (size > 0) return { db, entry: entryAt(db, random.below(size), isVolatile) }
    }
    return undefined
  }

  #stalest(isVolatile: boolean, byFrequency: boolean): Candidate | undefined {
    const { now } = this.#engine
    const age = ({ db, entry }: Candidate): number =>
      byFrequency ? -db.frequencyOf(entry) : now - entry.accessedAt
    const pool = this.#pool.filter(({ db, entry }) => isEvictable(db, entry, isVolatile))
    const known = new Set(pool.map(({ entry }) => entry))
    for (const one of this.#drawn(isVolatile)) if (!known.has(one.entry)) pool.push(one)
    pool.sort((a, b) => age(b) - age(a))
    const best = pool.shift()
    this.#pool = pool.slice(0, POOL)
    return best
  }

  /** As many of each database as `maxmemory-samples` says, or all if there are no more. */
  #drawn(isVolatile: boolean): Candidate[] {
    const { databases, random, config } = this.#engine
    const drawn = new Map<Entry, Database>()
    for (const db of databases) {
      const size = isVolatile ? db.contents.deadlines.all.length : db.size
      const isWhole = size <= config.maxmemorySamples
      for (let i = 0; i < Math.min(size, config.maxmemorySamples); i++) {
        drawn.set(entryAt(db, isWhole ? i : random.below(size), isVolatile), db)
      }
    }
    return [...drawn].map(([entry, db]) => ({ db, entry }))
  }
}

function entryAt(db: Database, index: number, isVolatile: boolean): Entry {
  return isVolatile ? db.contents.deadlines.all[index].item : db.stored[index]
}

function isEvictable(db: Database, entry: Entry, isVolatile: boolean): boolean {
  return db.peek(entry.key) === entry && (!isVolatile || entry.deadline !== null)
}
