import type { Command } from '../command/define.ts'
import {
  busyScript,
  NOT_BUSY,
  type ScriptKind,
  type ScriptRefusals,
  scriptKilled,
  UNKILLABLE,
} from '../command/errors/scripting.ts'
import type { Database } from '../data/database.ts'
import { afterEvents } from '../kernel/event-loop.ts'
import { ErrorReply, MapReply, NO_REPLY, OK, type Reply, SetReply } from '../resp/reply.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import { ScriptCalls, type ScriptTerms } from './script-calls.ts'
import { PAUSED, type ScriptBridge } from './script-host.ts'
import type { ScriptInterpreter } from './script-interpreter.ts'
import type { Session } from './session.ts'

/** What is to run. */
export interface ScriptRun extends ScriptTerms {
  readonly kind: ScriptKind
  /** Of a function: its name. */
  readonly name: string
}

/** What a script finds around it, and leaves as it found it. */
interface Surroundings {
  readonly session: Session
  readonly argv: readonly string[]
  readonly command: Command | null
  readonly mayNotBlock: boolean
}

/** What a script is in the middle of. */
interface BusyScript extends Surroundings {
  readonly run: ScriptRun
  /** The time that stands still within it. */
  readonly now: number
  readonly startedAt: number
  /** The database that it has selected. */
  db: Database
  dbIndex: number
  /** What follows its end, from the inside out; each takes the reply and returns the next's. */
  steps: ((reply: Reply) => Reply)[]
}

/**
 * Runs scripts and functions. One that runs longer than busy-reply-threshold goes on in slices;
 * between them others are told that the server is busy, and some commands are served.
 */
export class ScriptRuns {
  readonly calls: ScriptCalls
  readonly #engine: Engine
  readonly #dispatcher: Dispatcher
  readonly #interpreter: ScriptInterpreter
  #busy: BusyScript | null = null
  /** What waits until no script is busy. */
  #deferred: (() => void)[] = []
  #lastError: ErrorReply | null = null
  #hasFailed = false

  constructor(
    engine: Engine,
    dispatcher: Dispatcher,
    interpreter: ScriptInterpreter,
    refusals: ScriptRefusals,
  ) {
    this.#engine = engine
    this.#dispatcher = dispatcher
    this.#interpreter = interpreter
    this.calls = new ScriptCalls(engine, dispatcher, refusals)
  }

  /** A script is in the middle of something: the data are not to be looked at. */
  get isBusy(): boolean {
    return this.#busy !== null
  }

