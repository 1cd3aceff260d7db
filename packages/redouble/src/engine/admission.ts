import {
  debugNotAllowed,
  MONITOR_TOUCHES_KEYS,
  NOAUTH,
  NOT_IN_TRANSACTION,
  notInTransaction,
  OOM,
  onlyInSubscribedContext,
} from '../command/errors/dispatch.ts'
import { notPersisting } from '../command/errors/persistence.ts'
import { noPermission } from '../command/errors/acl.ts'
import { wrongArity } from '../command/errors/common.ts'
import type { Command } from '../command/define.ts'
import type { ErrorReply } from '../resp/reply.ts'
import type { Engine } from './engine.ts'
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

/** What ends a transaction. */
const LEAVES_TRANSACTION: ReadonlySet<string> = new Set(['exec', 'discard', 'quit', 'reset'])

/** Commands that run at once inside MULTI instead of being queued. */
export const NEVER_QUEUED: ReadonlySet<string> = new Set([
  'exec',
  'discard',
  'multi',
  'watch',
  'quit',
  'reset',
])

/** Whether a command may be called at all, in the order in which the servers check. */
export class Admission {
  readonly #engine: Engine

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** The error that keeps a client from a command, or null. */
  refusal(session: Session, command: Command, argv: readonly string[]): ErrorReply | null {
    const { access, profile } = this.#engine
    const { arity } = command
    if (arity > 0 ? argv.length !== arity : argv.length < -arity) return wrongArity(command.name)
    if (command.isProtected && !this.#mayDebug(session)) return debugNotAllowed('DEBUG')
    if (!session.isAdmitted && !command.flags.includes('no_auth')) return NOAUTH
    if (session.transaction !== null && command.flags.includes('no_multi')) {
      const { refusalsNameCommand } = this.#engine.profile.quirks
      return refusalsNameCommand ? notInTransaction(command.name) : NOT_IN_TRANSACTION
    }
    const denial = access.refusal(session, command, argv)
    if (denial !== null) return noPermission(session.user, denial, profile)
    const { config, eviction } = this.#engine
    if (config.maxmemory > 0 && !eviction.makeRoom() && this.#takesMemory(session, command, argv)) {
      return OOM
    }
    if (this.#engine.saving.deniesWrites && isDeniedWithoutSaves(command)) {
      return notPersisting(profile.flavour)
    }
    if (session.resp === 2 && session.subscriptionCount > 0) {
      if (!SUBSCRIBED_COMMANDS.has(command.name)) return onlyInSubscribedContext(command.name)
    }
    const { busyError } = this.#engine.scriptRuns
    if (busyError !== null && !command.flags.includes('allow_busy')) return busyError
    if (session.isMonitor && touchesKeys(command)) return MONITOR_TOUCHES_KEYS
    return null
  }

  #takesMemory(session: Session, command: Command, argv: readonly string[]): boolean {
    const { transaction } = session
    if (command.name === 'exec') {
      const queued = transaction?.queued ?? []
      return queued.some((one) => this.#deniesOom(one.command, one.argv))
    }
    // Up to 7.0 the queue of a transaction counted as well, and MULTI and WATCH as if queued.
    const isWithin = transaction !== null && !LEAVES_TRANSACTION.has(command.name)
    if (isWithin && this.#engine.profile.quirks.queueingTakesMemory) return true
    return this.#deniesOom(command, argv)
  }

  #deniesOom(command: Command, argv: readonly string[]): boolean {
    if (command.name.startsWith('eval')) return this.#engine.scripts.takesMemory(argv)
    if (command.name.startsWith('fcall')) return this.#engine.functions.takesMemory(argv)
    return command.flags.includes('denyoom')
  }

  #mayDebug(session: Session): boolean {
    const setting = this.#engine.config.enableDebugCommand
    return setting === 'yes' || (setting === 'local' && isLocal(session))
  }
}

/** PING tells whoever watches the server that it does not do what it is to do. */
function isDeniedWithoutSaves({ name, flags }: Command): boolean {
  return name === 'ping' || flags.includes('write')
}

/** Redis counts clients that MONITOR among the replicas, which have no business with keys. */
function touchesKeys({ flags }: Command): boolean {
  return flags.includes('readonly') || flags.includes('write') || flags.includes('may_replicate')
}

function isLocal(session: Session): boolean {
  return session.isUnixSocket || /^(?:127\.|\[?::1|in-process)/.test(session.address)
}
