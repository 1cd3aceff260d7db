import type { ClientState } from '../command/client-state.ts'
import {
  BAD_KEY_COUNT,
  BAD_LIBRARY_PAYLOAD,
  EARLY_FUNCTIONS,
  functionExists,
  libraryExists,
  libraryNotLoaded,
  LOAD_TIMEOUT,
  NO_EARLY_ENGINE,
  NO_FUNCTION,
  NOT_A_FUNCTION,
  NOTHING_REGISTERED,
  restoredLibraryExists,
} from '../command/errors/functions.ts'
import { BAD_PAYLOAD } from '../command/errors/persistence.ts'
import { KEYS_BEYOND_ARGS } from '../command/errors/common.ts'
import { KEYS_NEGATIVE, WRITING_SCRIPT_IN_READ_ONLY_CALL } from '../command/errors/scripting.ts'
import type { DumpedFunctions } from '../command/save-state.ts'
import type {
  FunctionCall,
  FunctionState,
  LibraryInfo,
  RunningFunction,
} from '../command/server-state.ts'
import { lowerAscii } from '../kernel/bytes.ts'
import { realMicros } from '../kernel/event-loop.ts'
import { parseInt64 } from '../kernel/numbers.ts'
import { CorruptRdb } from '../rdb/corrupt.ts'
import { dumpLibraries, type LibrariesRefusal, loadLibraries } from '../rdb/libraries-payload.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import type { Engine } from './engine.ts'
import { libraryName } from './library-metadata.ts'
import type { LoadedLibrary, RegisteredFunction, ScriptBridge } from './script-host.ts'
import type { ScriptInterpreter } from './script-interpreter.ts'
import type { ScriptRuns } from './script-runs.ts'
import type { Session } from './session.ts'

/** As long as the code of a library may take to register its functions. */
const LOAD_LIMIT_MS = 500
/** What a server takes for a library and for a function besides their texts. */
const LIBRARY_BYTES = 208
const FUNCTION_BYTES = 72

interface Library extends LibraryInfo {
  readonly loaded: LoadedLibrary
}

interface LibraryFunction extends RegisteredFunction {
  readonly library: Library
}

/** The libraries of functions, and how functions are called. */
export class FunctionLibraries implements FunctionState {
  readonly #engine: Engine
  readonly #interpreter: ScriptInterpreter
  readonly #runs: ScriptRuns
  #libraries = new Map<string, Library>()
  /** By their names in lower case. */
  #functions = new Map<string, LibraryFunction>()
  /** Came with a dump when there was no interpreter yet; by the names of the libraries. */
  readonly #unloaded = new Map<string, string>()

  constructor(engine: Engine, interpreter: ScriptInterpreter, runs: ScriptRuns) {
    this.#engine = engine
    this.#interpreter = interpreter
    this.#runs = runs
  }

  /** Whether there are libraries whose functions are not known before the interpreter is there. */
  get hasUnloaded(): boolean {
    return this.#unloaded.size > 0
  }

  get libraryCount(): number {
    return this.#libraries.size + this.#unloaded.size
  }

  get functionCount(): number {
    return this.#functions.size
  }

  get memoryBytes(): number {
    let bytes = 0
    for (const { name, source } of this.#libraries.values()) {
      bytes += LIBRARY_BYTES + name.length + source.length
    }
    for (const { name, description } of this.#functions.values()) {
      bytes += FUNCTION_BYTES + name.length + (description?.length ?? 0)
    }
    return bytes
  }

  get running(): RunningFunction | null {
    return this.#runs.busyFunction
  }

  list(): Iterable<LibraryInfo> {
    this.#loadRest()
    return this.#libraries.values()
  }

