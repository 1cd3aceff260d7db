import type { LoadedLibrary, PAUSED, ScriptBridge, ScriptHost } from '../engine/script-host.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import type { Registration } from './function-library.ts'
import { Interpreter } from './interpreter.ts'
import { ScriptRandom } from './script-random.ts'
import { wasm } from './web-assembly.ts'

/** A state that has grown past this is replaced: WebAssembly memory never shrinks. */
const KEEP_BYTES = 128 * 1024 * 1024

/** Stands in until the first run tells which server the scripts run on. */
const NO_BRIDGE: ScriptBridge = {
  call: () => new ErrorReply('ERR no script is running'),
  setResp: () => undefined,
  log: () => undefined,
  setRepl: () => undefined,
  aclCheck: () => undefined,
  redisVersion: '8.0.2',
  redisVersionNumber: 0x080002,
  onInstructions: () => undefined,
  onUnpausable: () => undefined,
}

export interface LuaScriptHostOptions {
  /** Instructions between two looks at the clock; tests make it small. */
  readonly hookInterval?: number
}

/** A library and its source, to load it again when the interpreter was replaced. */
interface Library extends LoadedLibrary {
  readonly source: string
  functions: Registration[]
}

/** Keeps scripts and libraries, and two interpreters that it can replace at any time. */
export class LuaScriptHost implements ScriptHost {
  readonly #sources = new Map<string, string>()
  readonly #handles = new Map<string, number>()
  readonly #libraries = new Set<Library>()
  readonly #options: LuaScriptHostOptions
  /** The server's, not the interpreter's: SCRIPT FLUSH does not start it again. */
  readonly #random = new ScriptRandom()
  #interpreter: Interpreter
  #server: ScriptBridge = NO_BRIDGE
  #functions: Interpreter | null = null
  #functionsServer = ''
  /** What has paused, and how to replace it. */
  #paused: { interpreter: Interpreter; name: string; replace: () => void } | null = null

  constructor(options: LuaScriptHostOptions = {}) {
    this.#options = options
    this.#interpreter = this.#open(this.#server, 'scripts')
  }

  // ---- scripts ----

  compile(sha: string, source: string): string | null {
    if (this.#handles.has(sha)) return null
    let result: number | string
    try {
      result = this.#interpreter.compile(withoutShebang(source))
    } catch (error) {
      this.#replace()
      result = `user_script: ${crashText(error)}`
    }
    if (typeof result === 'string') return result
    this.#sources.set(sha, withoutShebang(source))
    this.#handles.set(sha, result)
    return null
  }

  run(sha: string, keys: string[], argv: string[], bridge: ScriptBridge): Reply | typeof PAUSED {
    if (versionOf(bridge) !== versionOf(this.#server)) this.#replace(bridge)
    const handle = this.#handles.get(sha) ?? this.#recompile(sha)
    if (handle === undefined) return new ErrorReply('NOSCRIPT No matching script. Please use EVAL.')
    const interpreter = this.#interpreter
    let reply: Reply | typeof PAUSED
    try {
      reply = interpreter.run(handle, sha, keys, argv, bridge)
    } catch (error) {
      this.#replace(bridge)
      return crashed(sha, error)
    }
    return this.#settled(reply, interpreter, sha, () => this.#replace())
  }

  flush(): void {
    this.#sources.clear()
    this.#replace()
  }

  memoryBytes(): number {
    return this.#interpreter.usedBytes
  }

  // ---- libraries ----

  loadLibrary(source: string, bridge: ScriptBridge): LoadedLibrary | string {
    const code = withoutShebang(source)
    let loaded: Registration[] | string
    try {
      loaded = this.#interpreterOfLibraries(bridge).loadLibrary(code, bridge)
    } catch (error) {
      this.#functions = null
      loaded = `Error registering functions: ERR ${crashText(error)}`
    }
    if (typeof loaded === 'string') return loaded
    const library: Library = { source: code, functions: loaded }
    this.#libraries.add(library)
    return library
  }

  callFunction(
    library: LoadedLibrary,
    name: string,
    keys: string[],
    argv: string[],
    bridge: ScriptBridge,
  ): Reply | typeof PAUSED {
    const interpreter = this.#interpreterOfLibraries(bridge)
    const found = (library as Library).functions.find((one) => one.name === name)
    if (found === undefined) return new ErrorReply('ERR Function not found')
    let reply: Reply | typeof PAUSED
    try {
      reply = interpreter.call(found, keys, argv, bridge)
    } catch (error) {
      this.#functions = null
      return crashed(name, error)
    }
    return this.#settled(reply, interpreter, name, () => {
      this.#functions = null
    })
  }

  dropLibrary(library: LoadedLibrary): void {
    this.#libraries.delete(library as Library)
    this.#functions?.drop((library as Library).functions)
  }

  flushLibraries(): void {
    this.#libraries.clear()
    this.#functions = null
  }

  // ---- what has paused ----

  resume(): Reply | typeof PAUSED {
    const paused = this.#paused
    if (paused === null) throw new Error('no script has paused')
    this.#paused = null
    const { interpreter, name, replace } = paused
    let reply: Reply | typeof PAUSED
    try {
      reply = interpreter.resume()
    } catch (error) {
      replace()
      return crashed(name, error)
    }
    return this.#settled(reply, interpreter, name, replace)
  }

  abandon(): void {
    const paused = this.#paused
    this.#paused = null
    paused?.replace()
  }

  #settled(
    reply: Reply | typeof PAUSED,
    interpreter: Interpreter,
    name: string,
    replace: () => void,
  ): Reply | typeof PAUSED {
    if (typeof reply === 'symbol') this.#paused = { interpreter, name, replace }
    else if (interpreter.memoryBytes > KEEP_BYTES) replace()
    return reply
  }

