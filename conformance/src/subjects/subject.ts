import type { Program } from './step.ts'

/** A server under comparison, driven step by step: the double or a real one. */
export interface Subject {
  readonly name: string
  /** Connections for a program. With `fresh`, none that was used before. */
  open(count: number, resp: 2 | 3, fresh: boolean): Promise<void>
  /** Sends steps of one connection. */
  send(run: Program): void
  /** How many whole replies and pushes each connection has been sent. */
  counts(): number[]
  /** Resolves when what was sent was read and what came of it at once was received. */
  barrier(): Promise<void>
  /** What each connection was sent. */
  take(): string[]
  /** Puts everything back as it was before a program. */
  cleanUp(program: Program): Promise<void>
  /** One command on a connection of its own, with its raw reply. */
  ask(...argv: string[]): Promise<string>
  stop(): Promise<void>
}
