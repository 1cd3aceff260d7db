import { PAUSE, PAUSED, type ScriptBridge } from '../engine/script-host.ts'
import { cString } from '../kernel/bytes.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import { Continuer, LEFT } from './continuer.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import { popReply } from './from-lua.ts'
import type { Registration, Registrations } from './function-library.ts'
import { LuaMachine, NUMBER, REGISTRY, STRING, TABLE } from './lua-machine.ts'
import { HANDLER, type OpenState, REAL_GLOBALS, StateOpening } from './open-state.ts'
import type { Invocation } from './redis-library.ts'
import type { ScriptRandom } from './script-random.ts'
import { pushErrorReply } from './to-lua.ts'

const HOOK_ON_LINE = 4
const HOOK_ON_COUNT = 8
/** Between two looks at the clock; a thousand of these pass in some milliseconds. */
const HOOK_INTERVAL = 10_000
/** In place of a number of arguments. */
const GO_ON = -1

export interface InterpreterOptions {
  /** Scripts of EVAL, or libraries of functions: the servers have a state for each. */
  readonly runs: 'scripts' | 'functions'
  /** Instructions between two looks at the clock; tests make it small. */
  readonly hookInterval?: number
}

/** One Lua state set up as Redis sets its own up. */
export class Interpreter {
  readonly dialect: Dialect
  readonly #lua: LuaMachine
  readonly #L: number
  readonly #state: OpenState
  readonly #continuer: Continuer
  readonly #options: InterpreterOptions
  readonly #hookInterval: number
  #killed = false
  #current: Invocation | undefined
  /** The name under which errors report what runs: a digest, or a function's name. */
  #running = ''
  #registrations: Registrations = { functions: [], complaint: null }

