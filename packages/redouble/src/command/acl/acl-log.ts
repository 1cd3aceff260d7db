/** Entries that are alike and no further apart than this are one. */
const MERGE_WITHIN_MS = 60_000
/** Only so many of the latest entries are looked through for one that is alike. */
const MERGE_LOOKS_AT = 10

/** What was refused. */
export interface AclLogEvent {
  readonly reason: 'auth' | 'command' | 'key' | 'channel' | 'database'
  readonly context: 'toplevel' | 'multi' | 'lua'
  readonly object: string
  readonly username: string
  /** The client's line of CLIENT LIST at that moment. */
  readonly clientInfo: string
}

export interface AclLogEntry extends AclLogEvent {
  readonly id: number
  readonly createdAt: number
  updatedAt: number
  clientInfo: string
  count: number
}

/** What users were refused, the latest first. */
export class AclLog {
  #entries: AclLogEntry[] = []
  #nextId = 0

  get entries(): readonly AclLogEntry[] {
    return this.#entries
  }

  add(event: AclLogEvent, now: number, maxEntries: number): void {
    if (maxEntries === 0) {
      this.#entries = []
      return
    }
    const known = this.#entries
      .slice(0, MERGE_LOOKS_AT)
      .find((one) => isAlike(one, event) && now - one.updatedAt <= MERGE_WITHIN_MS)
    if (known === undefined) {
      const entry = { ...event, id: this.#nextId++, createdAt: now, updatedAt: now, count: 1 }
      this.#entries.unshift(entry)
    } else {
      known.count++
      known.updatedAt = now
      known.clientInfo = event.clientInfo
      this.#entries = [known, ...this.#entries.filter((one) => one !== known)]
    }
    if (this.#entries.length > maxEntries) this.#entries.length = maxEntries
  }

  clear(): void {
    this.#entries = []
  }

  /** As new, the numbers of the entries too. */
  reset(): void {
    this.#entries = []
    this.#nextId = 0
  }
}

function isAlike(a: AclLogEvent, b: AclLogEvent): boolean {
  return (
    a.reason === b.reason &&
    a.context === b.context &&
    a.object === b.object &&
    a.username === b.username
  )
}
