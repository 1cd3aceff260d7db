import { unknownCommand, unknownSubcommand } from '../command/errors/common.ts'
import { noPermission } from '../command/errors/acl.ts'
import { execAborted, internalError, NOAUTH } from '../command/errors/dispatch.ts'
import type { Command } from '../command/define.ts'
import { lowerAscii } from '../kernel/bytes.ts'
import { ErrorReply, NO_REPLY, QUEUED, type Reply } from '../resp/reply.ts'
import { Admission, NEVER_QUEUED } from './admission.ts'
import type { BlockedClient } from './blocking.ts'
import { contextWithin } from './declared-effects.ts'
import type { Engine } from './engine.ts'
import { Execution } from './execution.ts'
import { footprintGuardOf } from './footprint.ts'
import { feedMonitors } from './monitor-line.ts'
import { newCommandStats, recordCall } from './server-stats.ts'
import type { Session } from './session.ts'
import { logIfSlow, noteLatency } from './slow-log.ts'
import { executeTransaction } from './transaction.ts'

/** Redis gives up counting error codes beyond this many. */
const MAX_ERROR_CODES = 128

/** The way of a command from argv to its reply: look-up, checks, queueing, call, statistics. */
export class Dispatcher {
  readonly #engine: Engine
  readonly #admission: Admission
  readonly context: Execution
  /** The command that runs now; the parked client remembers it. */
  current: Command | null = null

  constructor(engine: Engine) {
    this.#engine = engine
    this.#admission = new Admission(engine)
    this.context = new Execution(engine, {
      get now() {
        return engine.now
      },
      park: (session, argv, request) => engine.park(session, argv, request),
      callFor: (session, argv) => this.#resolveAndCall(session, argv),
    })
  }