  constructor(bridge: ScriptBridge, random: ScriptRandom, options: InterpreterOptions) {
    this.#options = options
    this.#hookInterval = options.hookInterval ?? HOOK_INTERVAL
    this.dialect = dialectOf(bridge)
    const lua = new LuaMachine(this.dialect.valkey ? 'murmur' : 'lua')
    this.#lua = lua
    const L = lua.x.luaL_newstate()
    this.#L = L
    lua.x.luaL_openlibs(L)
    lua.learnLayout(L)
    const opening = new StateOpening(lua, L, {
      bridge,
      random,
      dialect: this.dialect,
      registrations: options.runs === 'functions' ? () => this.#registrations : null,
      invocation: () => this.#current as Invocation,
      hook: (state) => this.#onHook(state),
    })
    this.#state = opening.open()
    const { boundaries, guards, thrower } = this.#state
    this.#continuer = new Continuer(lua, {
      main: L,
      handler: HANDLER,
      boundaries,
      thrower,
      setHook: (thread, count) => this.#setHook(thread, count),
      plainError: (thread) => guards.plainError(thread),
    })
    this.#revive()
  }

  get memoryBytes(): number {
    return this.#lua.memoryBytes
  }

  /** What the state itself holds, for MEMORY. */
  get usedBytes(): number {
    const { x } = this.#lua
    return x.lua_gc(this.#L, 3, 0) * 1024 + x.lua_gc(this.#L, 4, 0)
  }

  /** Compiles a script and returns the handle to run it by, or the error in Lua's words. */
  compile(source: string): number | string {
    const { x } = this.#lua
    const chunk = this.#options.runs === 'scripts' ? 'user_script' : 'user_function'
    // Bytecode: the servers parse it as source, and running it could break the interpreter.
    if (source.startsWith('\x1b')) return `${chunk}:1: unexpected symbol near 'char(27)'`
    if (this.#lua.load(this.#L, source, `@${chunk}`) === 0) return x.luaL_ref(this.#L, REGISTRY)
    const text = this.#lua.toString(this.#L, -1)
    x.lua_settop(this.#L, -2)
    return text
  }

  run(
    handle: number,
    sha: string,
    keys: string[],
    argv: string[],
    bridge: ScriptBridge,
  ): Reply | typeof PAUSED {
    const { x } = this.#lua
    const L = this.#L
    this.#begin(sha, bridge)
    this.#pushStrings(keys)
    x.lua_setfield(L, REAL_GLOBALS, this.#lua.name('KEYS'))
    this.#pushStrings(argv)
    x.lua_setfield(L, REAL_GLOBALS, this.#lua.name('ARGV'))
    x.lua_rawgeti(L, REGISTRY, handle)
    return this.#protect(0)
  }

  /** Runs the code of a library; what it has registered, or the error text. */
  loadLibrary(source: string, bridge: ScriptBridge): Registration[] | string {
    const { x } = this.#lua
    const L = this.#L
    // Valkey reads a library's code up to its first zero byte.
    const handle = this.compile(this.dialect.valkey ? cString(source) : source)
    if (typeof handle === 'string') return `Error compiling function: ${handle}`
    const registrations: Registrations = { functions: [], complaint: null }
    this.#registrations = registrations
    this.#begin('', bridge)
    this.#showGlobals(this.#state.loadingGlobals)
    x.lua_rawgeti(L, REGISTRY, handle)
    const reply = this.#protect(0, 'library')
    this.#showGlobals(0)
    x.luaL_unref(L, REGISTRY, handle)
    const { functions, complaint } = registrations
    if (!(reply instanceof ErrorReply) && complaint === null) return functions
    this.drop(functions)
    if (complaint !== null && !(reply instanceof ErrorReply)) return complaint
    return `Error registering functions: ${(reply as ErrorReply).text}`
  }

  call(
    { reference, name }: Registration,
    keys: string[],
    argv: string[],
    bridge: ScriptBridge,
  ): Reply | typeof PAUSED {
    const { x } = this.#lua
    const L = this.#L
    this.#begin(name, bridge)
    x.lua_rawgeti(L, REGISTRY, reference)
    this.#pushStrings(keys)
    this.#pushStrings(argv)
    return this.#protect(2)
  }

  drop(functions: readonly Registration[]): void {
    for (const { reference } of functions) this.#lua.x.luaL_unref(this.#L, REGISTRY, reference)
  }

  /** Goes on with what has paused. */
  resume(): Reply | typeof PAUSED {
    return this.#protect(GO_ON)
  }

  #begin(name: string, bridge: ScriptBridge): void {
    this.#running = name
    this.#current = { bridge, resp: 2 }
  }

  /** Calls the function below its arguments on the stack, or goes on with a call that was left. */
  #protect(args: number, what?: 'library'): Reply | typeof PAUSED {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    const stack = x.stackSave()
    let status: number
    try {
      const results = what === 'library' ? 0 : 1
      status = args === GO_ON ? this.#continuer.goOn() : x.lua_pcall(L, args, results, HANDLER)
    } catch (error) {
      if (error !== LEFT) throw error
      x.stackRestore(stack)
      return PAUSED
    }
    const { modern } = this.dialect
    const resp = this.#current?.resp ?? 2
    let reply: Reply = null
    if (status !== 0) reply = this.#failure(what)
    else if (what !== 'library') reply = popReply(lua, L, { resp, modern })
    x.lua_settop(L, REAL_GLOBALS)
    if (this.#killed) this.#revive()
    return reply
  }

  /** Lets the code of libraries see these globals; 0 for all of them. */
  #showGlobals(reference: number): void {
    const { x } = this.#lua
    const L = this.#L
    x.lua_rawgeti(L, REGISTRY, this.#state.globalsOwn)
    if (reference === 0) x.lua_pushvalue(L, REAL_GLOBALS)
    else x.lua_rawgeti(L, REGISTRY, reference)
    x.lua_setfield(L, -2, this.#lua.name('__index'))
    x.lua_settop(L, -2)
  }

  #pushStrings(items: string[]): void {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    const count = items.length
    x.lua_createtable(L, count, 0)
    for (let i = 0; i < count; i++) {
      lua.pushString(L, items[i] as string)
      x.lua_rawseti(L, -2, i + 1)
    }
  }

  /** The error that the handler left on top, worded as the server words it. */
  #failure(what?: 'library'): ErrorReply {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    if (x.lua_type(L, -1) !== TABLE) {
      const text = x.lua_type(L, -1) === STRING ? lua.toString(L, -1) : 'execution failure'
      return new ErrorReply(`ERR Error running script ${this.#running}, ${text.slice(0, 100)}`)
    }
    const field = (name: string): string | undefined => {
      lua.pushString(L, name)
      x.lua_rawget(L, -2)
      const type = x.lua_type(L, -1)
      const text = type === STRING || type === NUMBER ? lua.toString(L, -1) : undefined
      x.lua_settop(L, -2)
      return text
    }
    const message = cString(field('err') ?? 'ERR unknown error')
    if (what === 'library') return new ErrorReply(message.replace(/[\r\n]/g, ' '))
    const source = field('source')
    const line = field('line')
    const digest = this.dialect.digestInErrors ? `${this.#running}, ` : ''
    const place = source && line ? ` script: ${digest}on ${source}:${line}.` : ''
    return new ErrorReply((message + place).replace(/[\r\n]/g, ' '))
  }

  #onHook(L: number): void {
    const isEntry = this.#continuer.entered()
    if (isEntry && this.#killed) {
      this.#lua.x.lua_sethook(L, this.#state.hook, HOOK_ON_LINE, 0)
      return
    }
    const bridge = this.#current?.bridge
    let verdict = bridge?.onInstructions()
    if (verdict === undefined) return
    if (verdict === PAUSE) {
      // At least one instruction has to be carried out.
      if (isEntry) return
      if (this.#continuer.canPause(L)) this.#continuer.pause(L)
      verdict = bridge?.onUnpausable()
      if (verdict === undefined) return
    }
    // From here on every line raises, so that a pcall in the script does not get far.
    this.#killed = true
    this.#lua.x.lua_sethook(L, this.#state.hook, HOOK_ON_LINE, 0)
    pushErrorReply(this.#lua, L, verdict.startsWith('ERR ') ? verdict : `ERR ${verdict}`)
    this.#lua.x.lua_error(L)
  }

  #revive(): void {
    this.#killed = false
    this.#setHook(this.#L, 0)
  }

  #setHook(L: number, count: number): void {
    this.#lua.x.lua_sethook(L, this.#state.hook, HOOK_ON_COUNT, count || this.#hookInterval)
  }
}
