import type { Random } from '../kernel/random.ts'
import type { Entry } from './entry.ts'

interface Frequency {
  count: number
  /** Unix milliseconds of the last access or decay. */
  at: number
}

/** What a new key starts with, so that it is not the first to be evicted. */
const INITIAL = 5
const MAX = 255
/** `lfu-log-factor`: how much harder each further step is. */
const LOG_FACTOR = 10
/** `lfu-decay-time`: one step is lost in each such time without access. */
const DECAY_MS = 60_000

/**
 * How often keys are accessed, on Redis's logarithmic scale from 0 to 255, for OBJECT FREQ under an
 * LFU policy. See https://redis.io/docs/latest/develop/reference/eviction/ (approximate LFU).
 */
export class AccessFrequencies {
  readonly #random: Random
  readonly #byEntry = new WeakMap<Entry, Frequency>()

  constructor(random: Random) {
    this.#random = random
  }

  /** An access: counts up with a chance that falls with the count. */
  count(entry: Entry, now: number): void {
    const count = this.of(entry, now)
    const isCounted = this.#random.fraction() * (Math.max(0, count - INITIAL) * LOG_FACTOR + 1) < 1
    const next = isCounted ? Math.min(MAX, count + 1) : count
    this.#byEntry.set(entry, { count: next, at: now })
  }

  of(entry: Entry, now: number): number {
    const known = this.#byEntry.get(entry)
    if (known === undefined) return INITIAL
    return Math.max(0, known.count - Math.floor((now - known.at) / DECAY_MS))
  }
}
