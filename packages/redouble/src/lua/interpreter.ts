import { PAUSE, PAUSED, type ScriptBridge } from '../engine/script-host.ts'
import { cString } from '../kernel/bytes.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import { bitFunctions } from './bit-library.ts'
import { cjsonDecode } from './cjson-decode.ts'
import { cjsonEncode } from './cjson-encode.ts'
import { type CjsonConfig, configFinder, configFunctions, defaultConfig } from './cjson-config.ts'
import { cmsgpackPack } from './cmsgpack-pack.ts'
import { cmsgpackUnpackers } from './cmsgpack-unpack.ts'
import { type Boundary, Continuer, LEFT } from './continuer.ts'
import {
  cmsgpackConstants,
  type Dialect,
  dialectOf,
  libraryConstants,
  redisConstants,
} from './dialect.ts'
import { popReply } from './from-lua.ts'
import { registerFunction, type Registration, type Registrations } from './function-library.ts'
import { Guards, READERS, WRITERS } from './guards.ts'
import { formatWithLongs, tonumberOfLongs } from './long-integers.ts'
import { GLOBALS, LuaMachine, NUMBER, REGISTRY, STRING, TABLE } from './lua-machine.ts'
import { PRELUDE } from './prelude.ts'
import { type Invocation, redisFunctions } from './redis-library.ts'
import type { ScriptRandom } from './script-random.ts'
import { structFunctions } from './struct-library.ts'
import { pushErrorReply } from './to-lua.ts'
import { type HostFunction, installFunctions } from './trampolines.ts'

