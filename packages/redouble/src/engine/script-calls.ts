import {
  type ScriptRefusals,
  scriptTookTooLong,
  WRITE_FROM_READ_ONLY_SCRIPT,
} from '../command/errors/scripting.ts'
import { unknownSubcommand } from '../command/errors/common.ts'
import { OOM } from '../command/errors/dispatch.ts'
import type { Command } from '../command/define.ts'
import { systemClock } from '../kernel/clock.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import { isOutOfMemory } from './memory-limit.ts'
import type { ScriptBridge } from './script-host.ts'
import type { Session } from './session.ts'

/** What a script is held to, by its flags and by how it was called. */
export interface ScriptTerms {
  readonly isReadOnly: boolean
  /** It may take memory that is not there. */
  readonly allowsOom: boolean
}

/** What a running script can do. One object serves all scripts of an engine, one after the other. */
export class ScriptCalls implements ScriptBridge {
  readonly #engine: Engine
  readonly #dispatcher: Dispatcher
  readonly #refusals: ScriptRefusals
  #session!: Session
  #terms: ScriptTerms = { isReadOnly: false, allowsOom: false }
  /** It has written already: from then on it may take memory, so as not to stop half-way. */
  #hasWritten = false
  #startedMicros = 0
  /** Errors that the script's calls were answered with: they have been counted. */
  readonly errors: Set<string> = new Set()
  readonly redisVersion: string
  readonly redisVersionNumber: number
  readonly valkeyVersion?: string

  constructor(engine: Engine, dispatcher: Dispatcher, refusals: ScriptRefusals) {
    this.#engine = engine
    this.#dispatcher = dispatcher
    this.#refusals = refusals
    const { redisVersion, valkeyVersion } = engine.profile
    this.redisVersion = redisVersion
    this.redisVersionNumber = packVersion(redisVersion)
    if (valkeyVersion !== undefined) this.valkeyVersion = valkeyVersion
  }

  /** A script begins. */
  begin(session: Session, terms: ScriptTerms): void {
    this.#session = session
    this.#terms = terms
    this.#hasWritten = false
    this.#startedMicros = systemClock.monotonicMicros()
    this.errors.clear()
  }

  call(argv: string[]): Reply {
    const command = this.#admitted(argv)
    let reply: Reply
    if (command instanceof ErrorReply) {
      this.#dispatcher.countError(command)
      reply = command
    } else {
      reply = this.#dispatcher.call(this.#session, command, argv)
    }
    if (reply instanceof ErrorReply) this.errors.add(reply.text)
    return reply
  }

  setResp(version: 2 | 3): void {
    this.#dispatcher.context.scriptResp = version
  }

  log(): void {}

  setRepl(): void {}

  aclCheck(argv: string[]): boolean | undefined {
    return this.#lookup(argv) instanceof ErrorReply ? undefined : true
  }

  /** Reads the wall clock: a script that a test's clock never reaches must end as well. */
  onInstructions(): string | undefined {
    const limitMs = this.#engine.config.busyReplyThresholdMs
    if (limitMs <= 0) return undefined
    const micros = systemClock.monotonicMicros() - this.#startedMicros
    return micros > limitMs * 1000 ? scriptTookTooLong(limitMs) : undefined
  }

  #admitted(argv: readonly string[]): Command | ErrorReply {
    const command = this.#lookup(argv)
    if (command instanceof ErrorReply) return command
    const { arity, flags } = command
    if (arity > 0 ? argv.length !== arity : argv.length < -arity) return this.#refusals.wrongArity
    if (flags.includes('noscript')) return this.#refusals.notAllowed
    const isWrite = flags.includes('write')
    if (this.#terms.isReadOnly && (isWrite || flags.includes('may_replicate'))) {
      return WRITE_FROM_READ_ONLY_SCRIPT
    }
    if (flags.includes('denyoom') && this.#lacksMemory()) return OOM
    if (isWrite) this.#hasWritten = true
    return command
  }

  #lacksMemory(): boolean {
    return !this.#terms.allowsOom && !this.#hasWritten && isOutOfMemory(this.#engine.config)
  }

  #lookup(argv: readonly string[]): Command | ErrorReply {
    const { commands, profile } = this.#engine
    const found = commands.lookup(argv[0])
    if (found === undefined) return this.#refusals.unknownCommand
    if (!found.isContainer || argv.length < 2) return found
    const sub = commands.lookupSub(found, argv[1])
    if (sub !== undefined) return sub
    const namesCommand = profile.quirks.refusalsNameCommand
    return namesCommand ? unknownSubcommand(found.name, argv[1]) : this.#refusals.unknownCommand
  }
}

/** Major, minor and patch in a byte each. */
function packVersion(version: string): number {
  const [major, minor, patch] = version.split('.').map(Number)
  return (major << 16) | (minor << 8) | patch
}
