import { Agenda } from '../kernel/agenda.ts'
import type { Int64 } from '../kernel/numbers.ts'
import { ChurnMap } from './churn-map.ts'
import { type Entry, NO_EXPIRY } from './entry.ts'
import { FieldExpiry } from './field-expiry.ts'

/** Deadlines past 2^53, which a JS number cannot hold exactly. */
const exactDeadlines = new WeakMap<Entry, bigint>()

/** What a database holds, which SWAPDB hands to another one as a whole. It tells nobody. */
export class Contents {
  readonly entries: ChurnMap<Entry> = new ChurnMap()
  /** The same entries, for RANDOMKEY and SCAN; a removal moves the last one into the gap. */
  readonly dense: Entry[] = []
  /** Entries by the time at which they expire. */
  readonly deadlines: Agenda<Entry> = new Agenda()
  readonly fieldExpiry: FieldExpiry = new FieldExpiry()
  /** Some key, and some deadline of a key, was stored before; for DEBUG HTSTATS. */
  hasHeldKeys = false
  hasHeldDeadlines = false

  insert(entry: Entry): void {
    entry.slot = this.dense.length
    this.hasHeldKeys = true
    this.dense.push(entry)
    this.entries.set(entry.key, entry)
  }

  delete(entry: Entry): void {
    const { dense } = this
    this.entries.delete(entry.key)
    const last = dense.pop() as Entry
    if (last !== entry) {
      dense[entry.slot] = last
      last.slot = entry.slot
    }
    entry.slot = -1
    if (entry.expireAt !== NO_EXPIRY) this.dropExpiry(entry)
    if (entry.type === 'hash') this.fieldExpiry.forget(entry)
  }

  /** Gives a deadline to an entry that has none. */
  setExpiry(entry: Entry, at: Int64): void {
    if (typeof at === 'bigint') exactDeadlines.set(entry, at)
    entry.expireAt = Number(at)
    entry.deadline = this.deadlines.add(entry.expireAt, entry)
    this.hasHeldDeadlines = true
  }

  dropExpiry(entry: Entry): void {
    if (entry.expireAt > Number.MAX_SAFE_INTEGER) exactDeadlines.delete(entry)
    entry.expireAt = NO_EXPIRY
    if (entry.deadline !== null) this.deadlines.cancel(entry.deadline)
    entry.deadline = null
  }

  expiryOf(entry: Entry): Int64 {
    const at = entry.expireAt
    return at <= Number.MAX_SAFE_INTEGER ? at : (exactDeadlines.get(entry) ?? at)
  }

  /** The earliest deadline of a key or a field, or undefined when nothing expires. */
  nextExpiry(): number | undefined {
    const key = this.deadlines.earliest()?.at
    const field = this.fieldExpiry.earliest()?.at
    return key !== undefined && field !== undefined ? Math.min(key, field) : (key ?? field)
  }

  /** One step of SCAN; see `Database.scan`. */
  scan(cursor: number, count: number, visit: (entry: Entry) => void): number {
    const { dense } = this
    const start = cursor === 0 ? dense.length : Math.min(cursor, dense.length)
    const end = Math.max(0, start - count)
    const batch = dense.slice(end, start)
    for (let i = batch.length - 1; i >= 0; i--) if (batch[i].slot >= 0) visit(batch[i])
    return end
  }
}
