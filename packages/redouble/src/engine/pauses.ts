import type { Command } from '../command/define.ts'
import type { Timer } from '../kernel/clock.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/** CLIENT PAUSE: commands of clients wait, in the order in which they came, until the pause ends. */
export class Pauses {
  readonly #engine: Engine
  readonly #waiting: { session: Session; argv: string[] }[] = []
  #timer: Timer | null = null

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Starts, extends or narrows a pause as Redis merges them: the longer end, the wider kind. */
  start(untilMs: number, writesOnly: boolean): void {
    const running = this.#engine.pause
    const isWider = running !== null && !running.writesOnly
    const until = Math.max(untilMs, running?.untilMs ?? 0)
    this.#engine.pause = { untilMs: until, writesOnly: writesOnly && !isWider }
    this.#timer?.clear()
    const delayMs = Math.max(0, until - this.#engine.clock.now())
    this.#timer = this.#engine.clock.setTimer(() => this.end(), delayMs)
  }

  end(): void {
    this.#timer?.clear()
    this.#timer = null
    this.#engine.pause = null
    const waiting = this.#waiting.splice(0)
    this.#engine.enterTurn()
    for (const { session, argv } of waiting) {
      session.holds--
      if (session.isClosed) continue
      this.#engine.process(session, argv)
      this.#engine.resume(session)
    }
    this.#engine.leaveTurn()
  }

  /** Parks a command that the pause concerns. */
  hold(session: Session, command: Command, argv: string[]): boolean {
    const pause = this.#engine.pause
    if (pause === null) return false
    if (pause.writesOnly && !this.#mayWrite(session, command)) return false
    this.#waiting.push({ session, argv })
    session.holds++
    return true
  }

  #mayWrite(session: Session, command: Command): boolean {
    if (command.flags.includes('write') || command.flags.includes('may_replicate')) return true
    if (command.name !== 'exec') return false
    const queued = session.transaction?.queued ?? []
    return queued.some(
      (one) => one.command.flags.includes('write') || one.command.flags.includes('may_replicate'),
    )
  }
}
