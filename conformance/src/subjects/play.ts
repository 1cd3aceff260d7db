import { connectionsOf, type Program, runsOf, sleep, type Transcript } from './step.ts'
import type { Subject } from './subject.ts'

export interface PlayOptions {
  /** On connections that nothing was done on before. */
  readonly fresh?: boolean
  /** How long a reply that only one of the two has given is waited for. */
  readonly patienceMs: number
}

/**
 * Plays a program on two servers in step: after each run both are waited for until they have sent
 * as many replies, or patience ends.
 */
export async function playTogether(
  ours: Subject,
  theirs: Subject,
  program: Program,
  resp: 2 | 3,
  options: PlayOptions,
): Promise<[Transcript, Transcript]> {
  const count = connectionsOf(program)
  await Promise.all([
    ours.open(count, resp, options.fresh === true),
    theirs.open(count, resp, options.fresh === true),
  ])
  const counts: [number[][], number[][]] = [[], []]
  const runs = runsOf(program)
  const pace = new Pace(ours, theirs, options.patienceMs)
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i]
    const before = ours.counts()[run[0].connection]
    if (run[0].sleepMs === undefined) {
      theirs.send(run)
      ours.send(run)
    } else {
      await sleep(run[0].sleepMs)
    }
    // Nothing tells that a silent step was read, or that nothing follows the last one.
    const isSilent = (): boolean => ours.counts()[run[0].connection] < before + run.length
    await pace.keep(() => isSilent() || i === runs.length - 1)
    counts[0].push(ours.counts())
    counts[1].push(theirs.counts())
  }
  const transcripts: [Transcript, Transcript] = [
    { streams: ours.take(), counts: counts[0] },
    { streams: theirs.take(), counts: counts[1] },
  ]
  await Promise.all([ours.cleanUp(program), theirs.cleanUp(program)])
  return transcripts
}

const SPIN_MS = 3

/** Waits until two servers have sent as many replies, or have parted. */
class Pace {
  readonly #ours: Subject
  readonly #theirs: Subject
  readonly #patienceMs: number
  /** By connection, how many replies more theirs has sent for good. */
  #lead: number[] = []

  constructor(ours: Subject, theirs: Subject, patienceMs: number) {
    this.#ours = ours
    this.#theirs = theirs
    this.#patienceMs = patienceMs
  }

  async keep(mustAsk: () => boolean): Promise<void> {
    const ours = this.#ours
    const theirs = this.#theirs
    await ours.barrier()
    const started = performance.now()
    while (!this.#isEven()) {
      const waited = performance.now() - started
      if (waited > this.#patienceMs) break
      if (waited > SPIN_MS) await sleep(1)
      else await ours.barrier()
    }
    if (mustAsk()) {
      await theirs.barrier()
      if (!this.#isEven()) await theirs.barrier()
    }
    const mine = ours.counts()
    this.#lead = theirs.counts().map((count, i) => count - mine[i])
  }

  #isEven(): boolean {
    const mine = this.#ours.counts()
    return this.#theirs.counts().every((count, i) => count === mine[i] + (this.#lead[i] ?? 0))
  }
}