  load(source: string, replaces: boolean): string {
    this.#loadRest()
    const name = libraryName(source, this.#engine.profile.quirks)
    const old = this.#libraries.get(name)
    if (old !== undefined && !replaces) throw libraryExists(name)
    const library = this.#opened(name, source)
    const clash = this.#clashOf(library, (known) => known.library === old)
    if (clash !== null) {
      this.#close(library)
      throw functionExists(clash)
    }
    if (old !== undefined) this.#remove(old)
    this.#add(library)
    this.#changed()
    return name
  }

  delete(name: string): boolean {
    this.#loadRest()
    const library = this.#libraries.get(name)
    if (library === undefined) return false
    this.#remove(library)
    this.#changed()
    return true
  }

  flush(): void {
    this.clear()
    this.#changed()
  }

  // ---- calls ----

  call(client: ClientState, { name, keyCount, words, isReadOnly }: FunctionCall): Reply {
    this.#loadRest()
    const found = this.#functions.get(lowerAscii(name))
    if (found === undefined) return NO_FUNCTION
    const count = parseInt64(keyCount)
    if (count === null) return BAD_KEY_COUNT
    if (count > words.length) return KEYS_BEYOND_ARGS
    if (count < 0) return KEYS_NEGATIVE
    const mayWrite = !found.flags.includes('no-writes')
    if (isReadOnly && mayWrite) return WRITING_SCRIPT_IN_READ_ONLY_CALL
    const keys = words.slice(0, Number(count))
    const args = words.slice(Number(count))
    const run = {
      kind: 'function',
      name: found.name,
      isReadOnly: !mayWrite,
      allowsOom: found.flags.includes('allow-oom'),
    } as const
    const host = this.#interpreter.required
    const { loaded } = found.library
    return this.#runs.run(client as Session, run, (bridge) =>
      host.callFunction(loaded, found.name, keys, args, bridge),
    )
  }

  /** For CLIENT PAUSE WRITE: whether a call of FCALL may change something. */
  mayWrite(argv: readonly string[]): boolean {
    return this.#flagsOfCall(argv)?.includes('no-writes') !== true
  }

  /** Whether a call is refused as a whole when there is no memory. */
  takesMemory(argv: readonly string[]): boolean {
    const flags = this.#flagsOfCall(argv)
    return flags !== undefined && !flags.includes('no-writes') && !flags.includes('allow-oom')
  }

