import { scriptUnavailable } from '../command/errors/scripting.ts'
import type { Engine } from './engine.ts'
import type { LoadScriptHost, ScriptHost } from './script-host.ts'
import type { Session } from './session.ts'

/** Gets the interpreter when it is first needed. */
export class ScriptInterpreter {
  readonly #engine: Engine
  readonly #load: LoadScriptHost | undefined
  #host: ScriptHost | null = null
  #loading: Promise<void> | null = null

  constructor(engine: Engine, load: LoadScriptHost | undefined) {
    this.#engine = engine
    this.#load = load
  }

  /** Null until it is there. */
  get host(): ScriptHost | null {
    return this.#host
  }

  /** The interpreter that `hold` has seen to; throws an ErrorReply where there is none. */
  get required(): ScriptHost {
    if (this.#host === null) throw scriptUnavailable('no interpreter was given')
    return this.#host
  }

  /**
   * The interpreter is loaded at the first script; until it is there, the client that asked waits
   * and others go on. False when it is there already, or cannot be had.
   */
  hold(session: Session, argv: string[]): boolean {
    if (this.#host !== null || this.#load === undefined) return false
    this.#loading ??= this.#load().then((host) => {
      this.#host = host
    })
    session.holds++
    const resume = (act: () => void): void => {
      session.holds--
      if (session.isClosed) return
      this.#engine.enterTurn()
      act()
      this.#engine.resume(session)
      this.#engine.leaveTurn()
    }
    this.#loading.then(
      () => resume(() => this.#engine.execute(session, argv)),
      (error: unknown) => resume(() => session.answer(scriptUnavailable(String(error)))),
    )
    return true
  }
}
