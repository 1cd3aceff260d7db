import type { Engine } from '../engine/engine.ts'
import type { Gate } from '../engine/gate.ts'
import type { Session } from '../engine/session.ts'
import { NO_REPLY, type Reply } from '../resp/reply.ts'

/** What a rule does with a command for which it stands. */
export interface Rule {
  /** Whether the rule takes this command, which it then counts as done. */
  takes(session: Session, argv: string[]): boolean
  /** Instead of applying it. Without this the command is applied. */
  before?(session: Session, argv: string[]): void
  /** What the client receives of the reply; NO_REPLY for nothing now. */
  after?(session: Session, argv: readonly string[], reply: Reply): Reply
}

/**
 * The one gate of an engine, in which holds and faults stand as rules: the first that takes a
 * command has it. It is in the engine's way only while there is something to look at.
 */
export class Switchboard implements Gate {
  readonly #engine: Engine
  readonly #rules: Rule[] = []
  /** Whose commands the rules behind them will answer. */
  readonly #answering = new Map<Session, Rule>()
  readonly #wires = new Map<Session, (bytes: Buffer) => void>()
  readonly #doors = new Set<() => boolean>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  add(rule: Rule): void {
    this.#rules.push(rule)
    this.#settle()
  }

  remove(rule: Rule): void {
    const index = this.#rules.indexOf(rule)
    if (index >= 0) this.#rules.splice(index, 1)
    this.#settle()
  }

  /** Gives a client's bytes to somebody else from now on; null gives them to the client again. */
  divert(session: Session, wire: ((bytes: Buffer) => void) | null): void {
    this.#engine.flush(session)
    if (wire === null) this.#wires.delete(session)
    else this.#wires.set(session, wire)
    this.#settle()
  }

  /** Asks at each new connection; returns what removes it. */
  guard(admits: () => boolean): () => void {
    this.#doors.add(admits)
    this.#settle()
    return () => {
      this.#doors.delete(admits)
      this.#settle()
    }
  }

  arrives(session: Session, argv: string[]): boolean {
    for (const rule of this.#rules) {
      if (!rule.takes(session, argv)) continue
      if (rule.after !== undefined) this.#answering.set(session, rule)
      if (rule.before === undefined) return false
      rule.before(session, argv)
      return true
    }
    return false
  }

  answers(session: Session, argv: readonly string[], reply: Reply): Reply {
    const rule = this.#answering.get(session)
    // Who blocks is answered later, and so is who waits for the script's interpreter.
    if (rule === undefined || session.holds > 0) return reply
    this.#answering.delete(session)
    const now = rule.after?.(session, argv, reply) ?? NO_REPLY
    this.#settle()
    return now
  }

  sends(session: Session, bytes: Buffer): boolean {
    const wire = this.#wires.get(session)
    wire?.(bytes)
    return wire !== undefined
  }

  admits(): boolean {
    for (const admits of this.#doors) if (!admits()) return false
    return true
  }

  /** Nothing left to look at: out of the way. */
  #settle(): void {
    for (const session of this.#wires.keys()) if (session.isClosed) this.#wires.delete(session)
    for (const session of this.#answering.keys()) {
      if (session.isClosed) this.#answering.delete(session)
    }
    const isIdle =
      this.#rules.length + this.#answering.size + this.#wires.size + this.#doors.size === 0
    this.#engine.gate = isIdle ? null : this
  }
}
