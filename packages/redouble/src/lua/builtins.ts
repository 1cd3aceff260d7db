import { type Guards, READERS, WRITERS } from './guards.ts'
import { formatWithLongs, tonumberOfLongs } from './long-integers.ts'
import { GLOBALS, type LuaMachine } from './lua-machine.ts'
import type { HostFunction } from './trampolines.ts'
import { INTEGER_ARGUMENTS, withinMemory, withPlainNaN, withWideIntegers } from './wide-integers.ts'

/** A function of Lua's own that the host stands around. */
interface Builtin {
  readonly group: string
  readonly name: string
  readonly fn: HostFunction
}

/** Lua's own functions, as a fresh state has them, with what the servers do otherwise. */
export class Builtins {
  readonly pcall: HostFunction
  readonly #lua: LuaMachine
  readonly #L: number
  readonly #made: Builtin[] = []

  constructor(lua: LuaMachine, L: number, guards: Guards) {
    this.#lua = lua
    this.#L = L
    const wide = (group: string, name: string, original: HostFunction): HostFunction => {
      const places = INTEGER_ARGUMENTS[group]?.[name]
      return places === undefined ? original : withWideIntegers(lua, original, places)
    }
    for (const group of ['base', 'table'] as const) {
      for (const name of READERS[group]) {
        this.#wrap(group, name, guards, (o) => guards.reader(wide(group, name, o)))
      }
      for (const name of WRITERS[group]) {
        this.#wrap(group, name, guards, (o) => guards.writer(wide(group, name, o)))
      }
    }
    this.#wrap('base', 'select', guards, (o) => wide('base', 'select', o))
    for (const name of Object.keys(INTEGER_ARGUMENTS['string'])) {
      this.#wrap('string', name, guards, (o) =>
        wide('string', name, name === 'rep' ? withinMemory(lua, o) : o),
      )
    }
    this.#wrap('math', 'ldexp', guards, (o) => wide('math', 'ldexp', o))
    for (const name of ['acos', 'asin', 'log10']) {
      this.#wrap('math', name, guards, (o) => withPlainNaN(lua, o))
    }
    this.#wrap('base', 'getmetatable', guards, (o) => guards.getmetatable(o))
    this.pcall = this.#wrap('base', 'pcall', guards, (o) => guards.pcall(o))
    this.#wrap('base', 'tostring', guards, (o) => guards.tostring(o))
    this.#wrap('base', 'tonumber', guards, (o) => tonumberOfLongs(lua, o))
    this.#wrap('string', 'format', guards, (o) => formatWithLongs(lua, o))
    this.#wrap('base', 'loadstring', guards, (o) => guards.loadstring(o))
    const loadstring = this.#original('base', 'loadstring', guards)
    this.#wrap('base', 'load', guards, () => guards.load(guards.loadstring(loadstring)))
  }

  get functions(): HostFunction[] {
    return this.#made.map(({ fn }) => fn)
  }

  /** Sets those of a group in the table on top. */
  install(group: string, push: (fn: HostFunction, upvalues: number) => void): void {
    for (const made of this.#made) {
      if (made.group !== group) continue
      // These two keep their iterator in an upvalue.
      const hasIterator = made.name === 'pairs' || made.name === 'ipairs'
      if (hasIterator) this.#pushIterator(made.name)
      push(made.fn, hasIterator ? 1 : 0)
      this.#lua.x.lua_setfield(this.#L, -2, this.#lua.name(made.name))
    }
  }

  #wrap(
    group: string,
    name: string,
    guards: Guards,
    make: (original: HostFunction) => HostFunction,
  ): HostFunction {
    const fn = make(this.#original(group, name, guards))
    this.#made.push({ group, name, fn })
    return fn
  }

  #original(group: string, name: string, guards: Guards): HostFunction {
    this.#push(group, name)
    const original = guards.original(this.#L)
    this.#lua.x.lua_settop(this.#L, -2)
    return original
  }

  #push(group: string, name: string): void {
    const { x } = this.#lua
    x.lua_getfield(this.#L, GLOBALS, this.#lua.name(group === 'base' ? name : group))
    if (group === 'base') return
    x.lua_getfield(this.#L, -1, this.#lua.name(name))
    x.lua_remove(this.#L, -2)
  }

  /** Calls the original once on an empty table: the first result is its iterator. */
  #pushIterator(name: string): void {
    const { x } = this.#lua
    this.#push('base', name)
    x.lua_createtable(this.#L, 0, 0)
    x.lua_call(this.#L, 1, 1)
  }
}
