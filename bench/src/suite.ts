import type { RunningServer } from 'redouble/real'
import type { Figure } from './figures.ts'

/** What a suite may use. */
export interface Bench {
  readonly quick: boolean
  /** A real Redis 7.0 where one is found, started without persistence. */
  readonly real: RunningServer | undefined
  /** Whether `--only` asks for a test of this name. */
  wants(suite: string, name: string): boolean
  /** Prints and keeps a figure. */
  report(figure: Figure): void
  /** Says why something is not measured. */
  skip(suite: string, why: string): void
}

export interface Suite {
  readonly name: string
  readonly title: string
  run(bench: Bench): Promise<void>
}
