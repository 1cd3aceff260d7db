import type { AccessFrequencies } from './access-frequencies.ts'
import type { Database } from './database.ts'

/** Classes of keyspace notifications, by the letters of `notify-keyspace-events`. */
export type EventClass =
  | 'g'
  | '$'
  | 'l'
  | 's'
  | 'h'
  | 'z'
  | 'x'
  | 'e'
  | 't'
  | 'd'
  | 'm'
  | 'n'
  | 'o'
  | 'c'

/** What the databases ask of the world around them. The engine implements it. */
export interface KeyspaceHost {
  /** Milliseconds; stands still within a command, a script and a transaction, as in Redis. */
  readonly now: number
  /** The key's value or TTL changed: WATCH and tracking want to know, and whether a client did it. */
  modified(db: Database, key: string, isNobodys?: boolean): void
  /** A key was removed, whether or not that is told as a change. */
  gone(db: Database, key: string): void
  /** A keyspace notification. */
  notify(db: Database, event: EventClass, name: string, key: string): void
  /** A key came to be that clients block on. */
  ready(db: Database, key: string): void
  /** Counters of INFO stats. */
  readonly keyspaceStats: KeyspaceStats
  /** The running client asked that its commands leave access times alone (CLIENT NO-TOUCH). */
  readonly leavesUntouched: boolean
  /** Counts accesses under an LFU policy; null under others. */
  readonly frequencies: AccessFrequencies | null
  /** In tests: throws when the running command did not declare the key. */
  readonly footprintGuard: ((key: string) => void) | null
  /** The error to throw for an operation against a key of another type. */
  wrongType(): unknown
  /** The next deadline may have moved to an earlier time. */
  expiryMoved(at: number): void
}

/** Counters behind INFO stats. */
export interface KeyspaceStats {
  hits: number
  misses: number
  expired: number
  /** Fields of hashes. */
  expiredFields: number
}
