import { hexDigest } from '../kernel/digest.ts'
import type { ClientState } from '../command/client-state.ts'
import {
  type ScriptKind,
  type ScriptRefusals,
  scriptDoesNotCompile,
  scriptRefusals,
  WRITING_SCRIPT_IN_READ_ONLY_CALL,
} from '../command/errors/scripting.ts'
import type { EvalRequest, ScriptState } from '../command/server-state.ts'
import { lowerAscii } from '../kernel/bytes.ts'
import type { ErrorReply, Reply } from '../resp/reply.ts'
import type { Engine } from './engine.ts'
import type { ScriptInterpreter } from './script-interpreter.ts'
import type { ScriptRuns } from './script-runs.ts'
import type { Session } from './session.ts'
import { shebangFlags } from './shebang.ts'

/** As many scripts of EVAL as are kept, the least recently used going first. */
const MAX_EVAL_SCRIPTS = 500

interface Script {
  readonly source: string
  /** Null without a shebang line. */
  readonly flags: ReadonlySet<string> | null
}

/** The cache of scripts. */
export class Scripts implements ScriptState {
  readonly #engine: Engine
  readonly #interpreter: ScriptInterpreter
  readonly #runs: ScriptRuns
  readonly #refusals: ScriptRefusals
  readonly #scripts = new Map<string, Script>()
  /** Digests of the bodies that are in the cache. */
  readonly #digests = new Map<string, string>()
  /** Scripts that EVAL brought and that may be evicted, the least recently used first. */
  readonly #evictable = new Set<string>()
  #evictedCount = 0

  constructor(engine: Engine, interpreter: ScriptInterpreter, runs: ScriptRuns) {
    this.#engine = engine
    this.#interpreter = interpreter
    this.#runs = runs
    this.#refusals = scriptRefusals(engine.profile)
  }

  get count(): number {
    return this.#scripts.size
  }

  get evictedCount(): number {
    return this.#evictedCount
  }

  get memoryBytes(): number {
    return this.#interpreter.host?.memoryBytes() ?? 0
  }

  /** The first script waits for the interpreter; true when it does. */
  hold(session: Session, argv: string[]): boolean {
    return this.#interpreter.hold(session, argv)
  }

  get busyError(): ErrorReply | null {
    return this.#runs.busyError
  }

  get busyTimeMs(): number | null {
    return this.#runs.busyTimeMs
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
    this.#interpreter.host?.flush()
  }

  kill(kind: ScriptKind): Reply {
    return this.#runs.kill(kind)
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
    const run = {
      kind: 'script',
      name: sha,
      isReadOnly: request.isReadOnly || !mayWrite,
      allowsOom: script.flags?.has('allow-oom') === true,
    } as const
    const host = this.#interpreter.required
    return this.#runs.run(client as Session, run, (bridge) =>
      host.run(sha, request.keys, request.argv, bridge),
    )
  }

  /** For CLIENT PAUSE WRITE: whether a call of EVAL and its kind may change something. */
  mayWrite(argv: readonly string[]): boolean {
    return this.#flagsOfCall(argv)?.has('no-writes') !== true
  }

  /** Whether a call is refused as a whole when there is no memory; old scripts see for themselves. */
  takesMemory(argv: readonly string[]): boolean {
    const flags = this.#flagsOfCall(argv)
    return flags !== null && !flags.has('no-writes') && !flags.has('allow-oom')
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
    const { flavour, quirks } = this.#engine.profile
    return shebangFlags(source, flavour === 'valkey', quirks)
  }

  /** Compiles a script into the cache; throws an ErrorReply. */
  #add(sha: string, source: string): Script {
    const host = this.#interpreter.required
    const script = { source, flags: this.#flagsOf(source) }
    const reason = host.compile(sha, source)
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

  #digest(source: string): string {
    return this.#digests.get(source) ?? hexDigest('sha1', source)
  }
}
