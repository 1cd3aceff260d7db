import { type BranchMap, readBranchMap } from './branch-map.ts'
import { COUNTERS } from './instrument.ts'

/** Which branches ran, noted by the instrumented double itself: exact for each program, and fast. */
export class NotedBranches {
  readonly map: BranchMap
  readonly #counters: Uint8Array

  private constructor(map: BranchMap, counters: Uint8Array) {
    this.map = map
    this.#counters = counters
  }

  /** Undefined in a process that was not started with register-instrumentation. */
  static find(): NotedBranches | undefined {
    const counters = (globalThis as Record<string, unknown>)[COUNTERS]
    const map = counters instanceof Uint8Array ? readBranchMap() : undefined
    return map === undefined ? undefined : new NotedBranches(map, counters as Uint8Array)
  }

  /** What ran since this was asked last. */
  ran(): number[] {
    const found: number[] = []
    const counters = this.#counters
    for (let at = counters.indexOf(1); at >= 0; at = counters.indexOf(1, at + 1)) found.push(at)
    counters.fill(0)
    return found
  }
}
