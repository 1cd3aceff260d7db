import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { findServers } from 'redouble/real'
import type { ProtocolFigures, ProtocolOptions } from './fuzz-protocol.ts'
import { compareByTcp, compareWithServer, type Sampled } from './second-opinions.ts'

export interface ProtocolRun {
  readonly profile: string
  readonly requests: number
  readonly seed: number
  /** Whether a sample goes to the real server of the profile, too. */
  readonly asksServer: boolean
}

/** A thread that says nothing for so long hangs in the request it is at. */
const HANGS_MS = 30_000
const MAX_SAMPLES = 4000
const SHOWN = 20

/** Fuzzes in a thread for each processor and prints what came of it; whether all was well. */
export async function fuzzProtocolInThreads(run: ProtocolRun): Promise<boolean> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(run.requests / 1000)))
  console.log(`Sending ${run.requests} requests as ${run.profile}, seed ${run.seed}.`)
  const started = performance.now()
  const outcomes = await Promise.all(
    Array.from({ length: threads }, (_, i) =>
      inThread({
        profile: run.profile,
        seed: run.seed + i,
        requests: Math.ceil(run.requests / threads),
      }),
    ),
  )
  const seconds = (performance.now() - started) / 1000
  const samples = outcomes.flatMap((one) => one.samples).slice(0, MAX_SAMPLES)
  const failures = outcomes.flatMap(({ figures }) => figures.failures)
  describe(
    outcomes.map(({ figures }) => figures),
    seconds,
  )
  const byTcp = await compareByTcp(samples, run.profile)
  console.log(`${samples.length} of them by TCP: ${byTcp.length} differences`)
  failures.push(...byTcp)
  if (run.asksServer) failures.push(...(await askServer(run.profile, samples)))
  for (const failure of failures.slice(0, SHOWN)) console.log(`\n${failure}`)
  return failures.length === 0
}

async function askServer(profile: string, samples: readonly Sampled[]): Promise<string[]> {
  const found = (await findServers()).find((server) => server.profile === profile)
  if (found === undefined) return [`there is no real server for ${profile}`]
  // Its reply says what the server is.
  const asked = samples.filter(({ request }) => !/hello/i.test(request.bytes))
  const differences = await compareWithServer(asked, found)
  console.log(
    `${asked.length} of them to ${found.flavour} ${found.version}: ${differences.length} differences`,
  )
  return differences
}

interface ThreadOutcome {
  readonly figures: ProtocolFigures
  readonly samples: readonly Sampled[]
}

function inThread(options: ProtocolOptions): Promise<ThreadOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./protocol-worker.js', import.meta.url), {
      workerData: { options, maxSamples: MAX_SAMPLES },
    })
    let done = 0
    const hangs = (): void => {
      reject(new Error(`seed ${options.seed} hangs behind request ${done}`))
      void worker.terminate()
    }
    let timer = setTimeout(hangs, HANGS_MS)
    worker.on('message', (message: ThreadOutcome | { readonly done: number }) => {
      clearTimeout(timer)
      if ('figures' in message) {
        resolve(message)
      } else {
        done = message.done
        timer = setTimeout(hangs, HANGS_MS)
      }
    })
    worker.once('error', reject)
  })
}

function describe(all: readonly ProtocolFigures[], seconds: number): void {
  const sum = (of: (figures: ProtocolFigures) => number): number =>
    all.reduce((total, figures) => total + of(figures), 0)
  const requests = sum((one) => one.requests)
  const errors = new Map<string, number>()
  for (const figures of all) {
    for (const [text, count] of Object.entries(figures.errors)) {
      errors.set(text, (errors.get(text) ?? 0) + count)
    }
  }
  console.log(
    `${requests} requests in ${seconds.toFixed(1)} s (${Math.round(requests / seconds)} a second), ` +
      `${sum((one) => one.closed)} hung up on, heap at most ${Math.max(...all.map((one) => one.heapMb))} ` +
      `MiB larger, ${sum((one) => one.failures.length)} failures`,
  )
  for (const [text, count] of [...errors].sort(([, a], [, b]) => b - a)) {
    console.log(`  ${count} times: ${text}`)
  }
}
