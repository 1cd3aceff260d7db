import { type Backend, type BackendName, openBackend } from './backends.ts'
import type { PlannedJob } from './plan.ts'
import { rehearse } from './rehearsal.ts'

/** How many jobs a worker has in hand at a time; 1 is BullMQ's own default. */
export const CONCURRENCIES = [1, 25] as const

/** Plain jobs a second of each backend, of the median round. */
export interface Lap {
  concurrency: number
  jobsPerSecond: Partial<Record<BackendName, number>>
}

/** Rounds of all backends together. */
export function roundCount(backends: number): number {
  return CONCURRENCIES.length * (WARM_UP_ROUNDS + ROUNDS) * backends
}

const WARM_UP_ROUNDS = 3
const ROUNDS = 7

/**
 * Plain jobs, which wait for nothing, on all backends in turns: round by round, so that whatever
 * else the machine does falls on all of them alike, and after rounds that nobody counts, so that no
 * backend pays for the compiling of BullMQ.
 */
export async function race(
  names: readonly BackendName[],
  jobs: readonly PlannedJob[],
  server: string | undefined,
  onRound: (done: number) => void,
): Promise<Lap[]> {
  const opened = await Promise.all(names.map((name) => openBackend(name, server)))
  const backends = opened.filter((backend) => backend !== undefined)
  let done = 0
  const laps: Lap[] = []
  try {
    for (const concurrency of CONCURRENCIES) {
      const times = new Map<Backend, number[]>(backends.map((backend) => [backend, []]))
      for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        for (const [backend, list] of times) {
          const ms = await rehearse(jobs, backend.connection, concurrency)
          if (round >= 0) list.push(ms)
          onRound(++done)
        }
      }
      laps.push({ concurrency, jobsPerSecond: rates(times, jobs.length) })
    }
  } finally {
    await Promise.all(backends.map((backend) => backend.stop()))
  }
  return laps
}

function rates(times: Map<Backend, number[]>, jobs: number): Lap['jobsPerSecond'] {
  const rates: Lap['jobsPerSecond'] = {}
  for (const [{ name }, list] of times) {
    list.sort((a, b) => a - b)
    rates[name] = (jobs / list[list.length >> 1]) * 1000
  }
  return rates
}

/** Lets the JIT compile BullMQ and the clients before anything is timed. */
export async function warmUp(jobs: readonly PlannedJob[]): Promise<void> {
  const backend = (await openBackend('in-process')) as Backend
  for (let round = 0; round < WARM_UP_ROUNDS; round++) await rehearse(jobs, backend.connection, 25)
  await backend.stop()
}
