import type { Program, Transcript } from './step.ts'

/** A server under comparison: the double or a real one. */
export interface Subject {
  readonly name: string
  /** Starts from nothing (FLUSHALL, fresh connections) and plays a program. */
  play(program: Program, resp: 2 | 3): Promise<Transcript>
  /** Plays many one-connection programs at once; a transcript each. */
  playAll(programs: readonly Program[], resp: 2 | 3): Promise<Transcript[]>
  stop(): Promise<void>
}

/** What is sent between programs so that each starts from the same state. */
export const CLEAN_UP: readonly (readonly string[])[] = [
  ['RESET'],
  // Without ASYNC Redis 8 hands the work to a thread, and a pipeline behind it can stall.
  ['FLUSHALL', 'ASYNC'],
  ['SCRIPT', 'FLUSH'],
  ['CONFIG', 'SET', 'notify-keyspace-events', ''],
]
