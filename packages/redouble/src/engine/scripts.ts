import { hexDigest } from '../kernel/digest.ts'
import type { ClientState } from '../command/client-state.ts'
import type { Command } from '../command/define.ts'
import {
  NOT_BUSY,
  type ScriptRefusals,
  scriptDoesNotCompile,
  scriptRefusals,
  scriptUnavailable,
  WRITING_SCRIPT_IN_READ_ONLY_CALL,
} from '../command/errors/scripting.ts'
import type { EvalRequest, ScriptState } from '../command/server-state.ts'
import { lowerAscii } from '../kernel/bytes.ts'
import { ErrorReply, MapReply, type Reply, SetReply } from '../resp/reply.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import { ScriptCalls } from './script-calls.ts'
import type { LoadScriptHost, ScriptHost } from './script-host.ts'
import type { Session } from './session.ts'
import { shebangFlags } from './shebang.ts'

/** As many scripts of EVAL as are kept, the least recently used going first. */
const MAX_EVAL_SCRIPTS = 500

interface Script {
  readonly source: string
  /** Null without a shebang line. */
  readonly flags: ReadonlySet<string> | null
}

/** The script cache, and how scripts run. */
export class Scripts implements ScriptState {
  readonly #engine: Engine
  readonly #dispatcher: Dispatcher
  readonly #load: LoadScriptHost | undefined
  readonly #refusals: ScriptRefusals
  readonly #calls: ScriptCalls
  readonly #scripts = new Map<string, Script>()
  /** Digests of the bodies that are in the cache. */
  readonly #digests = new Map<string, string>()
  /** Scripts that EVAL brought and that may be evicted, the least recently used first. */
  readonly #evictable = new Set<string>()
  #host: ScriptHost | null = null
  #loading: Promise<void> | null = null
  #evictedCount = 0
  #lastError: ErrorReply | null = null
  /** The last script's reply was an error or had one in it. */
  hasFailed = false

  constructor(engine: Engine, dispatcher: Dispatcher, load: LoadScriptHost | undefined) {
    this.#engine = engine
    this.#dispatcher = dispatcher
    this.#load = load
    this.#refusals = scriptRefusals(engine.profile)
    this.#calls = new ScriptCalls(engine, dispatcher, this.#refusals)
  }

  get count(): number {
    return this.#scripts.size
  }

  get evictedCount(): number {
    return this.#evictedCount
  }

  get memoryBytes(): number {
    return this.#host?.memoryBytes() ?? 0
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
      () => resume(() => this.#engine.process(session, argv)),
      (error: unknown) => resume(() => session.answer(scriptUnavailable(String(error)))),
    )
    return true
  }

  exists(sha: string): boolean {
    return this.#scripts.has(lowerAscii(sha))
  }

  source(sha: string): string | undefined {
    return this.#scripts.get(lowerAscii(sha))?.source
  }

  load(source: string): Reply {
    const sha = this.#digest(source)
    if (this.#scripts.has(sha)) {
      if (this.#engine.profile.quirks.scriptLoadKeeps) this.#evictable.delete(sha)
      return sha
    }
    this.#add(sha, source)
    return sha
  }

  flush(): void {
    this.#scripts.clear()
    this.#digests.clear()
    this.#evictable.clear()
    this.#host?.flush()
  }

  kill(): Reply {
    return NOT_BUSY
  }

  evaluate(client: ClientState, request: EvalRequest): Reply {
    const { source } = request
    const sha = source === undefined ? lowerAscii(request.sha as string) : this.#digest(source)
    let script = this.#scripts.get(sha)
    if (script === undefined) {
      if (source === undefined) return this.#refusals.noMatchingScript
      script = this.#add(sha, source)
      if (this.#engine.profile.quirks.evictsEvalScripts) this.#evict(sha)
    } else if (this.#evictable.delete(sha)) this.#evictable.add(sha)
    const mayWrite = script.flags === null || !script.flags.has('no-writes')
    if (request.isReadOnly && script.flags !== null && mayWrite) {
      return WRITING_SCRIPT_IN_READ_ONLY_CALL
    }
    this.#calls.begin(client as Session, {
      isReadOnly: request.isReadOnly || !mayWrite,
      allowsOom: script.flags?.has('allow-oom') === true,
    })
    return this.#run(sha, client as Session, request)
  }

  /** For CLIENT PAUSE WRITE: whether a call of EVAL and its kind may change something. */
  mayWrite(command: Command, argv: readonly string[]): boolean {
    if (!command.flags.includes('may_replicate')) return false
    return this.#flagsOfCall(argv)?.has('no-writes') !== true
  }

  /** Whether a call is refused as a whole when there is no memory; old scripts see for themselves. */
  takesMemory(argv: readonly string[]): boolean {
    const flags = this.#flagsOfCall(argv)
    return flags !== null && !flags.has('no-writes') && !flags.has('allow-oom')
  }

  /** The error was counted when the script ended, or when one of its calls did. */
  hasCounted(error: ErrorReply): boolean {
    return error === this.#lastError
  }

  /** The flags of the script behind EVAL, EVALSHA and their kind; null when it is not known. */
  #flagsOfCall([name, script]: readonly string[]): ReadonlySet<string> | null {
    const isDigest = lowerAscii(name).startsWith('evalsha')
    if (isDigest) return this.#scripts.get(lowerAscii(script))?.flags ?? null
    try {
      return this.#flagsOf(script)
    } catch {
      return null
    }
  }

