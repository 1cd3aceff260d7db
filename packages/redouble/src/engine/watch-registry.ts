import type { Database } from '../data/database.ts'
import type { Session } from './session.ts'

interface Watcher {
  readonly session: Session
  /** The key was already expired, though not yet removed, when WATCH saw it. */
  readonly wasExpired: boolean
}

/** WATCH: which sessions want to know that a key was touched. */
export class WatchRegistry {
  readonly #byKey = new Map<Database, Map<string, Watcher[]>>()
  readonly #bySession = new Map<Session, [Database, string][]>()

  watch(session: Session, db: Database, key: string, now: number): void {
    let keys = this.#byKey.get(db)
    if (keys === undefined) {
      keys = new Map()
      this.#byKey.set(db, keys)
    }
    const watchers = keys.get(key) ?? []
    if (watchers.some((watcher) => watcher.session === session)) return
    const entry = db.peek(key)
    const wasExpired = entry !== undefined && entry.expireAt >= 0 && entry.expireAt <= now
    watchers.push({ session, wasExpired })
    keys.set(key, watchers)
    const own = this.#bySession.get(session)
    if (own === undefined) this.#bySession.set(session, [[db, key]])
    else own.push([db, key])
    session.watchedKeys.add(`${db.index}:${key}`)
  }

  /** A watched key that has run out since WATCH breaks the transaction although nobody touched it. */
  hasExpiredKey(session: Session, now: number): boolean {
    for (const [db, key] of this.#bySession.get(session) ?? []) {
      const watcher = this.#watchersOf(db, key)?.find((one) => one.session === session)
      if (watcher === undefined || watcher.wasExpired) continue
      const entry = db.peek(key)
      if (entry !== undefined && entry.expireAt >= 0 && entry.expireAt <= now) return true
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
    for (const { session, wasExpired } of watchers) {
      // A key that was expired at WATCH and is now merely removed has not changed for the client.
      if (wasExpired && db.peek(key) === undefined) continue
      session.isWatchBroken = true
    }
  }

  /**
   * The whole database changes (FLUSHDB, SWAPDB): every watched key that exists, or that `incoming`
   * brings, counts as touched.
   */
  touchAll(db: Database, incoming?: Database): void {
    for (const [key, watchers] of this.#byKey.get(db) ?? []) {
      const existed = db.peek(key) !== undefined
      if (!existed && incoming?.peek(key) === undefined) continue
      for (const { session, wasExpired } of watchers) {
        if (wasExpired && incoming?.peek(key) === undefined) continue
        session.isWatchBroken = true
      }
    }
  }

  #watchersOf(db: Database, key: string): Watcher[] | undefined {
    return this.#byKey.get(db)?.get(key)
  }
}
