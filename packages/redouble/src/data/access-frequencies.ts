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
/** Settings of LFU; the configuration has these fields. */
export interface FrequencySettings {
  /** How much harder each further step is. */
  readonly lfuLogFactor: number
  /** Minutes without access that cost one step; 0: none do. */
  readonly lfuDecayTime: number
}

/**
 * How often keys are accessed, on Redis's logarithmic scale from 0 to 255, for OBJECT FREQ under an
 * LFU policy. See https://redis.io/docs/latest/develop/reference/eviction/ (approximate LFU).
 */
export class AccessFrequencies {
  readonly #random: Random
  readonly #settings: FrequencySettings
  readonly #byEntry = new WeakMap<Entry, Frequency>()

  constructor(random: Random, settings: FrequencySettings) {
    this.#random = random
    this.#settings = settings
  }

  /** A new key. Those from before the policy was chosen start at 0. */
  begin(entry: Entry, now: number): void {
    this.#byEntry.set(entry, { count: INITIAL, at: now })
  }

  /** A key that comes with its count. */
  set(entry: Entry, count: number, now: number): void {
    this.#byEntry.set(entry, { count, at: now })
  }

  /** An access: counts up with a chance that falls with the count. */
  count(entry: Entry, now: number): void {
    const count = this.of(entry, now)
    const difficulty = Math.max(0, count - INITIAL) * this.#settings.lfuLogFactor + 1
    const isCounted = this.#random.fraction() * difficulty < 1
    const next = isCounted ? Math.min(MAX, count + 1) : count
    this.#byEntry.set(entry, { count: next, at: now })
  }

  of(entry: Entry, now: number): number {
    const known = this.#byEntry.get(entry)
    if (known === undefined) return 0
    const decayMs = this.#settings.lfuDecayTime * 60_000
    if (decayMs === 0) return known.count
    return Math.max(0, known.count - Math.floor((now - known.at) / decayMs))
  }
}
