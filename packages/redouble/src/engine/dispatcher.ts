import { clean, unknownCommand, unknownSubcommand, wrongArity } from '../command/errors/common.ts'
import {
  debugNotAllowed,
  EXEC_ABORTED,
  execAborted,
  NOAUTH,
  NOT_IN_TRANSACTION,
  onlyInSubscribedContext,
} from '../command/errors/dispatch.ts'
import type { Command } from '../command/define.ts'
import { ErrorReply, NO_REPLY, NULL_ARRAY, QUEUED, type Reply } from '../resp/reply.ts'
import type { BlockedClient } from './blocking.ts'
import type { Engine } from './engine.ts'
import { Execution } from './execution.ts'
import type { Execute, Interceptor } from './interceptor.ts'
import { monitorLine } from './monitor-line.ts'
import { newCommandStats, recordCall } from './server-stats.ts'
import type { Session } from './session.ts'

/** Commands that a RESP2 client with subscriptions may use. */
const SUBSCRIBED_COMMANDS = new Set([
  'ping',
  'subscribe',
  'ssubscribe',
  'sunsubscribe',
  'unsubscribe',
  'psubscribe',
  'punsubscribe',
  'quit',
  'reset',
])
/** Commands that run at once inside MULTI instead of being queued. */
const NEVER_QUEUED = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset'])
/** Redis gives up counting error codes beyond this many. */
const MAX_ERROR_CODES = 128
const SLOWLOG_MAX_ARGS = 32
const SLOWLOG_MAX_BYTES = 128

/** The way of a command from argv to its reply: look-up, checks, queueing, call, statistics. */
export class Dispatcher {
  readonly #engine: Engine
  readonly context: Execution
  /** The command that runs now; the parked client remembers it. */
  current: Command | null = null
  #interceptors: Interceptor[] = []
  #execute: Execute

  constructor(engine: Engine) {
    this.#engine = engine
    this.context = new Execution(engine, {
      get now() {
        return engine.now
      },
      park: (session, argv, request) => engine.park(session, argv, request),
      callFor: (session, argv) => this.call(session, this.#resolve(argv), argv),
    })
    this.#execute = (session, argv) => this.call(session, this.current as Command, argv)
  }

  intercept(interceptor: Interceptor): () => void {
    this.#interceptors.push(interceptor)
    this.#compose()
    return () => {
      this.#interceptors = this.#interceptors.filter((one) => one !== interceptor)
      this.#compose()
    }
  }

  #compose(): void {
    this.#execute = this.#interceptors.reduceRight<Execute>(
      (next, interceptor) => interceptor(next),
      (session, argv) => this.call(session, this.#resolve(argv), argv),
    )
  }

  /** Runs one command of a client and answers it. */
  process(session: Session, argv: string[]): void {
    const reply = this.#checked(session, argv)
    if (reply !== NO_REPLY) session.reply(reply)
  }

  #checked(session: Session, argv: string[]): Reply {
    session.totalCommands++
    session.lastCommandAt = this.#engine.now
    let command: Command
    try {
      command = this.#resolve(argv)
    } catch (error) {
      return this.#reject(session, argv, error as ErrorReply)
    }
    session.lastCommandName = command.name
    const refusal = this.#refusal(session, command)
    if (refusal !== null) return this.#reject(session, argv, refusal, command)
    const transaction = session.transaction
    if (transaction !== null && !NEVER_QUEUED.has(command.name)) {
      if (command.flags.includes('no_multi')) {
        return this.#reject(session, argv, NOT_IN_TRANSACTION, command)
      }
      transaction.queued.push({ argv, command })
      return QUEUED
    }
    if (this.#engine.pause !== null && this.#engine.pauses.hold(session, command, argv)) {
      return NO_REPLY
    }
    if (command.runsScripts && this.#engine.scripts.hold(session, argv)) return NO_REPLY
    if (command.name === 'exec' && transaction?.queued.some((one) => one.command.runsScripts)) {
      if (this.#engine.scripts.hold(session, argv)) return NO_REPLY
    }
    this.current = command
    return this.#execute(session, argv)
  }

  /** Finds the definition and checks the arity; throws an ErrorReply. */
  #resolve(argv: readonly string[]): Command {
    const found = this.#engine.commands.lookup(argv[0])
    if (found === undefined) throw unknownCommand(argv)
    let command = found
    if (found.isContainer && (argv.length > 1 || found.arity !== -1)) {
      if (argv.length < 2) throw wrongArity(found.name)
      const sub = this.#engine.commands.lookupSub(found, argv[1])
      if (sub === undefined) throw unknownSubcommand(found.name, argv[1])
      command = sub
    }
    const arity = command.arity
    if (arity > 0 ? argv.length !== arity : argv.length < -arity) throw wrongArity(command.name)
    return command
  }

  #refusal(session: Session, command: Command): ErrorReply | null {
    if (!session.isAuthenticated && !command.flags.includes('no_auth')) return NOAUTH
    if (command.isProtected && !this.#mayDebug(session)) return debugNotAllowed('DEBUG')
    if (session.resp === 2 && session.subscriptionCount > 0) {
      if (!SUBSCRIBED_COMMANDS.has(command.name)) return onlyInSubscribedContext(command.name)
    }
    return null
  }