const HOOK_ON_LINE = 4
const HOOK_ON_COUNT = 8
/** Between two looks at the clock; a thousand of these pass in some milliseconds. */
const HOOK_INTERVAL = 10_000
/** Where the stack holds what every run needs. */
const HANDLER = 1
const REAL_GLOBALS = 2
/** In place of a number of arguments. */
const GO_ON = -1
/** Of `redis`, what functions have no use for. */
const ONLY_IN_SCRIPTS = ['breakpoint', 'debug', 'replicate_commands']

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
  readonly #random: ScriptRandom
  readonly #configs: CjsonConfig[] = []
  readonly #guards: Guards
  readonly #functions: HostFunction[] = []
  #hookAt = 0
  #pcallAt = 0
  #killed = false
  #current: Invocation | undefined
  readonly #options: InterpreterOptions
  readonly #hookInterval: number
  #continuer!: Continuer
  /** The name under which errors report what runs: a digest, or a function's name. */
  #running = ''
  #registrations: Registrations = { functions: [], complaint: null }
  /** Of libraries: what decides on the globals that their code sees, and those while loading. */
  #globalsOwn = 0
  #loadingGlobals = 0

  constructor(bridge: ScriptBridge, random: ScriptRandom, options: InterpreterOptions) {
    this.#options = options
    this.#hookInterval = options.hookInterval ?? HOOK_INTERVAL
    this.#random = random
    this.dialect = dialectOf(bridge)
    this.#lua = new LuaMachine()
    this.#guards = new Guards(this.#lua)
    const { x } = this.#lua
    this.#L = x.luaL_newstate()
    x.luaL_openlibs(this.#L)
    this.#lua.learnLayout(this.#L)
    this.#setUp(bridge)
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
    const handle = this.compile(source)
    if (typeof handle === 'string') return `Error compiling function: ${handle}`
    const registrations: Registrations = { functions: [], complaint: null }
    this.#registrations = registrations
    this.#begin('', bridge)
    this.#showGlobals(this.#loadingGlobals)
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
    x.lua_rawgeti(L, REGISTRY, this.#globalsOwn)
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

  readonly #onHook = (L: number): void => {
    const isEntry = this.#continuer.entered()
    if (isEntry && this.#killed) {
      this.#lua.x.lua_sethook(L, this.#hookAt, HOOK_ON_LINE, 0)
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
    this.#lua.x.lua_sethook(L, this.#hookAt, HOOK_ON_LINE, 0)
    pushErrorReply(this.#lua, L, verdict.startsWith('ERR ') ? verdict : `ERR ${verdict}`)
    this.#lua.x.lua_error(L)
  }

  #revive(): void {
    this.#killed = false
    this.#setHook(this.#L, 0)
  }

  #setHook(L: number, count: number): void {
    this.#lua.x.lua_sethook(L, this.#hookAt, HOOK_ON_COUNT, count || this.#hookInterval)
  }

  #setUp(bridge: ScriptBridge): void {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    const host = this.#hostTables(bridge)
    if (lua.load(L, PRELUDE, '=prelude') !== 0) throw new Error(lua.toString(L, -1))
    const first = installFunctions(lua.table, this.#functions, this.#onHook)
    this.#hookAt = first + this.#functions.length
    host(first)
    if (x.lua_pcall(L, 4, 5, 0) !== 0) throw new Error(lua.toString(L, -1))
    // env, real, handler, and for libraries what switches their globals, and those of loading.
    if (this.#options.runs === 'functions') {
      this.#loadingGlobals = x.luaL_ref(L, REGISTRY)
      this.#globalsOwn = x.luaL_ref(L, REGISTRY)
    }
    // The handler to slot 1, the real globals to 2.
    x.lua_settop(L, 3)
    x.lua_insert(L, 1)
    x.lua_insert(L, 2)
    x.lua_replace(L, GLOBALS)
    this.#continuer = new Continuer(lua, {
      main: L,
      handler: HANDLER,
      boundaries: this.#boundaries(first),
      setHook: (thread, count) => this.#setHook(thread, count),
      plainError: (thread) => this.#guards.plainError(thread),
    })
    x.lua_pushcclosure(L, first + this.#functions.indexOf(this.#thrower), 0)
    this.#continuer.keepThrower(x.luaL_ref(L, REGISTRY))
    this.#revive()
  }

  readonly #thrower: HostFunction = (L) => this.#lua.x.lua_error(L)

  /** The functions in which a script can pause, by their places in the table. */
  #boundaries(first: number): Map<number, Boundary> {
    const { x } = this.#lua
    const L = this.#L
    const at = (group: string, name: string): number => {
      x.lua_getfield(L, REAL_GLOBALS, this.#lua.name(group || name))
      if (group !== '') {
        x.lua_getfield(L, -1, this.#lua.name(name))
        x.lua_remove(L, -2)
      }
      return x.lua_tocfunction(L, -1)
    }
    const top = x.lua_gettop(L)
    const found = new Map<number, Boundary>([[first + this.#pcallAt, 'pcall']])
    found.set(at('', 'xpcall'), 'xpcall')
    found.set(at('coroutine', 'resume'), 'resume')
    at('coroutine', 'wrap')
    this.#lua.load(L, '', '=none')
    x.lua_call(L, 1, 1)
    found.set(x.lua_tocfunction(L, -1), 'wrap')
    x.lua_settop(L, top)
    return found
  }

  /** Collects every host function; the result pushes the prelude's arguments. */
  #hostTables(bridge: ScriptBridge): (first: number) => void {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    const guards = this.#guards
    const find = configFinder(lua, this.#configs)
    const redis = redisFunctions(lua, () => this.#current as Invocation, this.dialect)
    const isLibraries = this.#options.runs === 'functions'
    if (isLibraries) for (const name of ONLY_IN_SCRIPTS) delete redis[name]
    const library: Record<string, HostFunction> = {
      log: redis['log'],
      register_function: registerFunction(lua, this.dialect, () => this.#registrations),
    }
    const cjson: Record<string, HostFunction> = {
      encode: cjsonEncode(lua, find),
      decode: cjsonDecode(lua, find),
      ...configFunctions(lua, find),
    }
    const cmsgpack = { pack: cmsgpackPack(lua), ...cmsgpackUnpackers(lua) }
    const at = new Map<HostFunction, number>()
    const add = (fn: HostFunction): HostFunction => {
      at.set(fn, this.#functions.length)
      this.#functions.push(fn)
      return fn
    }
    const groups: Record<string, Record<string, HostFunction>> = {
      redis,
      cmsgpack,
      struct: structFunctions(lua),
      bit: bitFunctions(lua),
      math: this.#random.functions(lua),
      base: {},
      table: {},
      string: {},
    }
    for (const group of Object.values(groups)) Object.values(group).forEach(add)
    Object.values(cjson).forEach(add)
    const { register, readonly, missing } = guards
    for (const fn of [register, readonly, missing, library['register_function'], this.#thrower]) {
      add(fn)
    }
    const clock = add((state) => {
      const { user, system } = process.cpuUsage()
      x.lua_pushnumber(state, (user + system) / 1e6)
      return 1
    })
    const wrap = this.#wrappers(add)

    let base = 0
    const push = (fn: HostFunction, upvalues = 0): void =>
      x.lua_pushcclosure(L, base + (at.get(fn) as number), upvalues)
    const set = (name: string): void => x.lua_setfield(L, -2, lua.name(name))
    const pushGroup = (functions: Record<string, HostFunction>): void => {
      x.lua_createtable(L, 0, 16)
      for (const [name, fn] of Object.entries(functions)) {
        push(fn)
        set(name)
      }
    }
    const pushCjson = (): void => {
      const config = this.#configs.push(defaultConfig()) - 1
      x.lua_createtable(L, 0, 16)
      for (const [name, fn] of Object.entries(cjson)) {
        x.lua_pushnumber(L, config)
        push(fn, 1)
        set(name)
      }
      push(fresh)
      set('new')
      this.#constants({ _NAME: 'cjson', _VERSION: '2.1.0' })
      x.lua_pushlightuserdata(L, 0)
      set('null')
    }
    const fresh = add(() => {
      pushCjson()
      return 1
    })

    return (first) => {
      base = first
      x.lua_createtable(L, 0, 16)
      for (const [name, functions] of Object.entries(groups)) {
        pushGroup(functions)
        if (name === 'redis') this.#constants(redisConstants(bridge))
        if (name === 'cmsgpack') this.#constants(cmsgpackConstants(this.dialect))
        wrap(name, push, set)
        set(name)
      }
      pushCjson()
      set('cjson')
      for (const [name, fn] of Object.entries({ register, readonly, missing })) {
        push(fn)
        set(name)
      }
      if (this.dialect.modern) push(clock)
      else x.lua_pushboolean(L, 0)
      x.lua_pushboolean(L, this.dialect.valkey ? 1 : 0)
      if (isLibraries) {
        pushGroup(library)
        this.#constants(libraryConstants(bridge))
      } else x.lua_pushboolean(L, 0)
    }
  }

  /** Takes the originals out of the fresh state; the result puts the wrapped ones into a table. */
  #wrappers(
    add: (fn: HostFunction) => HostFunction,
  ): (
    group: string,
    push: (fn: HostFunction, upvalues?: number) => void,
    set: (name: string) => void,
  ) => void {
    const { x } = this.#lua
    const L = this.#L
    const guards = this.#guards
    const made: { group: string; name: string; fn: HostFunction }[] = []
    const wrap = (group: string, name: string, make: (o: HostFunction) => HostFunction): void => {
      this.#pushOriginal(group, name)
      made.push({ group, name, fn: add(make(guards.original(L))) })
      x.lua_settop(L, -2)
    }
    for (const group of ['base', 'table'] as const) {
      for (const name of READERS[group]) wrap(group, name, (o) => guards.reader(o))
      for (const name of WRITERS[group]) wrap(group, name, (o) => guards.writer(o))
    }
    wrap('base', 'getmetatable', (o) => guards.getmetatable(o))
    wrap('base', 'pcall', (o) => guards.pcall(o))
    this.#pcallAt = this.#functions.length - 1
    wrap('base', 'tostring', (o) => guards.tostring(o))
    wrap('base', 'tonumber', (o) => tonumberOfLongs(this.#lua, o))
    wrap('string', 'format', (o) => formatWithLongs(this.#lua, o))
    wrap('base', 'loadstring', (o) => guards.loadstring(o))
    this.#pushOriginal('base', 'loadstring')
    const loadstring = guards.original(L)
    x.lua_settop(L, -2)
    wrap('base', 'load', () => guards.load(guards.loadstring(loadstring)))
    return (group, push, set) => {
      for (const entry of made) {
        if (entry.group !== group) continue
        // These two keep their iterator in an upvalue.
        const iterator = entry.name === 'pairs' || entry.name === 'ipairs'
        if (iterator) this.#pushIterator(entry.name)
        push(entry.fn, iterator ? 1 : 0)
        set(entry.name)
      }
    }
  }

  #pushOriginal(group: string, name: string): void {
    const { x } = this.#lua
    x.lua_getfield(this.#L, GLOBALS, this.#lua.name(group === 'base' ? name : group))
    if (group === 'base') return
    x.lua_getfield(this.#L, -1, this.#lua.name(name))
    x.lua_remove(this.#L, -2)
  }

  /** Calls the original once on an empty table: the first result is its iterator. */
  #pushIterator(name: string): void {
    const { x } = this.#lua
    this.#pushOriginal('base', name)
    x.lua_createtable(this.#L, 0, 0)
    x.lua_call(this.#L, 1, 1)
  }

  /** Sets fields of the table on top. */
  #constants(values: Record<string, string | number>): void {
    const { x } = this.#lua
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'string') this.#lua.pushString(this.#L, value)
      else x.lua_pushnumber(this.#L, value)
      x.lua_setfield(this.#L, -2, this.#lua.name(name))
    }
  }
}
