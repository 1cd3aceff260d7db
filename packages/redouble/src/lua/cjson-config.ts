import type { HostFunction } from './trampolines.ts'
import { BOOLEAN, type LuaMachine, NIL, upvalue } from './lua-machine.ts'

/** What to do with a number that JSON has no way to write: 0 refuse, 1 write it, 2 write null. */
type InvalidNumbers = 0 | 1 | 2

/** The settings of one cjson table. Like the server's they outlive the script that set them. */
export interface CjsonConfig {
  sparseConvert: boolean
  sparseRatio: number
  sparseSafe: number
  encodeMaxDepth: number
  decodeMaxDepth: number
  precision: number
  keepBuffer: boolean
  encodeInvalid: InvalidNumbers
  decodeInvalid: boolean
}

export const defaultConfig = (): CjsonConfig => ({
  sparseConvert: false,
  sparseRatio: 2,
  sparseSafe: 10,
  encodeMaxDepth: 1000,
  decodeMaxDepth: 1000,
  precision: 14,
  keepBuffer: true,
  encodeInvalid: 0,
  decodeInvalid: true,
})

/** Finds the settings of the cjson table whose function runs: each holds their number. */
export type FindConfig = (L: number) => CjsonConfig

export function configFinder(lua: LuaMachine, configs: readonly CjsonConfig[]): FindConfig {
  return (L) => configs[lua.x.lua_tonumber(L, upvalue(1))] as CjsonConfig
}

const INT_MAX = 2147483647

/** The functions that read and change settings; each returns the values after the change. */
export function configFunctions(lua: LuaMachine, find: FindConfig): Record<string, HostFunction> {
  const { x } = lua

  const arity = (L: number, most: number): void => {
    if (x.lua_gettop(L) > most) lua.argumentError(L, most + 1, 'found too many arguments')
    x.lua_settop(L, most)
  }
  const integer = (L: number, index: number, now: number, least: number, most: number): number => {
    if (x.lua_type(L, index) === NIL) return now
    const value = Math.trunc(x.luaL_checknumber(L, index))
    if (value >= least && value <= most) return value
    // Always argument 1, whichever it was: a slip of the original that scripts can see.
    return lua.argumentError(L, 1, `expected integer between ${least} and ${most}`)
  }
  const choice = (L: number, index: number, names: readonly string[], now: number): number => {
    const type = x.lua_type(L, index)
    if (type === NIL) return now
    if (type === BOOLEAN) return x.lua_toboolean(L, index)
    x.luaL_checklstring(L, index, lua.lengthAt)
    const text = lua.toString(L, index)
    const found = names.indexOf(text)
    return found >= 0 ? found : lua.argumentError(L, index, `invalid option '${text}'`)
  }
  const SWITCH = ['off', 'on']

  const depth =
    (name: 'encodeMaxDepth' | 'decodeMaxDepth'): HostFunction =>
    (L) => {
      arity(L, 1)
      const config = find(L)
      config[name] = integer(L, 1, config[name], 1, INT_MAX)
      x.lua_pushnumber(L, config[name])
      return 1
    }

  return {
    encode_max_depth: depth('encodeMaxDepth'),
    decode_max_depth: depth('decodeMaxDepth'),
    encode_sparse_array: (L) => {
      arity(L, 3)
      const config = find(L)
      config.sparseConvert = choice(L, 1, SWITCH, Number(config.sparseConvert)) !== 0
      config.sparseRatio = integer(L, 2, config.sparseRatio, 0, INT_MAX)
      config.sparseSafe = integer(L, 3, config.sparseSafe, 0, INT_MAX)
      x.lua_pushboolean(L, Number(config.sparseConvert))
      x.lua_pushnumber(L, config.sparseRatio)
      x.lua_pushnumber(L, config.sparseSafe)
      return 3
    },
    encode_number_precision: (L) => {
      arity(L, 1)
      const config = find(L)
      config.precision = integer(L, 1, config.precision, 1, 14)
      x.lua_pushnumber(L, config.precision)
      return 1
    },
    encode_keep_buffer: (L) => {
      arity(L, 1)
      const config = find(L)
      config.keepBuffer = choice(L, 1, SWITCH, Number(config.keepBuffer)) !== 0
      x.lua_pushboolean(L, Number(config.keepBuffer))
      return 1
    },
    encode_invalid_numbers: (L) => {
      arity(L, 1)
      const config = find(L)
      const names = [...SWITCH, 'null']
      config.encodeInvalid = choice(L, 1, names, config.encodeInvalid) as InvalidNumbers
      if (config.encodeInvalid === 2) lua.pushString(L, 'null')
      else x.lua_pushboolean(L, config.encodeInvalid)
      return 1
    },
    decode_invalid_numbers: (L) => {
      arity(L, 1)
      const config = find(L)
      config.decodeInvalid = choice(L, 1, SWITCH, Number(config.decodeInvalid)) !== 0
      x.lua_pushboolean(L, Number(config.decodeInvalid))
      return 1
    },
  }
}
