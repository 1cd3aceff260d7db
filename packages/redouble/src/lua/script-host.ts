import type { ScriptBridge, ScriptHost } from '../engine/script-host.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import { wasm } from './web-assembly.ts'
import { ScriptRandom } from './script-random.ts'
import { Interpreter } from './interpreter.ts'

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
}

/** Keeps the scripts by their digests, and an interpreter that it can replace at any time. */
export class LuaScriptHost implements ScriptHost {
  readonly #sources = new Map<string, string>()
  readonly #handles = new Map<string, number>()
  /** The server's, not the interpreter's: SCRIPT FLUSH does not start it again. */
  readonly #random = new ScriptRandom()
  #interpreter: Interpreter
  #server: ScriptBridge = NO_BRIDGE

  constructor() {
    this.#interpreter = new Interpreter(this.#server, this.#random)
  }

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

  run(sha: string, keys: string[], argv: string[], bridge: ScriptBridge): Reply {
    if (versionOf(bridge) !== versionOf(this.#server)) this.#replace(bridge)
    const handle = this.#handles.get(sha) ?? this.#recompile(sha)
    if (handle === undefined) return new ErrorReply('NOSCRIPT No matching script. Please use EVAL.')
    let reply: Reply
    try {
      reply = this.#interpreter.run(handle, sha, keys, argv, bridge)
    } catch (error) {
      this.#replace(bridge)
      return new ErrorReply(`ERR Error running script ${sha}, ${crashText(error)}`)
    }
    if (this.#interpreter.memoryBytes > KEEP_BYTES) this.#replace(bridge)
    return reply
  }

  flush(): void {
    this.#sources.clear()
    this.#replace()
  }

  memoryBytes(): number {
    return this.#interpreter.usedBytes
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
    this.#interpreter = new Interpreter(this.#server, this.#random)
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

/** What a trap of the WebAssembly machine or an overflow of JS's stack means to a script. */
function crashText(error: unknown): string {
  if (error instanceof wasm.RuntimeError) return 'stack overflow'
  if (error instanceof RangeError) {
    return error.message.includes('memory') ? 'not enough memory' : 'stack overflow'
  }
  throw error
}
