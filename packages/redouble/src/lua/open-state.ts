import type { ScriptBridge } from '../engine/script-host.ts'
import { bitFunctions } from './bit-library.ts'
import { Builtins } from './builtins.ts'
import { type CjsonConfig, configFinder, configFunctions, defaultConfig } from './cjson-config.ts'
import { cjsonDecode } from './cjson-decode.ts'
import { cjsonEncode } from './cjson-encode.ts'
import { cmsgpackPack } from './cmsgpack-pack.ts'
import { cmsgpackUnpackers } from './cmsgpack-unpack.ts'
import { cmsgpackConstants, type Dialect, libraryConstants, redisConstants } from './dialect.ts'
import type { Boundary } from './frames.ts'
import { registerFunction, type Registrations } from './function-library.ts'
import { Guards } from './guards.ts'
import { GLOBALS, type LuaMachine, REGISTRY } from './lua-machine.ts'
import { PRELUDE } from './prelude.ts'
import { type Invocation, redisFunctions } from './redis-library.ts'
import type { ScriptRandom } from './script-random.ts'
import { structFunctions } from './struct-library.ts'
import { type HostFunction, type HostHook, installFunctions } from './trampolines.ts'

/** Where the stack of an open state holds what every run needs. */
export const HANDLER = 1
export const REAL_GLOBALS = 2
/** Of `redis`, what functions have no use for. */
const ONLY_IN_SCRIPTS = ['breakpoint', 'debug', 'replicate_commands']

/** What a state is made for. */
export interface StateTerms {
  readonly bridge: ScriptBridge
  readonly dialect: Dialect
  readonly random: ScriptRandom
  /** For libraries of functions: what `register_function` adds to. Null for scripts. */
  readonly registrations: (() => Registrations) | null
  readonly invocation: () => Invocation
  readonly hook: HostHook
}

/** What is needed of an open state. Functions are told by their places in the table. */
export interface OpenState {
  readonly hook: number
  readonly guards: Guards
  /** The functions in which a script can pause. */
  readonly boundaries: Map<number, Boundary>
  /** A function that raises what is on its stack: its reference. */
  readonly thrower: number
  /** Of libraries: what decides on the globals that their code sees, and those while loading. */
  readonly globalsOwn: number
  readonly loadingGlobals: number
}

/** Sets a fresh Lua state up as Redis sets its own up. */
export class StateOpening {
  readonly #lua: LuaMachine
  readonly #L: number
  readonly #terms: StateTerms
  readonly #guards: Guards
  readonly #builtins: Builtins
  readonly #configs: CjsonConfig[] = []
  readonly #functions: HostFunction[] = []
  readonly #places = new Map<HostFunction, number>()
  /** Where the table of functions has the first of them. */
  #first = 0

  constructor(lua: LuaMachine, L: number, terms: StateTerms) {
    this.#lua = lua
    this.#L = L
    this.#terms = terms
    this.#guards = new Guards(lua)
    this.#builtins = new Builtins(lua, L, this.#guards)
  }

  open(): OpenState {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    const thrower = this.#add((state) => x.lua_error(state))
    const pushArguments = this.#collect()
    if (lua.load(L, PRELUDE, '=prelude') !== 0) throw new Error(lua.toString(L, -1))
    this.#first = installFunctions(lua.table, this.#functions, this.#terms.hook)
    pushArguments()
    if (x.lua_pcall(L, 4, 5, 0) !== 0) throw new Error(lua.toString(L, -1))
    // env, real, handler, and for libraries what switches their globals, and those of loading.
    const isLibraries = this.#terms.registrations !== null
    const loadingGlobals = isLibraries ? x.luaL_ref(L, REGISTRY) : 0
    const globalsOwn = isLibraries ? x.luaL_ref(L, REGISTRY) : 0
    // The handler to slot 1, the real globals to 2.
    x.lua_settop(L, 3)
    x.lua_insert(L, 1)
    x.lua_insert(L, 2)
    x.lua_replace(L, GLOBALS)
    this.#push(thrower)
    return {
      thrower: x.luaL_ref(L, REGISTRY),
      hook: this.#first + this.#functions.length,
      guards: this.#guards,
      boundaries: this.#boundaries(),
      globalsOwn,
      loadingGlobals,
    }
  }

