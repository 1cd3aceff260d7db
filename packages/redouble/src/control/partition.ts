import type { Engine } from '../engine/engine.ts'
import type { Session } from '../engine/session.ts'
import { CommandMatcher } from './command-match.ts'
import type { Fault } from './fault.ts'
import type { Rule, Switchboard } from './switchboard.ts'

/** Whom a partition concerns. @since 0.1.0 */
export interface PartitionOptions {
  /** A client's name (CLIENT SETNAME) or id (CLIENT ID). @default all clients */
  readonly client?: string | number
}

/**
 * A network that is cut. The direct client, which has none, goes on. What clients send waits, what they are sent waits, and all of it arrives
 * when the network heals.
 *
 * @since 0.1.0
 */
export class Partition implements Fault {
  readonly description: string
  readonly #engine: Engine
  readonly #board: Switchboard
  readonly #rule: Rule
  #kept: { session: Session; argv: string[] }[] = []
  readonly #unsent = new Map<Session, Buffer[]>()
  #isHealed = false
  fired = 0

  constructor(engine: Engine, board: Switchboard, options: PartitionOptions) {
    const matcher = new CommandMatcher(engine, options)
    this.#engine = engine
    this.#board = board
    this.description = `cut the network: ${matcher}`
    this.#rule = {
      takes: (session, argv) => !session.hasNoBytes && matcher.matches(session, argv),
      before: (session, argv) => {
        this.fired++
        engine.gatekeeper.keep(session)
        this.#kept.push({ session, argv })
      },
    }
    board.add(this.#rule)
    for (const session of engine.clients.values()) {
      if (this.#rule.takes(session, ['PING'])) this.#silence(session)
    }
  }

  get isArmed(): boolean {
    return !this.#isHealed
  }

  /** What waited arrives, in the order in which it was sent. */
  heal(): void {
    if (this.#isHealed) return
    this.#isHealed = true
    this.#board.remove(this.#rule)
    for (const [session, pieces] of this.#unsent) {
      this.#board.divert(session, null)
      if (session.isClosed) continue
      for (const bytes of pieces) session.sink.write(bytes)
    }
    const kept = this.#kept
    this.#kept = []
    for (const { session, argv } of kept) this.#engine.gatekeeper.apply(session, argv)
  }

  disarm(): void {
    this.heal()
  }

  #silence(session: Session): void {
    const pieces: Buffer[] = []
    this.#unsent.set(session, pieces)
    this.#board.divert(session, (bytes) => pieces.push(bytes))
  }
}