  #flagsOfCall([, name]: readonly string[]): readonly string[] | undefined {
    return this.#functions.get(lowerAscii(name))?.flags
  }

  // ---- dumps ----

  dump(): string {
    const { config, profile } = this.#engine
    const isCompressing = config.stored.get('rdbcompression') !== 'no'
    return dumpLibraries(this.sources(), profile.quirks, isCompressing)
  }

  /** All libraries of the payload, or none. */
  restore(payload: string, policy: 'flush' | 'append' | 'replace'): void {
    this.#loadRest()
    const brought = new FunctionLibraries(this.#engine, this.#interpreter, this.#runs)
    try {
      const refusal = loadLibraries(payload, this.#engine.profile.quirks, (source) =>
        brought.load(source, false),
      )
      if (refusal !== null) throw this.#refusalOf(refusal)
      if (policy !== 'flush') this.#checkClashes(brought, policy === 'replace')
    } catch (error) {
      for (const library of brought.#libraries.values()) this.#close(library)
      throw error
    }
    if (policy === 'flush')
      for (const library of [...this.#libraries.values()]) this.#remove(library)
    for (const library of brought.#libraries.values()) {
      const old = this.#libraries.get(library.name)
      if (old !== undefined) this.#remove(old)
      this.#add(library)
    }
    this.#changed()
  }

  #refusalOf(refusal: LibrariesRefusal): ErrorReply {
    const { readsEarlyFunctions } = this.#engine.profile.quirks
    switch (refusal) {
      case 'no function':
        return NOT_A_FUNCTION
      case 'corrupt':
        return BAD_LIBRARY_PAYLOAD
      case 'early function':
        return readsEarlyFunctions ? NO_EARLY_ENGINE : EARLY_FUNCTIONS
      default:
        return BAD_PAYLOAD
    }
  }

  #checkClashes(brought: FunctionLibraries, replaces: boolean): void {
    for (const { name } of brought.#libraries.values()) {
      if (!replaces && this.#libraries.has(name)) throw restoredLibraryExists(name)
    }
    for (const library of brought.#libraries.values()) {
      const clash = this.#clashOf(library, ({ library: { name } }) => brought.#libraries.has(name))
      if (clash !== null) throw functionExists(clash)
    }
  }

  // ---- files ----

  *sources(): Iterable<string> {
    for (const { source } of this.#libraries.values()) yield source
    yield* this.#unloaded.values()
  }

  /** What a dump carries of them, and brings. */
  get dumped(): DumpedFunctions {
    return {
      sources: () => this.sources(),
      load: (source) => this.#take(source),
      clear: () => this.clear(),
    }
  }

  /** A library of a file; it replaces one of the same name. */
  #take(source: string): void {
    try {
      const name = libraryName(source, this.#engine.profile.quirks)
      if (this.#interpreter.host !== null) this.load(source, true)
      else this.#unloaded.set(name, source)
    } catch (error) {
      if (error instanceof ErrorReply) throw new CorruptRdb(error.text)
      throw error
    }
  }

  clear(): void {
    this.#libraries.clear()
    this.#functions.clear()
    this.#unloaded.clear()
    this.#interpreter.host?.flushLibraries()
  }

  /** Loads what came before there was an interpreter. What fails is no library any more. */
  #loadRest(): void {
    if (this.#unloaded.size === 0 || this.#interpreter.host === null) return
    const sources = [...this.#unloaded.values()]
    this.#unloaded.clear()
    for (const source of sources) {
      try {
        this.load(source, true)
      } catch (error) {
        if (!(error instanceof ErrorReply)) throw error
      }
    }
  }

  // ---- libraries ----

  /** Runs the code of a library, which is not among the others yet. */
  #opened(name: string, source: string): Library {
    const loaded = this.#interpreter.required.loadLibrary(source, this.#loadingBridge())
    if (typeof loaded === 'string') throw libraryNotLoaded(loaded)
    const library = { name, source, loaded, functions: loaded.functions }
    if (loaded.functions.length > 0) return library
    this.#close(library)
    throw NOTHING_REGISTERED
  }

  #loadingBridge(): ScriptBridge {
    const until = realMicros() + LOAD_LIMIT_MS * 1000
    const onInstructions = (): string | undefined =>
      realMicros() > until ? LOAD_TIMEOUT : undefined
    const { redisVersion, redisVersionNumber, valkeyVersion } = this.#runs.calls
    const versions = valkeyVersion === undefined ? {} : { valkeyVersion }
    return {
      redisVersion,
      redisVersionNumber,
      ...versions,
      onInstructions,
      onUnpausable: () => undefined,
      call: () => NO_FUNCTION,
      setResp: () => undefined,
      log: () => undefined,
      setRepl: () => undefined,
      aclCheck: () => undefined,
    }
  }

  /** The first function of a library whose name is taken, but for those that do not count. */
  #clashOf(library: Library, isPassedOver: (known: LibraryFunction) => boolean): string | null {
    for (const { name } of library.functions) {
      const known = this.#functions.get(lowerAscii(name))
      if (known !== undefined && !isPassedOver(known)) return name
    }
    return null
  }

  #add(library: Library): void {
    this.#libraries.set(library.name, library)
    for (const one of library.functions) {
      this.#functions.set(lowerAscii(one.name), { ...one, library })
    }
  }

  #remove(library: Library): void {
    this.#libraries.delete(library.name)
    for (const { name } of library.functions) this.#functions.delete(lowerAscii(name))
    this.#close(library)
  }

  #close({ loaded }: Library): void {
    this.#interpreter.host?.dropLibrary(loaded)
  }

  /** It counts as a change of the data. */
  #changed(): void {
    const { stats, saving } = this.#engine
    if (++stats.dirty >= saving.threshold) saving.consider()
  }
}
