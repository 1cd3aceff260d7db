import { cString } from '../kernel/bytes.ts'
import { narrow } from '../kernel/numbers.ts'
import {
  BigNumberReply,
  DoubleReply,
  ErrorReply,
  MapReply,
  type Reply,
  SetReply,
  StatusReply,
  VerbatimReply,
} from '../resp/reply.ts'
import { formatDoubleReply } from './format-number.ts'
import { BOOLEAN, type LuaMachine, NIL, NUMBER, STRING, TABLE } from './lua-machine.ts'

const INT64_LIMIT = 2 ** 63

/** How the conversion depends on the script and the server. */
export interface ReplyStyle {
  /** Whether the script called `redis.setresp(3)`. */
  resp: 2 | 3
  /** Whether doubles print as Redis 7.2+ prints them. */
  modern: boolean
}

/**
 * Takes the value off the top of the stack as the reply that Redis makes of it. Arrays are walked
 * without recursion: a table that holds itself nests as deep as Lua's stack, deeper than JS's.
 */
export function popReply(lua: LuaMachine, L: number, style: ReplyStyle): Reply {
  const { x } = lua
  const open: Reply[][] = []
  for (;;) {
    const reply = shallow(lua, L, style)
    if (reply === undefined) open.push([])
    else {
      x.lua_settop(L, -2)
      const around = open[open.length - 1]
      if (around === undefined) return reply
      around.push(reply)
    }
    for (;;) {
      const array = open[open.length - 1] as Reply[]
      x.lua_rawgeti(L, -1, array.length + 1)
      if (x.lua_type(L, -1) !== NIL) break
      x.lua_settop(L, -3)
      open.pop()
      const around = open[open.length - 1]
      if (around === undefined) return array
      around.push(array)
    }
  }
}

/** A double to a signed 64-bit integer as x86 casts it: out of range is the least integer. */
export function truncate(value: number): number | bigint {
  const whole = Math.trunc(value)
  if (Number.isSafeInteger(whole)) return whole + 0
  if (!(whole >= -INT64_LIMIT && whole < INT64_LIMIT)) return -(2n ** 63n)
  return narrow(BigInt(whole))
}

const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ')

/** The value on top, left there, as a reply; undefined when it is an array to walk. */
function shallow(lua: LuaMachine, L: number, style: ReplyStyle): Reply | undefined {
  const { x } = lua
  const type = x.lua_type(L, -1)
  if (type === STRING) return lua.toString(L, -1)
  if (type === NUMBER) return truncate(x.lua_tonumber(L, -1))
  if (type === BOOLEAN) {
    const value = x.lua_toboolean(L, -1) !== 0
    if (style.resp === 3) return value
    return value ? 1 : null
  }
  if (type !== TABLE) return null
  if (x.lua_checkstack(L, 3) === 0) return new ErrorReply('ERR reached lua stack limit')
  return convertMarked(lua, L, style)
}

/** A field of the table on top, left on the stack only when it has the wanted type. */
function field(lua: LuaMachine, L: number, name: string, type: number): boolean {
  lua.pushString(L, name)
  lua.x.lua_rawget(L, -2)
  if (lua.x.lua_type(L, -1) === type) return true
  lua.x.lua_settop(L, -2)
  return false
}

function takeString(lua: LuaMachine, L: number): string {
  const text = lua.toString(L, -1)
  lua.x.lua_settop(L, -2)
  return text
}

/** `{ok = …}` and its kind; undefined when the table is a plain array. */
function convertMarked(lua: LuaMachine, L: number, style: ReplyStyle): Reply | undefined {
  if (lua.hasNoFields(L, -1)) return undefined
  if (field(lua, L, 'err', STRING)) return new ErrorReply(oneLine(cString(takeString(lua, L))))
  if (field(lua, L, 'ok', STRING)) return new StatusReply(oneLine(cString(takeString(lua, L))))
  if (field(lua, L, 'double', NUMBER)) {
    const value = lua.x.lua_tonumber(L, -1)
    const isNegative = lua.isNegativeNaN(L, -1)
    lua.x.lua_settop(L, -2)
    return new DoubleReply(value, formatDoubleReply(value, style.modern, isNegative))
  }
  if (field(lua, L, 'map', TABLE)) return new MapReply(entries(lua, L, style, true))
  if (field(lua, L, 'set', TABLE)) return new SetReply(entries(lua, L, style, false))
  if (field(lua, L, 'big_number', STRING)) {
    return new BigNumberReply(oneLine(takeString(lua, L)))
  }
  if (field(lua, L, 'verbatim_string', TABLE)) return verbatim(lua, L)
  return undefined
}

function verbatim(lua: LuaMachine, L: number): Reply | undefined {
  let reply: Reply | undefined
  if (field(lua, L, 'format', STRING)) {
    // The protocol has room for three letters: cut or filled up.
    const format = cString(takeString(lua, L)).slice(0, 3).padEnd(3)
    if (field(lua, L, 'string', STRING)) reply = new VerbatimReply(format, takeString(lua, L))
  }
  lua.x.lua_settop(L, -2)
  return reply
}

function entries(lua: LuaMachine, L: number, style: ReplyStyle, values: boolean): Reply[] {
  const { x } = lua
  const out: Reply[] = []
  x.lua_pushnil(L)
  while (x.lua_next(L, -2) !== 0) {
    // A copy of the key, because conversion to a string would confuse lua_next.
    x.lua_pushvalue(L, -2)
    out.push(popReply(lua, L, style))
    if (values) out.push(popReply(lua, L, style))
    else x.lua_settop(L, -2)
  }
  x.lua_settop(L, -2)
  return out
}