  #flagsOf(source: string): ReadonlySet<string> | null {
    return shebangFlags(source, this.#engine.profile.flavour === 'valkey')
  }

  /** Compiles a script into the cache; throws an ErrorReply. */
  #add(sha: string, source: string): Script {
    if (this.#host === null) throw scriptUnavailable('no interpreter was given')
    const script = { source, flags: this.#flagsOf(source) }
    const reason = this.#host.compile(sha, source)
    if (reason !== null) throw scriptDoesNotCompile(reason)
    this.#scripts.set(sha, script)
    this.#digests.set(source, sha)
    return script
  }

  /** Makes room for a script of EVAL's. */
  #evict(sha: string): void {
    this.#evictable.add(sha)
    if (this.#evictable.size <= MAX_EVAL_SCRIPTS) return
    const [oldest] = this.#evictable
    this.#evictable.delete(oldest)
    this.#digests.delete(this.#scripts.get(oldest)?.source ?? '')
    this.#scripts.delete(oldest)
    this.#evictedCount++
  }

  #run(sha: string, session: Session, request: EvalRequest): Reply {
    const host = this.#host as ScriptHost
    const { context } = this.#dispatcher
    const { argv, mayNotBlock } = context
    const { db, dbIndex } = session
    const command = this.#dispatcher.current
    context.isScript = true
    context.scriptResp = 2
    context.mayNotBlock = true
    try {
      const reply = host.run(sha, request.keys, request.argv, this.#calls)
      this.#account(reply)
      return reply
    } finally {
      context.client = session
      context.isScript = false
      context.argv = argv
      context.mayNotBlock = mayNotBlock
      session.db = db
      session.dbIndex = dbIndex
      this.#dispatcher.current = command
    }
  }

  /** Counts the errors of a script's reply, except for those of its calls, which are counted. */
  #account(reply: Reply): void {
    this.hasFailed = false
    this.#lastError = reply instanceof ErrorReply ? reply : null
    this.#countErrors(reply)
  }

  /** Without recursion: a script's reply may nest deeper than JS's stack. */
  #countErrors(reply: Reply): void {
    const open: Reply[] = [reply]
    while (open.length > 0) {
      const one = open.pop() as Reply
      if (typeof one !== 'object' || one === null) continue
      if (one instanceof ErrorReply) {
        this.hasFailed = true
        if (!this.#isFromCall(one.text)) this.#dispatcher.countError(one)
      } else if (Array.isArray(one)) for (const item of one) open.push(item)
      else if (one instanceof MapReply) for (const item of one.entries) open.push(item)
      else if (one instanceof SetReply) for (const item of one.members) open.push(item)
    }
  }

  /** An error that a call raised comes back with the place in the script behind it. */
  #isFromCall(text: string): boolean {
    if (this.#calls.errors.size === 0) return false
    const place = text.lastIndexOf(' script: ')
    const own = place < 0 ? text : text.slice(0, place)
    return this.#calls.errors.has(own)
  }

  #digest(source: string): string {
    return this.#digests.get(source) ?? hexDigest('sha1', source)
  }
}
