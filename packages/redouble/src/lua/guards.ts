import { cString } from '../kernel/bytes.ts'
import type { HostFunction } from './trampolines.ts'
import { LIGHT_USERDATA, type LuaMachine, NUMBER, REGISTRY, STRING, TABLE } from './lua-machine.ts'

const READONLY = 'Attempt to modify a readonly table'
const NO_NAME = 'Second argument to luaProtectedTableError must be a string or number'

/** Base functions that read behind metamethods: given a stand-in they get the real table. */
export const READERS = {
  base: ['next', 'pairs', 'ipairs', 'rawget', 'unpack'],
  table: ['concat', 'foreach', 'foreachi', 'getn', 'maxn', 'remove', 'sort'],
} as const

/** Base functions that write: given a stand-in they raise. */
export const WRITERS = {
  base: ['rawset', 'setmetatable'],
  table: ['insert'],
} as const

/** Knows the stand-ins of the protected tables, and wraps what would go around them. */
export class Guards {
  readonly #lua: LuaMachine
  /** Address of a stand-in to the registry reference of its real table. */
  readonly #real = new Map<number, number>()

  constructor(lua: LuaMachine) {
    this.#lua = lua
  }

  /** `register(proxy, table)`; the registry keeps both, so an address is never used again. */
  readonly register: HostFunction = (L) => {
    const { x } = this.#lua
    x.lua_settop(L, 2)
    const reference = x.luaL_ref(L, REGISTRY)
    this.#real.set(x.lua_topointer(L, 1), reference)
    x.luaL_ref(L, REGISTRY)
    return 0
  }

  readonly readonly: HostFunction = (L) => this.#lua.raise(L, READONLY)

  /** `__index` of the globals. */
  readonly missing: HostFunction = (L) => {
    const { x } = this.#lua
    const type = x.lua_type(L, 2)
    if (type !== STRING && type !== NUMBER) return this.#lua.raise(L, NO_NAME)
    const name = cString(this.#lua.toString(L, 2))
    const text = `Script attempted to access nonexistent global variable '${name}'`
    return this.#lua.raise(L, text)
  }

  /** Runs the original in the same C frame, so its errors still name it as the script called it. */
  reader(original: HostFunction): HostFunction {
    return (L) => {
      const { x } = this.#lua
      const reference = this.#real.get(x.lua_topointer(L, 1))
      if (reference !== undefined) {
        x.lua_rawgeti(L, REGISTRY, reference)
        x.lua_replace(L, 1)
      }
      return original(L)
    }
  }

  writer(original: HostFunction): HostFunction {
    return (L) => {
      const { x } = this.#lua
      if (this.#real.has(x.lua_topointer(L, 1)) && x.lua_type(L, 1) === TABLE) {
        // From C, so with no position in front of it.
        this.#lua.pushString(L, READONLY)
        return x.lua_error(L)
      }
      return original(L)
    }
  }

  /** Most stand-ins have a metatable that the real table has not: those say `false` for it. */
  getmetatable(original: HostFunction): HostFunction {
    return (L) => {
      const { x } = this.#lua
      const isProxy = this.#real.has(x.lua_topointer(L, 1))
      const results = original(L)
      if (isProxy && x.lua_toboolean(L, -1) === 0) x.lua_pushnil(L)
      return results
    }
  }

  /** Redis's pcall gives a script the text of an error table instead of the table. */
  pcall(original: HostFunction): HostFunction {
    return (L) => {
      const { x } = this.#lua
      if (x.lua_gettop(L) === 0) {
        x.lua_pushboolean(L, 0)
        this.#lua.pushString(L, 'attempt to call a boolean value')
        return 2
      }
      const results = original(L)
      if (x.lua_toboolean(L, -results) === 0) this.plainError(L)
      return results
    }
  }

  /** Of an error table on top of the stack, its text; all else stays. */
  plainError(L: number): void {
    const { x } = this.#lua
    if (x.lua_type(L, -1) !== TABLE) return
    this.#lua.pushString(L, 'err')
    x.lua_rawget(L, -2)
    if (x.lua_type(L, -1) === STRING) x.lua_replace(L, -2)
    else x.lua_settop(L, -2)
  }

  /** Redis refuses bytecode by parsing it as source; running it could break the interpreter. */
  loadstring(original: HostFunction): HostFunction {
    return (L) => {
      const { x } = this.#lua
      x.luaL_checklstring(L, 1, this.#lua.lengthAt)
      const source = this.#lua.toString(L, 1)
      if (source.charCodeAt(0) !== 0x1b) return original(L)
      x.lua_pushnil(L)
      this.#lua.pushString(L, `[string "${cString(source)}"]:1: unexpected symbol near 'char(27)'`)
      return 2
    }
  }

  /** `load`: gathers the pieces, then goes the way of `loadstring`. */
  load(loadstring: HostFunction): HostFunction {
    return (L) => {
      const { x } = this.#lua
      x.luaL_checktype(L, 1, 6)
      x.lua_settop(L, 2)
      let source = ''
      for (;;) {
        x.lua_pushvalue(L, 1)
        x.lua_call(L, 0, 1)
        const type = x.lua_type(L, -1)
        if (type === 0) break
        if (type !== STRING && type !== 3) {
          x.lua_pushnil(L)
          // Raised inside the server's error handler, so a script gets a table, not a text.
          x.lua_createtable(L, 0, 1)
          this.#lua.pushString(L, 'ERR ')
          x.luaL_where(L, 1)
          this.#lua.pushString(L, 'reader function must return a string')
          x.lua_concat(L, 3)
          x.lua_setfield(L, -2, this.#lua.name('err'))
          return 2
        }
        const piece = this.#lua.toString(L, -1)
        if (piece === '') break
        source += piece
        x.lua_settop(L, 2)
      }
      x.lua_settop(L, 2)
      this.#lua.pushString(L, source)
      x.lua_replace(L, 1)
      if (x.lua_type(L, 2) !== STRING) {
        this.#lua.pushString(L, '=(load)')
        x.lua_replace(L, 2)
      }
      return loadstring(L)
    }
  }

  /** `tostring(cjson.null)` is glibc's `(nil)`, where this C library prints zero. */
  tostring(original: HostFunction): HostFunction {
    return (L) => {
      const { x } = this.#lua
      if (x.lua_type(L, 1) !== LIGHT_USERDATA) return original(L)
      this.#lua.pushString(L, 'userdata: (nil)')
      return 1
    }
  }

  /** The original of a wrapped function, as a WebAssembly function. */
  original(L: number): HostFunction {
    return this.#lua.table.get(this.#lua.x.lua_tocfunction(L, -1)) as HostFunction
  }
}
