import type { Engine } from '../engine/engine.ts'
import type { Session } from '../engine/session.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'
import { NO_REPLY, type Reply } from '../resp/reply.ts'
import {
  type ArrivedCommand,
  arrivedCommand,
  type CommandMatch,
  CommandMatcher,
} from './command-match.ts'
import { copyReply } from './copy-reply.ts'
import { settle } from './settle.ts'
import type { Rule, Switchboard } from './switchboard.ts'

/** Which command is held, and at which side of its execution. @since 0.1.0 */
export interface HoldMatch extends CommandMatch {
  /** Held before it is applied, or after it, before its client has the reply. @default 'before' */
  readonly at?: 'before' | 'after'
  /** From which matching command on, counted from 1. @default 1 */
  readonly nth?: number
}

/**
 * One command of one client, stopped on its way. All others go on.
 *
 * @since 0.1.0
 */
export interface Hold {
  /** Resolves with the command once it is held. Rejects when the hold is released before. */
  readonly reached: Promise<ArrivedCommand>
  readonly isReached: boolean
  /**
   * Lets the command go on, and resolves when its client has the reply and what clients of this
   * process sent in answer is executed. Before the command came: takes the hold away. Idempotent.
   */
  release(): Promise<void>
}

interface Held {
  readonly session: Session
  /** Applies the command, or hands its reply over. */
  goOn(): void
}

export class CommandHold implements Hold, Rule {
  readonly reached: Promise<ArrivedCommand>
  readonly #engine: Engine
  readonly #board: Switchboard
  readonly #matcher: CommandMatcher
  readonly before: Rule['before']
  readonly after: Rule['after']
  #left: number
  #held: Held | null = null
  #isReleased = false
  #reach!: (command: ArrivedCommand) => void
  #fail!: (error: RedoubleError) => void

  constructor(engine: Engine, board: Switchboard, match: HoldMatch) {
    this.#engine = engine
    this.#board = board
    this.#matcher = new CommandMatcher(engine, match, new Set(['at', 'nth']))
    this.#left = match.nth ?? 1
    this.reached = new Promise((resolve, reject) => {
      this.#reach = resolve
      this.#fail = reject
    })
    // Nobody has to wait for it.
    this.reached.catch(() => {})
    if (match.at === 'after')
      this.after = (session, argv, reply) => this.#keepReply(session, argv, reply)
    else this.before = (session, argv) => this.#keepCommand(session, argv)
    board.add(this)
  }

  get isReached(): boolean {
    return this.#held !== null || (this.#isReleased && this.#left === 0)
  }

  takes(session: Session, argv: string[]): boolean {
    return this.#left > 0 && this.#matcher.matches(session, argv) && --this.#left === 0
  }

  async release(): Promise<void> {
    if (!this.#isReleased) {
      this.#isReleased = true
      this.#board.remove(this)
      this.#held?.goOn()
      if (this.#held === null) this.#fail(neverReached(this.#matcher))
    }
    await settle(this.#engine)
  }

  #keepCommand(session: Session, argv: string[]): void {
    const { gatekeeper } = this.#engine
    gatekeeper.keep(session)
    this.#hold(session, argv, () => gatekeeper.apply(session, argv))
  }

  #keepReply(session: Session, argv: readonly string[], reply: Reply): Reply {
    // It went on meanwhile: the test released what it then reached.
    if (this.#isReleased) return reply
    const { gatekeeper } = this.#engine
    gatekeeper.keep(session)
    const kept = copyReply(reply)
    this.#hold(session, argv, () => gatekeeper.answer(session, kept))
    return NO_REPLY
  }

  #hold(session: Session, argv: readonly string[], goOn: () => void): void {
    this.#held = { session, goOn }
    this.#reach(arrivedCommand(this.#engine, session, argv))
  }
}

function neverReached(matcher: CommandMatcher): RedoubleError {
  return new RedoubleError(
    'REDOUBLE_HOLD_NOT_REACHED',
    `The hold on ${matcher} was released before such a command came.`,
  )
}
