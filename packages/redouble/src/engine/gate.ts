import type { Command } from '../command/define.ts'
import type { Reply } from '../resp/reply.ts'
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
   * A whole command has arrived. True keeps it: `engine.apply` applies it later, and
   * `engine.answerKept` answers it without applying it.
   */
  arrives(session: Session, argv: string[]): boolean
  /**
   * A command was applied: what its client is to receive now. After `engine.keep(session)`,
   * NO_REPLY keeps the reply until `engine.answerKept`.
   */
  answers(session: Session, argv: readonly string[], reply: Reply): Reply
  /** Bytes on their way to a client. True when the gate delivers them itself, or never. */
  sends(session: Session, bytes: Buffer): boolean
  /** A client wants in. False refuses it. */
  admits(): boolean
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
