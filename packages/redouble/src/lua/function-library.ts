import type { RegisteredFunction } from '../engine/script-host.ts'
import { lowerAscii } from '../kernel/bytes.ts'
import type { Dialect } from './dialect.ts'
import { FUNCTION, type LuaMachine, NIL, REGISTRY, TABLE } from './lua-machine.ts'
import { pushField } from './to-lua.ts'
import type { HostFunction } from './trampolines.ts'

/** A function that a library has registered, and where the interpreter keeps it. */
export interface Registration extends RegisteredFunction {
  readonly reference: number
}

const FLAGS = ['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys']
const NAME = /^[0-9A-Za-z_]+$/
const BAD_NAME =
  'names can only contain letters, numbers, or underscores(_) and must be at least one character long'
const DUPLICATE = 'Function already exists in the library'

/** What a library has registered so far; the first complaint that Valkey keeps for the end. */
export interface Registrations {
  readonly functions: Registration[]
  complaint: string | null
}

/** `redis.register_function`, in both its forms. */
export function registerFunction(
  lua: LuaMachine,
  dialect: Dialect,
  current: () => Registrations,
): HostFunction {
  const { x } = lua
  const library = dialect.valkey ? 'server' : 'redis'
  const name = `${library}.register_function`

  const fail = (L: number, text: string): never => {
    pushField(lua, L, 'err', `ERR ${text}`)
    x.lua_error(L)
    throw new Error('lua_error returned')
  }
  const isText = (L: number): boolean => x.lua_isstring(L, -1) !== 0

  /** The name, from the top of the stack; the argument itself stays as it is. */
  const copyOfText = (L: number): string => {
    x.lua_pushvalue(L, -1)
    const text = lua.toString(L, -1)
    x.lua_settop(L, -2)
    return text
  }

  const flagsOnTop = (L: number): string[] => {
    const given = new Set<string>()
    for (let i = 1; ; i++) {
      x.lua_rawgeti(L, -1, i)
      if (x.lua_type(L, -1) === NIL) break
      const flag = isText(L) ? lowerAscii(copyOfText(L)) : ''
      if (!FLAGS.includes(flag)) fail(L, 'unknown flag given')
      given.add(flag)
      x.lua_settop(L, -2)
    }
    x.lua_settop(L, -2)
    return FLAGS.filter((flag) => given.has(flag))
  }

  /** Takes the function off the top of the stack. */
  const add = (L: number, named: Omit<RegisteredFunction, 'reference'>): void => {
    const { functions } = current()
    const isDuplicate = functions.some((one) => one.name === named.name)
    const isBad = !NAME.test(named.name)
    if (isBad || isDuplicate) {
      if (!dialect.valkey) fail(L, isBad ? `Library ${BAD_NAME}` : DUPLICATE)
      current().complaint ??= isBad ? `Function ${BAD_NAME}` : DUPLICATE
    }
    functions.push({ ...named, reference: x.luaL_ref(L, REGISTRY) })
  }

  const fromTable = (L: number): void => {
    let functionName: string | undefined
    let description: string | null = null
    let flags: string[] = []
    let hasCallback = false
    x.lua_pushnil(L)
    // The callback, once found, lies beneath the table's entry.
    x.lua_pushnil(L)
    while (x.lua_next(L, 1) !== 0) {
      x.lua_pushvalue(L, -2)
      if (!isText(L)) fail(L, `named argument key given to ${name} is not a string`)
      const key = lowerAscii(lua.toString(L, -1))
      x.lua_settop(L, -2)
      if (key === 'function_name') {
        if (!isText(L)) fail(L, `function_name argument given to ${name} must be a string`)
        functionName = copyOfText(L)
      } else if (key === 'description') {
        if (!isText(L)) fail(L, `description argument given to ${name} must be a string`)
        description = copyOfText(L)
      } else if (key === 'callback') {
        if (x.lua_type(L, -1) !== FUNCTION) {
          fail(L, `callback argument given to ${name} must be a function`)
        }
        hasCallback = true
        x.lua_pushvalue(L, -1)
        x.lua_replace(L, 2)
      } else if (key === 'flags') {
        if (x.lua_type(L, -1) !== TABLE) {
          fail(L, `flags argument to ${name} must be a table representing function flags`)
        }
        flags = flagsOnTop(L)
      } else fail(L, `unknown argument given to ${name}`)
      x.lua_settop(L, -2)
    }
    if (functionName === undefined) fail(L, `${name} must get a function name argument`)
    if (!hasCallback) fail(L, `${name} must get a callback argument`)
    x.lua_settop(L, 2)
    add(L, { name: functionName as string, description, flags })
  }

  return (L) => {
    const count = x.lua_gettop(L)
    if (count < 1 || count > 2) fail(L, `wrong number of arguments to ${name}`)
    if (count === 1) {
      if (x.lua_type(L, 1) !== TABLE) {
        fail(
          L,
          `calling ${name} with a single argument is only applicable to Lua table (representing named arguments).`,
        )
      }
      fromTable(L)
      return 0
    }
    if (x.lua_isstring(L, 1) === 0) fail(L, `first argument to ${name} must be a string`)
    if (x.lua_type(L, 2) !== FUNCTION) fail(L, `second argument to ${name} must be a function`)
    x.lua_pushvalue(L, 1)
    const functionName = copyOfText(L)
    x.lua_settop(L, 2)
    add(L, { name: functionName, description: null, flags: [] })
    return 0
  }
}
