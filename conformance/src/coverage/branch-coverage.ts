import { type Profiler, Session } from 'node:inspector'
import { type Branch, type BranchMap, readBranchMap } from './branch-map.ts'

/** Which branches of the double ran, as V8 counts them in this thread. */
export class BranchCoverage {
  readonly map: BranchMap
  readonly covered: Set<number> = new Set()
  readonly #session = new Session()

  private constructor(map: BranchMap) {
    this.map = map
    this.#session.connect()
    this.#session.post('Profiler.enable')
    // Whether a block ran, not how often: nearly free, and each `take` starts from nothing.
    this.#session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true })
  }

  /** Undefined where the double was built without source maps. */
  static start(): BranchCoverage | undefined {
    const map = readBranchMap()
    return map === undefined ? undefined : new BranchCoverage(map)
  }

  /** Takes in what ran since the last time; the branches that were new. */
  take(): number[] {
    const fresh: number[] = []
    for (const index of this.ran()) {
      if (this.covered.has(index)) continue
      this.covered.add(index)
      fresh.push(index)
    }
    return fresh
  }

  /** What ran since this was asked last. */
  ran(): number[] {
    const found: number[] = []
    this.#session.post('Profiler.takePreciseCoverage', (error, report) => {
      if (error !== null) return
      for (const { url, functions } of report.result) {
        const known = this.map.functions.get(url)
        if (known === undefined) continue
        for (const { ranges } of functions) {
          const one = known.get(`${ranges[0].startOffset}:${ranges[0].endOffset}`)
          if (one !== undefined) {
            found.push(...one.branches.filter((index) => this.#isIn(ranges, index)))
          }
        }
      }
    })
    return found
  }

  stop(): void {
    this.#session.disconnect()
  }

  /** The innermost block that holds the branch says whether it ran. */
  #isIn(ranges: readonly Profiler.CoverageRange[], index: number): boolean {
    const { offset } = this.map.branches[index]
    let count = 0
    for (const range of ranges) {
      if (range.startOffset <= offset && offset < range.endOffset) count = range.count
    }
    return count > 0
  }
}

export interface RoomFigures {
  readonly room: string
  readonly covered: number
  readonly total: number
}

/** Covered branches of each room. */
export function byRoom(branches: readonly Branch[], covered: ReadonlySet<number>): RoomFigures[] {
  const rooms = new Map<string, { covered: number; total: number }>()
  branches.forEach(({ file }, index) => {
    const room = file.slice(0, file.indexOf('/'))
    const figures = rooms.get(room) ?? { covered: 0, total: 0 }
    rooms.set(room, figures)
    figures.total++
    if (covered.has(index)) figures.covered++
  })
  return [...rooms].map(([room, figures]) => ({ room, ...figures }))
}
