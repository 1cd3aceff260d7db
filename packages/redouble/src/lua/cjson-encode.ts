import { formatG } from '../kernel/numbers.ts'
import type { CjsonConfig, FindConfig } from './cjson-config.ts'
import type { HostFunction } from './trampolines.ts'
import {
  BOOLEAN,
  LIGHT_USERDATA,
  type LuaMachine,
  NIL,
  NUMBER,
  STRING,
  TABLE,
} from './lua-machine.ts'

const TYPE_NAMES = [
  'nil',
  'boolean',
  'userdata',
  'number',
  'string',
  'table',
  'function',
  'userdata',
  'thread',
] as const

const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
}
// oxlint-disable-next-line no-control-regex -- these are what JSON escapes
const ESCAPED = /["\\/\x00-\x1f\x7f]/g

const escape = (char: string): string =>
  SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

const quote = (text: string): string => `"${text.replace(ESCAPED, escape)}"`

/** `cjson.encode`. Its `/` and DEL are escaped, its integers past 14 digits are rounded. */
export function cjsonEncode(lua: LuaMachine, find: FindConfig): HostFunction {
  const { x } = lua

  const refuse = (L: number, type: number, why: string): never =>
    lua.raise(L, `Cannot serialise ${TYPE_NAMES[type]}: ${why}`)

  const number = (L: number, config: CjsonConfig): string => {
    const value = x.lua_tonumber(L, -1)
    if (Number.isFinite(value)) return formatG(value, config.precision)
    if (config.encodeInvalid === 0) return refuse(L, NUMBER, 'must not be NaN or Inf')
    if (config.encodeInvalid === 2) return 'null'
    return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  }

  /** The length of the table as an array, or -1 when it is to be an object. */
  const arrayLength = (L: number, config: CjsonConfig): number => {
    let most = 0
    let count = 0
    x.lua_pushnil(L)
    while (x.lua_next(L, -2) !== 0) {
      const key = x.lua_type(L, -2) === NUMBER ? x.lua_tonumber(L, -2) : 0
      x.lua_settop(L, -2)
      if (!(key >= 1) || Math.floor(key) !== key) {
        x.lua_settop(L, -2)
        return -1
      }
      if (key > most) most = key
      count++
    }
    const { sparseRatio, sparseSafe } = config
    if (sparseRatio > 0 && most > count * sparseRatio && most > sparseSafe) {
      if (!config.sparseConvert) refuse(L, TABLE, 'excessively sparse array')
      return -1
    }
    return most
  }

  const array = (L: number, config: CjsonConfig, depth: number, length: number): string => {
    let out = '['
    for (let i = 1; i <= length; i++) {
      x.lua_rawgeti(L, -1, i)
      out += i > 1 ? `,${value(L, config, depth)}` : value(L, config, depth)
      x.lua_settop(L, -2)
    }
    return `${out}]`
  }

  const object = (L: number, config: CjsonConfig, depth: number): string => {
    let out = '{'
    x.lua_pushnil(L)
    while (x.lua_next(L, -2) !== 0) {
      if (out.length > 1) out += ','
      const type = x.lua_type(L, -2)
      if (type === STRING) out += `${quote(lua.toString(L, -2))}:`
      else if (type === NUMBER) {
        x.lua_pushvalue(L, -2)
        out += `"${number(L, config)}":`
        x.lua_settop(L, -2)
      } else refuse(L, type, 'table key must be a number or string')
      out += value(L, config, depth)
      x.lua_settop(L, -2)
    }
    return `${out}}`
  }

  const value = (L: number, config: CjsonConfig, depth: number): string => {
    const type = x.lua_type(L, -1)
    if (type === STRING) return quote(lua.toString(L, -1))
    if (type === NUMBER) return number(L, config)
    if (type === BOOLEAN) return x.lua_toboolean(L, -1) !== 0 ? 'true' : 'false'
    if (type === NIL) return 'null'
    if (type === LIGHT_USERDATA && x.lua_topointer(L, -1) === 0) return 'null'
    if (type !== TABLE) return refuse(L, type, 'type not supported')
    if (depth >= config.encodeMaxDepth || x.lua_checkstack(L, 3) === 0) {
      return lua.raise(L, `Cannot serialise, excessive nesting (${depth + 1})`)
    }
    const length = arrayLength(L, config)
    return length > 0 ? array(L, config, depth + 1, length) : object(L, config, depth + 1)
  }

  return (L) => {
    if (x.lua_gettop(L) !== 1) lua.argumentError(L, 1, 'expected 1 argument')
    lua.pushString(L, value(L, find(L), 0))
    return 1
  }
}