  #mayDebug(session: Session): boolean {
    const setting = this.#engine.config.enableDebugCommand
    return setting === 'yes' || (setting === 'local' && isLocal(session))
  }

  /** A refused command spoils the transaction that it was meant for. */
  #reject(session: Session, argv: string[], error: ErrorReply, command?: Command): Reply {
    this.countError(error)
    if (command !== undefined) this.#statsOf(command).rejected++
    const transaction = session.transaction
    if (transaction === null) return error
    if (command?.name === 'exec' || argv[0].toLowerCase() === 'exec') {
      this.#discard(session)
      return execAborted(error)
    }
    transaction.isDirty = true
    return error
  }

  #statsOf(command: Command): ReturnType<typeof newCommandStats> {
    const all = this.#engine.commandStats
    let stats = all.get(command.name)
    if (stats === undefined) {
      stats = newCommandStats()
      all.set(command.name, stats)
    }
    return stats
  }

  /** Runs a definition for a client: context, MONITOR, statistics, slow log. */
  call(session: Session, command: Command, argv: string[]): Reply {
    const engine = this.#engine
    const context = this.context
    context.client = session
    context.argv = argv
    this.current = command
    if (engine.monitors.size > 0) this.#feedMonitors(session, command, argv)
    const started = engine.clock.monotonicMicros()
    let reply: Reply
    try {
      reply = command.execute(context, argv)
    } catch (error) {
      if (!(error instanceof ErrorReply)) return this.#internalError(command, error)
      reply = error
    }
    const micros = engine.clock.monotonicMicros() - started
    engine.stats.commandsProcessed++
    const stats = this.#statsOf(command)
    recordCall(stats, micros)
    if (reply instanceof ErrorReply) {
      stats.failed++
      this.countError(reply)
    }
    const threshold = engine.config.slowlogLogSlowerThanMicros
    if (threshold >= 0 && micros >= threshold) this.#logSlow(session, command, argv, micros)
    return reply
  }

  /** A parked client's command, run again. NO_REPLY when it goes on waiting. */
  retry(client: BlockedClient): Reply {
    const context = this.context
    context.client = client.session
    context.argv = client.argv
    context.isRetry = true
    this.current = client.command
    try {
      return client.command.execute(context, client.argv)
    } catch (error) {
      if (error instanceof ErrorReply) {
        this.countError(error)
        return error
      }
      return this.#internalError(client.command, error)
    } finally {
      context.isRetry = false
    }
  }

  executeTransaction(session: Session): Reply {
    const transaction = session.transaction
    if (transaction === null) return new ErrorReply('ERR EXEC without MULTI')
    const engine = this.#engine
    const isBroken = session.isWatchBroken || engine.hasExpiredWatch(session)
    this.#discard(session)
    if (transaction.isDirty) return EXEC_ABORTED
    if (isBroken) return NULL_ARRAY
    const context = this.context
    const couldNotBlock = context.mayNotBlock
    context.mayNotBlock = true
    const replies: Reply[] = []
    for (const { argv, command } of transaction.queued) {
      const refusal = this.#refusal(session, command)
      replies.push(refusal ?? this.call(session, command, argv))
    }
    context.mayNotBlock = couldNotBlock
    return replies
  }

  #discard(session: Session): void {
    session.transaction = null
    this.#engine.unwatch(session)
  }

  countError(reply: ErrorReply): void {
    const stats = this.#engine.stats
    stats.errorReplies++
    const count = stats.errors.get(reply.code)
    if (count === undefined && stats.errors.size >= MAX_ERROR_CODES) return
    stats.errors.set(reply.code, (count ?? 0) + 1)
  }

  #feedMonitors(session: Session, command: Command, argv: readonly string[]): void {
    if (command.flags.includes('skip_monitor') || command.flags.includes('admin')) return
    const engine = this.#engine
    const source = this.context.isScript ? 'lua' : session.address
    const line = monitorLine(engine.clock.nowMicros(), session.dbIndex, source, argv)
    for (const monitor of engine.monitors) monitor.push(line)
  }

  #logSlow(session: Session, command: Command, argv: readonly string[], micros: number): void {
    const engine = this.#engine
    if (command.flags.includes('skip_slowlog') || engine.config.slowlogMaxLen === 0) return
    engine.slowlog.unshift({
      id: engine.nextSlowlogId++,
      timeSeconds: Math.floor(engine.now / 1000),
      micros: Math.round(micros),
      argv: shortenForSlowlog(argv),
      address: session.address,
      name: session.name,
    })
    engine.slowlog.length = Math.min(engine.slowlog.length, engine.config.slowlogMaxLen)
  }

  #internalError(command: Command, error: unknown): ErrorReply {
    this.#engine.stats.unexpectedErrors++
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return new ErrorReply(clean(`ERR Redouble failed in ${command.name}: ${detail}`))
  }
}

function isLocal(session: Session): boolean {
  return session.isUnixSocket || /^(?:127\.|\[?::1|in-process)/.test(session.address)
}

/** SLOWLOG keeps 32 arguments of 128 bytes and says how much more there was. */
function shortenForSlowlog(argv: readonly string[]): string[] {
  const kept = argv.length > SLOWLOG_MAX_ARGS ? argv.slice(0, SLOWLOG_MAX_ARGS - 1) : [...argv]
  const out = kept.map((arg) =>
    arg.length > SLOWLOG_MAX_BYTES
      ? `${arg.slice(0, SLOWLOG_MAX_BYTES)}... (${arg.length - SLOWLOG_MAX_BYTES} more bytes)`
      : arg,
  )
  if (argv.length > SLOWLOG_MAX_ARGS) {
    out.push(`... (${argv.length - SLOWLOG_MAX_ARGS + 1} more arguments)`)
  }
  return out
}
