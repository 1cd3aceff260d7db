import type { Database } from '../data/database.ts'
import type { Session } from './session.ts'

interface Watcher {
  readonly session: Session
  /**
   * The key had already expired, though it was still stored, when WATCH saw it: its removal is no
   * change for the client. False again once it is removed.
   */
  wasExpired: boolean
}

/** WATCH: which sessions want to know that a key was touched. */
export class WatchRegistry {
  readonly #byKey = new Map<Database, Map<string, Watcher[]>>()
  readonly #bySession = new Map<Session, [Database, string][]>()

  watch(session: Session, db: Database, key: string): void {
    let keys = this.#byKey.get(db)
    if (keys === undefined) {
      keys = new Map()
      this.#byKey.set(db, keys)
    }
    const watchers = keys.get(key) ?? []
    if (watchers.some((watcher) => watcher.session === session)) return
    watchers.push({ session, wasExpired: isStoredExpired(db, key) })
    keys.set(key, watchers)
    const own = this.#bySession.get(session)
    if (own === undefined) this.#bySession.set(session, [[db, key]])
    else own.push([db, key])
    session.watchedKeys.add(`${db.index}:${key}`)
  }

  /** A watched key that has run out since WATCH breaks the transaction although nobody touched it. */
  hasExpiredKey(session: Session): boolean {
    for (const [db, key] of this.#bySession.get(session) ?? []) {
      const watcher = this.#watchersOf(db, key)?.find((one) => one.session === session)
      if (watcher === undefined || watcher.wasExpired) continue
      if (isStoredExpired(db, key)) return true
    }
    return false
  }

  unwatch(session: Session): void {
    for (const [db, key] of this.#bySession.get(session) ?? []) {
      const keys = this.#byKey.get(db)
      const left = (keys?.get(key) ?? []).filter((watcher) => watcher.session !== session)
      if (left.length > 0) keys?.set(key, left)
      else keys?.delete(key)
    }
    this.#bySession.delete(session)
    session.watchedKeys.clear()
  }

  /** A key's value or TTL changed. */
  touch(db: Database, key: string): void {
    if (this.#bySession.size === 0) return
    const watchers = this.#watchersOf(db, key)
    if (watchers === undefined) return
    for (const watcher of watchers) {
      if (watcher.wasExpired && db.peek(key) === undefined) watcher.wasExpired = false
      else watcher.session.isWatchBroken = true
    }
  }

  /**
   * The whole database is about to be emptied (FLUSHDB) or to get the contents of another (SWAPDB):
   * every watched key that it has, or that `incoming` brings, counts as touched. What has expired
   * counts as absent on either side.
   */
  touchAll(db: Database, incoming?: Database): void {
    for (const [key, watchers] of this.#byKey.get(db) ?? []) {
      const isStored = db.peek(key) !== undefined
      const isBrought = incoming?.peek(key) !== undefined
      if (!isStored && !isBrought) continue
      const isBroughtExpired = incoming !== undefined && isStoredExpired(incoming, key)
      for (const watcher of watchers) {
        const isAbsentBefore = watcher.wasExpired || !isStored
        const isAbsentAfter = !isBrought || isBroughtExpired
        if (isAbsentBefore && isAbsentAfter) watcher.wasExpired = isBroughtExpired
        else watcher.session.isWatchBroken = true
      }
    }
  }

  /** For INFO clients. */
  get sessionCount(): number {
    return this.#bySession.size
  }

  get keyCount(): number {
    let count = 0
    for (const keys of this.#byKey.values()) count += keys.size
    return count
  }

  #watchersOf(db: Database, key: string): Watcher[] | undefined {
    return this.#byKey.get(db)?.get(key)
  }
}

/** The key has expired and nobody has removed it yet. */
function isStoredExpired(db: Database, key: string): boolean {
  const entry = db.peek(key)
  return entry !== undefined && db.isExpired(entry)
}
