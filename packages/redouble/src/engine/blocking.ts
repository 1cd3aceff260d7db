import type { BlockRequest } from '../command/context.ts'
import type { Command } from '../command/define.ts'
import type { Database } from '../data/database.ts'
import type { Timer } from '../kernel/clock.ts'
import type { Session } from './session.ts'

/** A parked client: plain data, re-executed on wake. */
export interface BlockedClient {
  readonly session: Session
  readonly command: Command
  readonly argv: string[]
  readonly request: BlockRequest
  readonly db: Database
  /** Unix milliseconds; 0 waits for ever. */
  readonly deadline: number
  timer: Timer | null
}

/** Who waits for which key, in the order of arrival. */
export class BlockingQueues {
  readonly #byKey = new Map<Database, Map<string, Set<BlockedClient>>>()
  /** Keys that became ready during the current command, in that order. */
  #ready: { db: Database; key: string }[] = []
  readonly #readyNames = new Map<Database, Set<string>>()
  #count = 0

  get count(): number {
    return this.#count
  }

  get hasReady(): boolean {
    return this.#ready.length > 0
  }

  /** Keys that clients wait for, for INFO's total_blocking_keys. */
  get keyCount(): number {
    let count = 0
    for (const queues of this.#byKey.values()) count += queues.size
    return count
  }

  add(client: BlockedClient): void {
    this.#count++
    if (client.request.keys.length === 0) return
    let queues = this.#byKey.get(client.db)
    if (queues === undefined) {
      queues = new Map()
      this.#byKey.set(client.db, queues)
    }
    for (const key of client.request.keys) {
      const queue = queues.get(key)
      if (queue === undefined) queues.set(key, new Set([client]))
      else queue.add(client)
      client.db.blockedKeys.add(key)
      if (client.request.hearsOfLoss === true) guard(client.db, key, 1)
    }
  }

  remove(client: BlockedClient): void {
    this.#count--
    client.timer?.clear()
    const queues = this.#byKey.get(client.db)
    if (queues === undefined) return
    for (const key of client.request.keys) {
      const queue = queues.get(key)
      if (queue === undefined) continue
      const wasThere = queue.delete(client)
      if (wasThere && client.request.hearsOfLoss === true) guard(client.db, key, -1)
      if (queue.size > 0) continue
      queues.delete(key)
      client.db.blockedKeys.delete(key)
    }
  }

  markReady(db: Database, key: string): void {
    let names = this.#readyNames.get(db)
    if (names === undefined) {
      names = new Set()
      this.#readyNames.set(db, names)
    }
    if (names.has(key)) return
    names.add(key)
    this.#ready.push({ db, key })
  }

  /**
   * Gives every ready key to its waiters, first come first served, until no key is ready. A waiter
   * that is not served keeps its place, as does one that waits for another type than the key came
   * to have, unless it wants to hear of that. Serving may make further keys ready (BLMOVE).
   */
  serve(retry: (client: BlockedClient, key: string) => void): void {
    while (this.#ready.length > 0) {
      const batch = this.#ready
      this.#ready = []
      this.#readyNames.clear()
      for (const { db, key } of batch) {
        const queue = this.#byKey.get(db)?.get(key)
        if (queue === undefined) continue
        for (const client of queue) {
          const type = db.peek(key)?.type
          // Emptied by those before: the others, however many, wait on.
          if (type === undefined && !db.guardedKeys.has(key)) break
          if (client.request.type === type || client.request.hearsOfLoss === true) {
            retry(client, key)
          }
        }
      }
    }
  }
}

/** Counts those who want to hear when a key goes. */
function guard(db: Database, key: string, change: 1 | -1): void {
  const count = (db.guardedKeys.get(key) ?? 0) + change
  if (count > 0) db.guardedKeys.set(key, count)
  else db.guardedKeys.delete(key)
}
