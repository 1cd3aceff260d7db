/** How many seconds of an event are kept. */
const MAX_SAMPLES = 160

export interface LatencySample {
  readonly seconds: number
  ms: number
}

/** The spikes of one event. */
export interface LatencyEvent {
  /** One sample for each second in which there was a spike, oldest first; the worst of it. */
  readonly samples: LatencySample[]
  max: number
  /** Of all spikes, those that share a second included. */
  sum: number
  count: number
}

/** LATENCY's memory: calls and internal work that took longer than latency-monitor-threshold. */
export class LatencyMonitor {
  readonly #events = new Map<string, LatencyEvent>()

  add(name: string, seconds: number, ms: number): void {
    let event = this.#events.get(name)
    if (event === undefined) {
      event = { samples: [], max: 0, sum: 0, count: 0 }
      this.#events.set(name, event)
    }
    event.max = Math.max(event.max, ms)
    event.sum += ms
    event.count++
    const last = event.samples.at(-1)
    if (last?.seconds === seconds) {
      last.ms = Math.max(last.ms, ms)
      return
    }
    event.samples.push({ seconds, ms })
    if (event.samples.length > MAX_SAMPLES) event.samples.shift()
  }

  /** By its exact name, case included. */
  find(name: string): LatencyEvent | undefined {
    return this.#events.get(name)
  }

  events(): IterableIterator<[string, LatencyEvent]> {
    return this.#events.entries()
  }

  /** Forgets the named events, or all. Returns how many there were. */
  reset(names: readonly string[]): number {
    if (names.length > 0) return names.filter((name) => this.#events.delete(name)).length
    const count = this.#events.size
    this.#events.clear()
    return count
  }
}
