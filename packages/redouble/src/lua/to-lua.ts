import {
  AttributedReply,
  BigNumberReply,
  DoubleReply,
  ErrorReply,
  MapReply,
  NullArrayReply,
  PushReply,
  type Reply,
  SetReply,
  StatusReply,
  VerbatimReply,
} from '../resp/reply.ts'
import type { LuaMachine } from './lua-machine.ts'

/**
 * Pushes a command's reply as the script sees it. In RESP2, which scripts get until they call
 * `redis.setresp(3)`, null is false and everything richer is lowered first.
 */
export function pushReply(lua: LuaMachine, L: number, reply: Reply, resp: 2 | 3): void {
  if (typeof reply === 'string') lua.pushString(L, reply)
  else if (typeof reply === 'number') lua.x.lua_pushnumber(L, reply)
  else if (reply === null || reply instanceof NullArrayReply) pushNull(lua, L, resp)
  else if (Array.isArray(reply)) pushArray(lua, L, reply, resp)
  else if (reply instanceof StatusReply) pushField(lua, L, 'ok', reply.text)
  else if (reply instanceof ErrorReply) pushErrorReply(lua, L, reply.text)
  else if (typeof reply === 'bigint') lua.x.lua_pushnumber(L, Number(reply))
  else if (reply instanceof AttributedReply) pushReply(lua, L, reply.reply, resp)
  else if (resp === 2) pushLowered(lua, L, reply)
  else pushRich(lua, L, reply)
}

/** The table of a failed command; the flag says that the engine has counted the error already. */
export function pushErrorReply(lua: LuaMachine, L: number, text: string): void {
  const { x } = lua
  x.lua_createtable(L, 0, 2)
  lua.pushString(L, text)
  x.lua_setfield(L, -2, lua.name('err'))
  x.lua_pushboolean(L, 1)
  x.lua_setfield(L, -2, lua.name('ignore_error_stats_update'))
}

/** A table with one string in it: `{ok = …}`, `{err = …}`. */
export function pushField(lua: LuaMachine, L: number, name: string, text: string): void {
  lua.x.lua_createtable(L, 0, 1)
  lua.pushString(L, text)
  lua.x.lua_setfield(L, -2, lua.name(name))
}

function pushNull(lua: LuaMachine, L: number, resp: 2 | 3): void {
  if (resp === 2) lua.x.lua_pushboolean(L, 0)
  else lua.x.lua_pushnil(L)
}

function pushArray(lua: LuaMachine, L: number, items: Reply[], resp: 2 | 3): void {
  const { x } = lua
  x.lua_createtable(L, items.length, 0)
  for (let i = 0; i < items.length; i++) {
    pushReply(lua, L, items[i] as Reply, resp)
    x.lua_rawseti(L, -2, i + 1)
  }
}

function pushLowered(lua: LuaMachine, L: number, reply: Reply): void {
  if (typeof reply === 'boolean') lua.x.lua_pushnumber(L, reply ? 1 : 0)
  else if (reply instanceof DoubleReply) lua.pushString(L, reply.text)
  else if (reply instanceof BigNumberReply) lua.pushString(L, reply.digits)
  else if (reply instanceof VerbatimReply) lua.pushString(L, reply.text)
  else if (reply instanceof MapReply) pushArray(lua, L, reply.entries, 2)
  else if (reply instanceof SetReply) pushArray(lua, L, reply.members, 2)
  else if (reply instanceof PushReply) pushArray(lua, L, reply.items, 2)
  else lua.x.lua_pushnil(L)
}

function pushRich(lua: LuaMachine, L: number, reply: Reply): void {
  const { x } = lua
  if (typeof reply === 'boolean') x.lua_pushboolean(L, reply ? 1 : 0)
  else if (reply instanceof DoubleReply) {
    x.lua_createtable(L, 0, 1)
    x.lua_pushnumber(L, reply.value)
    x.lua_setfield(L, -2, lua.name('double'))
  } else if (reply instanceof BigNumberReply) pushField(lua, L, 'big_number', reply.digits)
  else if (reply instanceof VerbatimReply) {
    x.lua_createtable(L, 0, 1)
    pushField(lua, L, 'format', reply.format)
    lua.pushString(L, reply.text)
    x.lua_setfield(L, -2, lua.name('string'))
    x.lua_setfield(L, -2, lua.name('verbatim_string'))
  } else if (reply instanceof MapReply) pushMap(lua, L, reply.entries)
  else if (reply instanceof SetReply) pushSet(lua, L, reply.members)
  else if (reply instanceof PushReply) pushArray(lua, L, reply.items, 3)
  else x.lua_pushnil(L)
}

function pushMap(lua: LuaMachine, L: number, entries: Reply[]): void {
  const { x } = lua
  x.lua_createtable(L, 0, 1)
  x.lua_createtable(L, 0, lua.presizesMaps ? entries.length >> 1 : 0)
  for (let i = 0; i + 1 < entries.length; i += 2) {
    pushReply(lua, L, entries[i] as Reply, 3)
    pushReply(lua, L, entries[i + 1] as Reply, 3)
    x.lua_rawset(L, -3)
  }
  x.lua_setfield(L, -2, lua.name('map'))
}

function pushSet(lua: LuaMachine, L: number, members: Reply[]): void {
  const { x } = lua
  x.lua_createtable(L, 0, 1)
  x.lua_createtable(L, 0, lua.presizesMaps ? members.length : 0)
  for (const member of members) {
    pushReply(lua, L, member, 3)
    x.lua_pushboolean(L, 1)
    x.lua_rawset(L, -3)
  }
  x.lua_setfield(L, -2, lua.name('set'))
}
