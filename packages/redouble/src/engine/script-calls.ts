import {
  scriptBlocksProcess,
  type ScriptRefusals,
  WRITE_FROM_READ_ONLY_SCRIPT,
} from '../command/errors/scripting.ts'
import { scriptRefused } from '../command/errors/acl.ts'
import { unknownSubcommand } from '../command/errors/common.ts'
import { OOM } from '../command/errors/dispatch.ts'
import { notPersisting } from '../command/errors/persistence.ts'
import type { Command } from '../command/define.ts'
import { realMicros } from '../kernel/event-loop.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import { PAUSE, type ScriptBridge } from './script-host.ts'
import type { Session } from './session.ts'

/** As long as a slice of a busy script takes; others have to wait for so long. */
const SLICE_MICROS = 8000
/** Without a threshold, nobody is told; but the process still has to breathe. */
const SILENT_LIMIT_MS = 5000
/** How much longer than the threshold a script may keep everybody out where it cannot pause. */
const UNPAUSABLE_GRACE_MS = 5000

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
  hasWritten = false
  #startedMicros = 0
  /** When the slice of a busy script began; null before it is busy. */
  #sliceMicros: number | null = null
  #killedBy: string | null = null
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
    this.hasWritten = false
    this.#startedMicros = realMicros()
    this.#sliceMicros = null
    this.#killedBy = null
    this.errors.clear()
  }

  /** A busy script goes on. */
  beginSlice(): void {
    this.#sliceMicros = realMicros()
  }

  /** The script ends with this error as soon as it runs again. */
  kill(text: string): void {
    this.#killedBy = text
  }

  call(argv: string[]): Reply {
    const command = this.#admitted(argv)
    let reply: Reply
    if (command instanceof ErrorReply) {
      this.#dispatcher.countRejected(argv)
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
    const command = this.#lookup(argv)
    if (command instanceof ErrorReply) return undefined
    const { account, dbIndex } = this.#session
    return this.#engine.access.check(account, command, argv, dbIndex) === null
  }

  /** Goes by real time: a script that a test's clock never reaches keeps others out as well. */
  onInstructions(): string | typeof PAUSE | undefined {
    if (this.#killedBy !== null) return this.#killedBy
    const now = realMicros()
    if (this.#sliceMicros !== null) {
      return now - this.#sliceMicros > SLICE_MICROS ? PAUSE : undefined
    }
    return now - this.#startedMicros > this.#limitMs * 1000 ? PAUSE : undefined
  }

  onUnpausable(): string | undefined {
    const limitMs = this.#limitMs + UNPAUSABLE_GRACE_MS
    const since = this.#sliceMicros ?? this.#startedMicros
    return realMicros() - since > limitMs * 1000 ? scriptBlocksProcess(limitMs) : undefined
  }

  get #limitMs(): number {
    const { busyReplyThresholdMs } = this.#engine.config
    return busyReplyThresholdMs > 0 ? busyReplyThresholdMs : SILENT_LIMIT_MS
  }

  #admitted(argv: readonly string[]): Command | ErrorReply {
    const command = this.#lookup(argv)
    if (command instanceof ErrorReply) return command
    const { arity, flags } = command
    if (arity > 0 ? argv.length !== arity : argv.length < -arity) return this.#refusals.wrongArity
    if (flags.includes('noscript')) return this.#refusals.notAllowed
    const { access, profile } = this.#engine
    const denial = access.refusal(this.#session, command, argv, true)
    if (denial !== null) return scriptRefused(this.#session.user, denial, profile)
    const isWrite = flags.includes('write')
    const lacksMemory = flags.includes('denyoom') && this.#lacksMemory()
    if (lacksMemory && profile.quirks.scriptsCheckMemoryFirst) return OOM
    if (this.#terms.isReadOnly && (isWrite || flags.includes('may_replicate'))) {
      return WRITE_FROM_READ_ONLY_SCRIPT
    }
    if (lacksMemory) return OOM
    if (isWrite && this.#engine.saving.deniesWrites) return notPersisting(profile.flavour)
    if (isWrite) this.hasWritten = true
    return command
  }

  #lacksMemory(): boolean {
    return !this.#terms.allowsOom && !this.hasWritten && this.#engine.eviction.isOutOfMemory
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