  /** What everybody is told meanwhile; null when nobody is told (busy-reply-threshold 0). */
  get busyError(): ErrorReply | null {
    const busy = this.#busy
    if (busy === null || this.#engine.config.busyReplyThresholdMs <= 0) return null
    return busyScript(busy.run.kind, this.#engine.profile)
  }

  get busyTimeMs(): number | null {
    return this.#busy === null ? null : this.#engine.clockReading
  }

  /** The function that is busy. */
  get busyFunction(): { name: string; argv: readonly string[]; durationMs: number } | null {
    const busy = this.#busy
    if (busy?.run.kind !== 'function') return null
    const durationMs = Math.max(0, this.#engine.clock.now() - busy.startedAt)
    return { name: busy.run.name, argv: busy.argv, durationMs }
  }

  /** A client waits for its script, which is busy. */
  isWaiting(session: Session): boolean {
    return this.#busy?.session === session
  }

  /** Adds what follows the end of the busy script. */
  whenDone(step: (reply: Reply) => Reply): void {
    this.#busy?.steps.push(step)
  }

  /** Calls back when no script is busy any more; later than all that follows its end. */
  whenFree(act: () => void): void {
    this.#deferred.push(act)
  }

  /** Keeps a command until no script is busy. */
  holdUntilFree(session: Session, argv: string[]): void {
    session.holds++
    this.whenFree(() => {
      session.holds--
      if (session.isClosed) return
      this.#engine.execute(session, argv)
      this.#engine.resume(session)
    })
  }

  /** The error was counted when the script ended, or when one of its calls did. */
  hasCounted(error: ErrorReply): boolean {
    return error === this.#lastError
  }

  /** Whether the last script's reply was an error or had one in it; asked once. */
  takeFailure(): boolean {
    const hasFailed = this.#hasFailed
    this.#hasFailed = false
    return hasFailed
  }

  /** Runs a script for a client. NO_REPLY when it has become busy. */
  run(
    session: Session,
    run: ScriptRun,
    start: (bridge: ScriptBridge) => Reply | typeof PAUSED,
  ): Reply {
    const engine = this.#engine
    const { argv, mayNotBlock } = this.#dispatcher.context
    const around: Surroundings = { session, argv, mayNotBlock, command: this.#dispatcher.current }
    const { db, dbIndex } = session
    this.calls.begin(session, run)
    if (session.tracking !== null) engine.tracking.enterScript(around.command as Command, argv)
    this.#dispatcher.context.scriptResp = 2
    this.#enter(around)
    let outcome: Reply | typeof PAUSED
    let inside = { db, dbIndex }
    try {
      outcome = start(this.calls)
    } finally {
      inside = { db: session.db, dbIndex: session.dbIndex }
      this.#leave(around, db, dbIndex)
    }
    if (typeof outcome !== 'symbol') return this.#ended(outcome)
    const { now } = engine
    this.#busy = { ...around, ...inside, run, now, startedAt: now, steps: [] }
    this.#planSlice()
    return NO_REPLY
  }

  /** SCRIPT KILL, FUNCTION KILL. */
  kill(kind: ScriptKind): Reply {
    const busy = this.#busy
    if (busy === null) return NOT_BUSY
    if (this.calls.hasWritten) return UNKILLABLE
    if (busy.run.kind !== kind) return busyScript(busy.run.kind, this.#engine.profile)
    this.calls.kill(scriptKilled(kind, this.#engine.profile))
    return OK
  }

  /** Ends a busy script without another look at it: the server starts anew. */
  abandon(): void {
    const busy = this.#busy
    if (busy === null) return
    this.#interpreter.host?.abandon()
    this.#settle(busy, new ErrorReply(scriptKilled(busy.run.kind, this.#engine.profile)))
  }

  /** Forgets a busy script and all who wait for it. */
  stop(): void {
    if (this.#busy === null) return
    this.#busy = null
    this.#deferred = []
    this.#interpreter.host?.abandon()
  }

  // ---- slices ----

  #planSlice(): void {
    afterEvents(() => this.#slice())
  }

  #slice(): void {
    const busy = this.#busy
    if (busy === null) return
    const engine = this.#engine
    const { session } = busy
    const { db, dbIndex } = session
    engine.enterTurn()
    engine.now = busy.now
    engine.clockReading = engine.clock.now()
    engine.currentSession = session
    this.calls.beginSlice()
    session.db = busy.db
    session.dbIndex = busy.dbIndex
    this.#enter(busy)
    let outcome: Reply | typeof PAUSED
    try {
      outcome = this.#interpreter.required.resume()
    } catch (error) {
      outcome = this.#dispatcher.internalError(busy.command as Command, error)
    } finally {
      busy.db = session.db
      busy.dbIndex = session.dbIndex
      this.#leave(busy, db, dbIndex)
    }
    if (outcome === PAUSED) this.#planSlice()
    else this.#settle(busy, this.#ended(outcome as Reply))
    engine.currentSession = null
    engine.endCommand()
    engine.leaveTurn()
  }

  /** The script is over: what followed its call when it paused, follows now. */
  #settle(busy: BusyScript, ended: Reply): void {
    const engine = this.#engine
    this.#busy = null
    engine.now = busy.now
    let reply = ended
    for (let i = 0; i < busy.steps.length; i++) {
      reply = busy.steps[i](reply)
      const next = this.#busy as BusyScript | null
      if (next === null) continue
      // EXEC has come to another script that is busy: the rest follows that one.
      next.steps.push(...busy.steps.slice(i + 1))
      return
    }
    engine.endCommand()
    for (const act of this.#deferred.splice(0)) act()
  }

  #enter({ session, argv, command }: Surroundings): void {
    const { context } = this.#dispatcher
    context.client = session
    context.argv = argv
    context.isScript = true
    context.mayNotBlock = true
    this.#dispatcher.current = command
  }

  #leave(around: Surroundings, db: Database, dbIndex: number): void {
    const { session, argv, command, mayNotBlock } = around
    const { context } = this.#dispatcher
    context.client = session
    context.isScript = false
    context.argv = argv
    context.mayNotBlock = mayNotBlock
    session.db = db
    session.dbIndex = dbIndex
    this.#dispatcher.current = command
  }

  // ---- what a reply counts as ----

  /** Counts the errors of a script's reply, except for those of its calls, which are counted. */
  #ended(reply: Reply): Reply {
    this.#hasFailed = false
    this.#lastError = reply instanceof ErrorReply ? reply : null
    this.#countErrors(reply)
    return reply
  }

  /** Without recursion: a script's reply may nest deeper than JS's stack. */
  #countErrors(reply: Reply): void {
    const open: Reply[] = [reply]
    while (open.length > 0) {
      const one = open.pop() as Reply
      if (typeof one !== 'object' || one === null) continue
      if (one instanceof ErrorReply) {
        this.#hasFailed = true
        if (!this.#isFromCall(one.text)) this.#dispatcher.countError(one)
      } else if (Array.isArray(one)) for (const item of one) open.push(item)
      else if (one instanceof MapReply) for (const item of one.entries) open.push(item)
      else if (one instanceof SetReply) for (const item of one.members) open.push(item)
    }
  }

  /** An error that a call raised comes back with the place in the script behind it. */
  #isFromCall(text: string): boolean {
    if (this.calls.errors.size === 0) return false
    const place = text.lastIndexOf(' script: ')
    const own = place < 0 ? text : text.slice(0, place)
    return this.calls.errors.has(own)
  }
}
