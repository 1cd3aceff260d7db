import type { AccessFrequencies } from './access-frequencies.ts'
import { Database } from './database.ts'
import type { EventClass, KeyspaceHost, KeyspaceStats } from './keyspace-host.ts'

/** A world around databases that writes down what they say. */
export class RecordingHost implements KeyspaceHost {
  now = 1_000
  readonly said: string[] = []
  readonly keyspaceStats: KeyspaceStats = { hits: 0, misses: 0, expired: 0, expiredFields: 0 }
  leavesUntouched = false
  frequencies: AccessFrequencies | null = null
  footprintGuard: ((key: string) => void) | null = null
  earliestMove: number = Number.POSITIVE_INFINITY

  modified(db: Database, key: string): void {
    this.said.push(`${db.index}:modified ${key}`)
  }

  gone(): void {}

  notify(db: Database, event: EventClass, name: string, key: string): void {
    this.said.push(`${db.index}:${event}:${name} ${key}`)
  }

  ready(db: Database, key: string): void {
    this.said.push(`${db.index}:ready ${key}`)
  }

  wrongType(): unknown {
    return new Error('WRONGTYPE')
  }

  expiryMoved(at: number): void {
    this.earliestMove = Math.min(this.earliestMove, at)
  }

  /** What was said since the last look. */
  take(): string[] {
    return this.said.splice(0)
  }
}

/** A database and the world around it. */
export function openDatabase(): { db: Database; host: RecordingHost } {
  const host = new RecordingHost()
  return { db: new Database(0, host), host }
}