  #boundaries(): Map<number, Boundary> {
    const { x } = this.#lua
    const L = this.#L
    const push = (...path: string[]): void => {
      x.lua_pushvalue(L, REAL_GLOBALS)
      for (const name of path) x.lua_getfield(L, -1, this.#lua.name(name))
    }
    const top = x.lua_gettop(L)
    const found = new Map<number, Boundary>([[this.#placeOf(this.#builtins.pcall), 'pcall']])
    push('xpcall')
    found.set(x.lua_tocfunction(L, -1), 'xpcall')
    push('coroutine', 'resume')
    found.set(x.lua_tocfunction(L, -1), 'resume')
    push('coroutine', 'wrap')
    // What it makes of a function is what scripts call.
    this.#lua.load(L, '', '=none')
    x.lua_call(L, 1, 1)
    found.set(x.lua_tocfunction(L, -1), 'wrap')
    x.lua_settop(L, top)
    return found
  }

  /** Collects every host function; the result pushes the prelude's arguments. */
  #collect(): () => void {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    const { bridge, dialect, random, registrations, invocation } = this.#terms
    const redis = redisFunctions(lua, invocation, dialect)
    if (registrations !== null) for (const name of ONLY_IN_SCRIPTS) delete redis[name]
    const groups: Record<string, Record<string, HostFunction>> = {
      redis,
      cmsgpack: { pack: cmsgpackPack(lua), ...cmsgpackUnpackers(lua) },
      struct: structFunctions(lua),
      bit: bitFunctions(lua),
      math: random.functions(lua),
      base: {},
      table: {},
      string: {},
    }
    for (const group of Object.values(groups)) for (const fn of Object.values(group)) this.#add(fn)
    for (const fn of this.#builtins.functions) this.#add(fn)
    const pushCjson = this.#cjson()
    const { register, readonly, missing } = this.#guards
    for (const fn of [register, readonly, missing]) this.#add(fn)
    const library = registrations === null ? null : this.#library(redis['log'], registrations)
    const clock = this.#add((state) => {
      const { user, system } = process.cpuUsage()
      x.lua_pushnumber(state, (user + system) / 1e6)
      return 1
    })

    return () => {
      x.lua_createtable(L, 0, 16)
      for (const [name, functions] of Object.entries(groups)) {
        this.#pushTable(functions)
        if (name === 'redis') this.#constants(redisConstants(bridge))
        if (name === 'cmsgpack') this.#constants(cmsgpackConstants(dialect))
        this.#builtins.install(name, (fn, upvalues) => this.#push(fn, upvalues))
        this.#set(name)
      }
      pushCjson()
      this.#set('cjson')
      for (const [name, fn] of Object.entries({ register, readonly, missing })) {
        this.#push(fn)
        this.#set(name)
      }
      if (dialect.modern) this.#push(clock)
      else x.lua_pushboolean(L, 0)
      x.lua_pushboolean(L, dialect.valkey ? 1 : 0)
      if (library === null) x.lua_pushboolean(L, 0)
      else {
        this.#pushTable(library)
        this.#constants(libraryConstants(bridge))
      }
    }
  }

  /** What `redis` is to a library while it loads. */
  #library(log: HostFunction, registrations: () => Registrations): Record<string, HostFunction> {
    const { dialect } = this.#terms
    const register = this.#add(registerFunction(this.#lua, dialect, registrations))
    return { log, register_function: register }
  }

  /** The result pushes a cjson with settings of its own, as `cjson.new` does. */
  #cjson(): () => void {
    const lua = this.#lua
    const { x } = lua
    const L = this.#L
    const find = configFinder(lua, this.#configs)
    const functions: Record<string, HostFunction> = {
      encode: cjsonEncode(lua, find),
      decode: cjsonDecode(lua, find),
      ...configFunctions(lua, find),
    }
    for (const fn of Object.values(functions)) this.#add(fn)
    const push = (): void => {
      const config = this.#configs.push(defaultConfig()) - 1
      x.lua_createtable(L, 0, 16)
      for (const [name, fn] of Object.entries(functions)) {
        x.lua_pushnumber(L, config)
        this.#push(fn, 1)
        this.#set(name)
      }
      this.#push(fresh)
      this.#set('new')
      this.#constants({ _NAME: 'cjson', _VERSION: '2.1.0' })
      x.lua_pushlightuserdata(L, 0)
      this.#set('null')
    }
    const fresh = this.#add(() => {
      push()
      return 1
    })
    return push
  }

  #add(fn: HostFunction): HostFunction {
    this.#places.set(fn, this.#functions.length)
    this.#functions.push(fn)
    return fn
  }

  #placeOf(fn: HostFunction): number {
    return this.#first + (this.#places.get(fn) as number)
  }

  #push(fn: HostFunction, upvalues = 0): void {
    this.#lua.x.lua_pushcclosure(this.#L, this.#placeOf(fn), upvalues)
  }

  /** Sets a field of the table below the top to the top. */
  #set(name: string): void {
    this.#lua.x.lua_setfield(this.#L, -2, this.#lua.name(name))
  }

  #pushTable(functions: Record<string, HostFunction>): void {
    this.#lua.x.lua_createtable(this.#L, 0, 16)
    for (const [name, fn] of Object.entries(functions)) {
      this.#push(fn)
      this.#set(name)
    }
  }

  /** Sets fields of the table on top. */
  #constants(values: Record<string, string | number>): void {
    const { x } = this.#lua
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'string') this.#lua.pushString(this.#L, value)
      else x.lua_pushnumber(this.#L, value)
      this.#set(name)
    }
  }
}
