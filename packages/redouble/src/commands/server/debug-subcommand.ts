import type { Context } from '../../command/context.ts'
import type { Availability } from '../../command/profile.ts'
import type { Reply } from '../../resp/reply.ts'

/** A subcommand of DEBUG, which is no command of its own and has no arguments that COMMAND knows. */
export interface DebugSubcommand {
  /** How many words may follow its name. */
  readonly words: readonly [min: number, max: number]
  readonly where?: Availability
  readonly run: (context: Context, words: readonly string[]) => Reply
}

export type DebugSubcommands = Readonly<Record<string, DebugSubcommand>>
