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
  const transcripts: [string[][], string[][]] = [[], []]
  const runs = runsOf(program)
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i]
    if (run[0].sleepMs === undefined) {
      theirs.send(run)
      ours.send(run)
    } else {
      await sleep(run[0].sleepMs)
    }
    await settled(ours, theirs, run, i === runs.length - 1, options.patienceMs)
    transcripts[0].push(ours.take())
    transcripts[1].push(theirs.take())
  }
  await Promise.all([ours.cleanUp(program), theirs.cleanUp(program)])
  return transcripts
}

async function settled(
  ours: Subject,
  theirs: Subject,
  run: Program,
  isLast: boolean,
  patienceMs: number,
): Promise<void> {
  await ours.barrier()
  const started = performance.now()
  while (!sameCounts(ours, theirs)) {
    const waited = performance.now() - started
    if (waited > patienceMs) break
    if (waited > SPIN_MS) await sleep(1)
    else await ours.barrier()
  }
  const isAnswered = ours.counts()[run[0].connection] >= run.length
  // Nothing tells that a silent step was read, or that nothing follows the last one.
  if (isAnswered && !isLast) return
  await theirs.barrier()
  if (!sameCounts(ours, theirs)) await theirs.barrier()
}

const SPIN_MS = 3

function sameCounts(ours: Subject, theirs: Subject): boolean {
  const mine = ours.counts()
  return theirs.counts().every((count, index) => count === mine[index])
}
