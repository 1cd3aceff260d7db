/** The process's memory in the terms of INFO and MEMORY STATS. */
export interface MemoryReading {
  readonly used: number
  readonly peak: number
  /** What was in use when somebody first asked. */
  readonly startup: number
  readonly rss: number
  /** Reserved by the heap, in use or not. */
  readonly allocated: number
}

let peak = 0
let startup = 0

export function readMemory(): MemoryReading {
  const { heapUsed, heapTotal, rss } = process.memoryUsage()
  peak = Math.max(peak, heapUsed)
  if (startup === 0) startup = heapUsed
  return { used: heapUsed, peak, startup: Math.min(startup, heapUsed), rss, allocated: heapTotal }
}
