import type { Command } from '../command/define.ts'
import type { ErrorReply, Reply } from '../resp/reply.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/**
 * Decides when what arrives is applied and when what was applied is answered: faults, holds, and
 * whoever explores the orders in which commands of several clients can run. With no gate, which is
 * the rule, a command costs a comparison with null.
 *
 * Gates see what a client sends: MULTI's commands when they are queued and EXEC as one, a script as
 * one. A client whose command is kept has its later commands kept behind it.
 */
export interface Gate {
  /**
   * A whole command has arrived. True keeps it: `gatekeeper.apply` applies it later, and
   * `gatekeeper.answer` answers it without applying it.
   */
  arrives(session: Session, argv: string[]): boolean
  /**
   * A command was applied: what its client is to receive now. After `gatekeeper.keep`,
   * NO_REPLY keeps the reply until `gatekeeper.answer`.
   */
  answers(session: Session, argv: readonly string[], reply: Reply): Reply
  /** Bytes on their way to a client. True when the gate delivers them itself, or never. */
  sends(session: Session, bytes: Buffer): boolean
  /** A client wants in. False refuses it. */
  admits(): boolean
}

/** What a gate can do with a client's command. */
export class Gatekeeper {
  readonly #engine: Engine
  readonly #dispatcher: Dispatcher

  constructor(engine: Engine, dispatcher: Dispatcher) {
    this.#engine = engine
    this.#dispatcher = dispatcher
  }

  /** Leaves a client's commands alone until `apply` or `answer`. */
  keep(session: Session): void {
    session.holds++
  }

  /** Applies a command that was kept, and goes on with the client's others. */
  apply(session: Session, argv: string[]): void {
    this.#release(session, () => this.#engine.execute(session, argv))
  }

  /** Answers a command that was kept, before it was applied or after it. */
  answer(session: Session, reply: Reply): void {
    this.#release(session, () => session.answer(reply))
  }

  /** Refuses a command as servers do that are in no state to serve it: a transaction is spoilt. */
  refuse(session: Session, argv: string[], error: ErrorReply): void {
    session.answer(this.#dispatcher.refuse(session, argv, error))
  }

  #release(session: Session, act: () => void): void {
    const engine = this.#engine
    session.holds--
    if (session.isClosed) return
    engine.enterTurn()
    act()
    engine.resume(session)
    engine.leaveTurn()
  }
}

/** Who wants to know of everything that is executed: the trace, the lint. */
export interface Observer {
  /** A command ran, at the top level, within EXEC or within a script. */
  called(call: ObservedCall): void
  /** A key went without a command: it ran out, or had to make room. */
  vanished(dbIndex: number, key: string, why: 'expired' | 'evicted'): void
}

export interface ObservedCall {
  readonly session: Session
  readonly command: Command
  readonly argv: readonly string[]
  readonly reply: Reply
  readonly micros: number
  readonly cause: 'client' | 'transaction' | 'script'
}