  #resolveAndCall(session: Session, argv: string[]): Reply {
    const command = this.#lookup(argv)
    return command instanceof ErrorReply ? command : this.call(session, command, argv)
  }

  /** Runs one command of a client and answers it. */
  process(session: Session, argv: string[]): void {
    let reply: Reply
    session.isExecuting = true
    session.running = argv
    try {
      reply = this.#checked(session, argv)
    } finally {
      session.isExecuting = false
      if (session.blocked === null) session.running = null
    }
    if (reply === NO_REPLY && this.#engine.scriptRuns.isWaiting(session)) {
      this.#awaitScript(session, argv)
      return
    }
    this.#engine.answer(session, argv, reply)
    if (session.tracking?.isCaching === true) endCaching(session, argv)
  }

  /** The client's script has become busy: its reply comes later. */
  #awaitScript(session: Session, argv: string[]): void {
    const engine = this.#engine
    session.isExecuting = true
    session.running = argv
    session.holds++
    engine.scriptRuns.whenDone((reply) => {
      session.isExecuting = false
      session.running = null
      session.holds--
      if (session.isClosed) return reply
      engine.answer(session, argv, reply)
      engine.flush(session)
      if (session.tracking?.isCaching === true) endCaching(session, argv)
      engine.resume(session)
      return reply
    })
  }

  #checked(session: Session, argv: string[]): Reply {
    const engine = this.#engine
    session.lastCommandAt = engine.now
    const command = this.#lookup(argv)
    if (command instanceof ErrorReply) return this.#unknown(session, argv, command)
    session.lastCommandName = command.shownName
    const refusal = this.#admission.refusal(session, command, argv)
    if (refusal !== null)
      return this.#reject(session, argv, this.#authFirst(session, refusal, command), command)
    if (engine.scriptRuns.isBusy && !command.flags.includes('allow_busy')) {
      engine.scriptRuns.holdUntilFree(session, argv)
      return NO_REPLY
    }
    if (engine.pause !== null && engine.pauses.hold(session, command, argv)) return NO_REPLY
    const { transaction } = session
    if (transaction !== null && !NEVER_QUEUED.has(command.name)) {
      transaction.queued.push({ argv, command })
      return QUEUED
    }
    if (this.#awaitsInterpreter(command) && engine.scripts.hold(session, argv)) return NO_REPLY
    if (
      command.name === 'exec' &&
      transaction?.queued.some((one) => this.#awaitsInterpreter(one.command))
    ) {
      if (engine.scripts.hold(session, argv)) return NO_REPLY
    }
    this.current = command
    return this.call(session, command, argv)
  }

  /** It runs code, or tells of libraries that came with a dump and were not loaded yet. */
  #awaitsInterpreter({ runsScripts, name }: Command): boolean {
    if (runsScripts) return true
    return this.#engine.functions.hasUnloaded && name.startsWith('function|')
  }

  /** The definition behind argv; a container by itself when no subcommand is named. */
  #lookup(argv: readonly string[]): Command | ErrorReply {
    const { commands } = this.#engine
    const found = commands.lookup(argv[0])
    if (found === undefined) return unknownCommand(argv)
    if (!found.isContainer || argv.length < 2) return found
    return commands.lookupSub(found, argv[1]) ?? unknownSubcommand(found.name, argv[1])
  }

  #unknown(session: Session, argv: string[], error: ErrorReply): Reply {
    // Somebody makes a browser talk to the server: hang up at the first line of HTTP.
    const name = lowerAscii(argv[0])
    if (name === 'post' || name === 'host:') {
      session.abort()
      return NO_REPLY
    }
    session.lastCommandName = 'NULL'
    return this.#reject(session, argv, this.#authFirst(session, error))
  }

  /** Where NOAUTH comes before everything else, it replaces the refusal. */
  #authFirst(session: Session, refusal: ErrorReply, command?: Command): ErrorReply {
    if (session.isAdmitted || !this.#engine.profile.quirks.checksAuthFirst) return refusal
    return command?.flags.includes('no_auth') === true ? refusal : NOAUTH
  }

  /** The reply to a command that is refused although nothing is wrong with it. */
  refuse(session: Session, argv: string[], error: ErrorReply): Reply {
    const command = this.#lookup(argv)
    if (command instanceof ErrorReply) return this.#reject(session, argv, error)
    return this.#reject(session, argv, error, command)
  }

  /** A refused command spoils the transaction that it was meant for. */
  #reject(session: Session, argv: string[], error: ErrorReply, command?: Command): Reply {
    if (command !== undefined) this.#statsOf(command).rejected++
    if (command?.name === 'exec') return this.#rejectExec(session, argv, error, command)
    this.countError(error)
    if (session.transaction !== null) session.transaction.isDirty = true
    return error
  }

  /** A refused EXEC ends the transaction, if there is one, and says so even if there is none. */
  #rejectExec(session: Session, argv: string[], error: ErrorReply, command: Command): Reply {
    const engine = this.#engine
    const aborted = execAborted(error)
    this.countError(aborted)
    session.transaction = null
    engine.unwatch(session)
    if (engine.monitors.size > 0) feedMonitors(engine, session, command, argv, false)
    return aborted
  }

  #statsOf(command: Command): ReturnType<typeof newCommandStats> {
    const all = this.#engine.commandStats
    let stats = all.get(command.shownName)
    if (stats === undefined) {
      stats = newCommandStats()
      all.set(command.shownName, stats)
    }
    return stats
  }

  /** Executes a definition, within its footprint where footprints are checked. */
  #run(command: Command, argv: string[]): Reply {
    const engine = this.#engine
    if (!engine.checksFootprints) return command.execute(this.context, argv)
    const outer = engine.footprintGuard
    engine.footprintGuard = footprintGuardOf(command, argv)
    try {
      return command.execute(contextWithin(command, this.context), argv)
    } finally {
      engine.footprintGuard = outer
    }
  }

  /** Runs a definition for a client: context, MONITOR, statistics, slow log. */
  call(session: Session, command: Command, argv: string[]): Reply {
    const engine = this.#engine
    const { context } = this
    context.client = session
    context.argv = argv
    this.current = command
    const isFedFirst = engine.monitors.size > 0 && command.flags.includes('skip_monitor')
    if (isFedFirst) feedMonitors(engine, session, command, argv, context.isScript)
    const isPrecise = engine.timesPrecisely
    const started = isPrecise ? engine.clock.monotonicMicros() : engine.clockReading * 1000
    let reply: Reply
    try {
      reply = this.#run(command, argv)
    } catch (error) {
      if (!(error instanceof ErrorReply)) return this.internalError(command, error)
      reply = error
    }
    if (reply === NO_REPLY && !context.isScript && engine.scriptRuns.isWaiting(session)) {
      engine.scriptRuns.whenDone((late) => {
        context.client = session
        context.argv = argv
        this.current = command
        return this.#called(session, command, argv, late, started, isPrecise, isFedFirst)
      })
      return reply
    }
    return this.#called(session, command, argv, reply, started, isPrecise, isFedFirst)
  }

  /** A definition has run: statistics, slow log and who else wants to know. */
  #called(
    session: Session,
    command: Command,
    argv: string[],
    reply: Reply,
    started: number,
    isPrecise: boolean,
    isFedFirst: boolean,
  ): Reply {
    const engine = this.#engine
    const { context } = this
    if (session.tracking !== null) {
      engine.tracking.remember(session, command, argv, context.isScript)
    }
    engine.clockReading = engine.clock.now()
    const ended = isPrecise ? engine.clock.monotonicMicros() : engine.clockReading * 1000
    const micros = Math.max(0, ended - started) + engine.heldMicros
    engine.heldMicros = 0
    engine.stats.commandsProcessed++
    if (session.blocked === null) session.totalCommands++
    const stats = this.#statsOf(command)
    recordCall(stats, micros)
    if (reply instanceof ErrorReply) {
      stats.failed++
      if (!engine.scriptRuns.hasCounted(reply)) this.countError(reply)
    } else if (command.runsScripts && engine.scriptRuns.takeFailure()) stats.failed++
    if (engine.observer !== null) {
      const cause = context.isScript ? 'script' : context.mayNotBlock ? 'transaction' : 'client'
      engine.observer.called({ session, command, argv, reply, micros, cause })
    }
    logIfSlow(engine, session, command, argv, micros)
    if (engine.config.latencyMonitorThresholdMs > 0) noteLatency(engine, command, micros)
    if (engine.monitors.size > 0 && !isFedFirst) {
      feedMonitors(engine, session, command, argv, context.isScript)
    }
    return reply
  }

  /** A parked client's command, run again. NO_REPLY when it goes on waiting. */
  retry(client: BlockedClient, key: string): Reply {
    const { context } = this
    const { session } = client
    context.client = session
    context.argv = client.argv
    context.isRetry = true
    context.readyKey = key
    this.current = client.command
    this.#engine.currentSession = session
    session.isExecuting = true
    let reply: Reply
    try {
      reply = this.#lost(client) ?? this.#run(client.command, client.argv)
    } catch (error) {
      reply = error instanceof ErrorReply ? error : this.internalError(client.command, error)
    }
    context.isRetry = false
    session.isExecuting = false
    this.#engine.currentSession = null
    if (session.tracking !== null && !this.#engine.profile.quirks.servedReadsAreForgotten) {
      this.#engine.tracking.remember(session, client.command, client.argv, false)
    }
    if (reply instanceof ErrorReply) this.countError(reply)
    else if (reply === NO_REPLY) session.releasePushes()
    return reply
  }

  /** The refusal of what the client was allowed to do when it began to wait. */
  #lost({ session, command, argv }: BlockedClient): ErrorReply | null {
    const { access, profile } = this.#engine
    if (!profile.quirks.aclChecksOnWake) return null
    // It has stopped waiting by then, as ACL LOG shows it.
    const { blocked } = session
    session.blocked = null
    const denial = access.refusal(session, command, argv)
    session.blocked = blocked
    return denial === null ? null : noPermission(session.user, denial, profile)
  }

  executeTransaction(session: Session): Reply {
    return executeTransaction(this.#engine, this, session)
  }

  /** An error that no command answered with, counted as if one had. */
  counted(reply: ErrorReply): ErrorReply {
    this.countError(reply)
    return reply
  }

  countError(reply: ErrorReply): void {
    const { stats } = this.#engine
    stats.errorReplies++
    const count = stats.errors.get(reply.code)
    if (count === undefined && stats.errors.size >= MAX_ERROR_CODES) return
    stats.errors.set(reply.code, (count ?? 0) + 1)
  }

  /** A command that scripts are refused counts as rejected, if there is such a one. */
  countRejected(argv: readonly string[]): void {
    const command = this.#lookup(argv)
    if (!(command instanceof ErrorReply)) this.#statsOf(command).rejected++
  }

  /** What a client gets where a definition or the interpreter fails. */
  internalError(command: Command, error: unknown): ErrorReply {
    this.#engine.stats.unexpectedErrors++
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return internalError(command.name, detail)
  }
}

/** CLIENT CACHING holds for the next command that is none of CLIENT's, or for a whole MULTI. */
function endCaching(session: Session, argv: readonly string[]): void {
  if (session.tracking === null || session.transaction !== null) return
  if (lowerAscii(argv[0]) !== 'client') session.tracking.isCaching = false
}