  // ---- the interpreters ----

  #open(server: ScriptBridge, runs: 'scripts' | 'functions'): Interpreter {
    return new Interpreter(server, this.#random, { ...this.#options, runs })
  }

  #recompile(sha: string): number | undefined {
    const source = this.#sources.get(sha)
    if (source === undefined) return undefined
    const result = this.#interpreter.compile(source)
    if (typeof result === 'string') return undefined
    this.#handles.set(sha, result)
    return result
  }

  /** The version decides texts and constants, so the interpreter is made for one. */
  #replace(server: ScriptBridge = this.#server): void {
    this.#server = { ...NO_BRIDGE, ...versions(server) }
    this.#handles.clear()
    this.#interpreter = this.#open(this.#server, 'scripts')
  }

  /** Made at the first library; made again, it loads all of them again. */
  #interpreterOfLibraries(bridge: ScriptBridge): Interpreter {
    if (this.#functions !== null && this.#functionsServer === versionOf(bridge)) {
      return this.#functions
    }
    const server = { ...NO_BRIDGE, ...versions(bridge) }
    const interpreter = this.#open(server, 'functions')
    for (const library of this.#libraries) {
      const loaded = interpreter.loadLibrary(library.source, server)
      library.functions = typeof loaded === 'string' ? [] : loaded
    }
    this.#functions = interpreter
    this.#functionsServer = versionOf(bridge)
    return interpreter
  }
}

const versionOf = (server: ScriptBridge): string =>
  `${server.redisVersion} ${server.valkeyVersion ?? ''}`

function versions(server: ScriptBridge): Partial<ScriptBridge> {
  const { redisVersion, redisVersionNumber, valkeyVersion } = server
  return {
    redisVersion,
    redisVersionNumber,
    ...(valkeyVersion !== undefined && { valkeyVersion }),
  }
}

/** Lua sees the line empty, so that the numbers of the lines stay. */
function withoutShebang(source: string): string {
  if (!source.startsWith('#!')) return source
  const end = source.indexOf('\n')
  return end < 0 ? '' : source.slice(end)
}

function crashed(name: string, error: unknown): ErrorReply {
  return new ErrorReply(`ERR Error running script ${name}, ${crashText(error)}`)
}

/** What a trap of the WebAssembly machine or an overflow of JS's stack means to a script. */
function crashText(error: unknown): string {
  if (error instanceof wasm.RuntimeError) return 'stack overflow'
  if (error instanceof RangeError) {
    return error.message.includes('memory') ? 'not enough memory' : 'stack overflow'
  }
  throw error
}
