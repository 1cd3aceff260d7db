import { allJobs, type Plan } from './plan.ts'

/** Counts the jobs that have come to their end, by queue, and knows which are still to come. */
export class Tally {
  readonly total: number
  #missing: Map<string, Set<string>> = new Map()
  #waiting: { queue: string; resolve: () => void }[] = []
  #onEnd: (done: number) => void
  #done = 0

  constructor(plan: Plan, onEnd: (done: number) => void = () => {}) {
    const jobs = allJobs(plan.jobs)
    this.total = jobs.length
    this.#onEnd = onEnd
    for (const { queue, name } of jobs) {
      const names = this.#missing.get(queue) ?? new Set()
      this.#missing.set(queue, names.add(name))
    }
  }

  get done(): number {
    return this.#done
  }

  /** A job that ends a second time is counted once. */
  ended(queue: string, name: string): void {
    const names = this.#missing.get(queue)
    if (!names?.delete(name)) return
    this.#done++
    this.#onEnd(this.#done)
    if (names.size > 0) return
    for (const waiter of this.#waiting) if (waiter.queue === queue) waiter.resolve()
  }

  allEnded(queue: string): Promise<void> {
    if (!this.#missing.get(queue)?.size) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ queue, resolve }))
  }

  missing(): string[] {
    return [...this.#missing.values()].flatMap((names) => [...names])
  }
}
