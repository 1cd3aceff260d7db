import type { Command } from '../command/define.ts'
import type { Timer } from '../kernel/clock.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/** CLIENT PAUSE: commands of clients wait, in the order in which they came, until the pause ends. */
export class Pauses {
  readonly #engine: Engine
  #waiting: { session: Session; argv: string[] }[] = []
  #timer: Timer | null = null

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Starts, extends or widens a pause as the servers merge them: the longer end, the wider kind. */
  start(untilMs: number, writesOnly: boolean): void {
    const running = this.#engine.pause
    const isWide = running !== null && !running.writesOnly
    const until = Math.max(untilMs, running?.untilMs ?? 0)
    this.#engine.pause = { untilMs: until, writesOnly: writesOnly && !isWide }
    this.#timer?.clear()
    const delayMs = Math.max(0, until - this.#engine.clock.now())
    this.#timer = this.#engine.clock.setTimer(() => this.#isOver(), delayMs)
  }

  /** The time has come; a script that is busy goes first. */
  #isOver(): void {
    const { scriptRuns } = this.#engine
    if (scriptRuns.isBusy) scriptRuns.whenFree(() => this.#isOver())
    else this.end()
  }

  /** Ends the pause. Those who waited go on after the turn, and wait again if it has begun again. */
  end(): void {
    this.#timer?.clear()
    this.#timer = null
    this.#engine.pause = null
    if (this.#waiting.length > 0) queueMicrotask(() => this.#goOn())
  }

  #goOn(): void {
    const engine = this.#engine
    const waiting = this.#waiting
    this.#waiting = []
    engine.enterTurn()
    for (const { session, argv } of waiting) {
      session.holds--
      if (session.isClosed) continue
      engine.execute(session, argv)
      session.drain()
    }
    engine.leaveTurn()
  }

  /** Parks a command that the pause concerns; one that MULTI would only queue is parked as well. */
  hold(session: Session, command: Command, argv: string[]): boolean {
    const pause = this.#engine.pause
    if (pause === null) return false
    if (pause.untilMs <= this.#engine.now) {
      this.end()
      return false
    }
    if (pause.writesOnly && !this.#mayWrite(session, command, argv)) return false
    this.#waiting.push({ session, argv })
    session.holds++
    return true
  }

  #mayWrite(session: Session, command: Command, argv: readonly string[]): boolean {
    if (command.name === 'exec') {
      const queued = session.transaction?.queued ?? []
      return queued.some((one) => this.#mayWrite(session, one.command, one.argv))
    }
    if (!command.flags.includes('may_replicate')) return command.flags.includes('write')
    if (command.name.startsWith('eval')) return this.#engine.scripts.mayWrite(argv)
    if (command.name === 'fcall') return this.#engine.functions.mayWrite(argv)
    return command.flags.includes('write') || command.flags.includes('may_replicate')
  }
}
