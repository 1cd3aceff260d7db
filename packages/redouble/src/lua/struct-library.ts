import type { HostFunction } from './trampolines.ts'
import { type LuaMachine, NIL } from './lua-machine.ts'
import { StructFormat } from './struct-format.ts'

const INTEGERS = 'bBhHlLTiI'
const scratch = new DataView(new ArrayBuffer(8))

/** The `struct` table: C structures to and from strings. */
export function structFunctions(lua: LuaMachine): Record<string, HostFunction> {
  const { x } = lua
  return {
    pack: (L) => {
      const format = new StructFormat(lua, L)
      // The original leaves a nil after the arguments, and its errors show it.
      x.lua_pushnil(L)
      let out = ''
      let index = 2
      while (format.next()) {
        out += '\0'.repeat(format.padding(out.length))
        const { option, size, little } = format
        if (INTEGERS.includes(option)) {
          out += integerBytes(x.luaL_checknumber(L, index++), size, little)
        } else if (option === 'x') out += '\0'
        else if (option === 'f' || option === 'd') {
          out += floatBytes(x.luaL_checknumber(L, index++), size, little)
        } else if (option === 'c' || option === 's') {
          x.luaL_checklstring(L, index, lua.lengthAt)
          const text = lua.toString(L, index++)
          const wanted = size === 0 ? text.length : size
          if (text.length < wanted) lua.argumentError(L, index, 'string too short')
          out += text.slice(0, wanted)
          if (option === 's') out += '\0'
        } else format.control()
      }
      lua.pushString(L, out)
      return 1
    },
    unpack: (L) => unpack(lua, L),
    size: (L) => {
      const format = new StructFormat(lua, L)
      let position = 0
      while (format.next()) {
        position += format.padding(position)
        const { option, size } = format
        if (option === 's') lua.argumentError(L, 1, "option 's' has no fixed size")
        if (option === 'c' && size === 0) {
          lua.argumentError(L, 1, "option 'c0' has no fixed size")
        }
        if (!/[0-9a-zA-Z]/.test(option)) format.control()
        position += size
      }
      x.lua_pushnumber(L, position)
      return 1
    },
  }
}

function unpack(lua: LuaMachine, L: number): number {
  const { x } = lua
  const format = new StructFormat(lua, L)
  x.luaL_checklstring(L, 2, lua.lengthAt)
  const data = lua.toString(L, 2)
  const start = x.lua_type(L, 3) <= NIL ? 1 : Math.trunc(x.luaL_checknumber(L, 3))
  if (start === 0) lua.argumentError(L, 3, 'offset must be 1 or greater')
  // The original's position is unsigned, so a negative one is past any end.
  let position = start > 0 ? start - 1 : Infinity
  let results = 0
  const fits = (size: number): void => {
    if (size <= data.length && position <= data.length - size) return
    lua.argumentError(L, 2, 'data string too short')
  }
  while (format.next()) {
    if (Number.isFinite(position)) position += format.padding(position)
    const { option, little } = format
    let { size } = format
    fits(size)
    if (x.lua_checkstack(L, 2) === 0) lua.raise(L, 'stack overflow (too many results)')
    if (INTEGERS.includes(option)) {
      const bytes = data.slice(position, position + size)
      x.lua_pushnumber(L, readInteger(bytes, little, option >= 'a'))
      results++
    } else if (option === 'f' || option === 'd') {
      x.lua_pushnumber(L, readFloat(data.slice(position, position + size), little))
      results++
    } else if (option === 'c') {
      if (size === 0) {
        if (results === 0 || x.lua_type(L, -1) !== 3) {
          lua.raise(L, "format 'c0' needs a previous size")
        }
        size = Math.trunc(x.lua_tonumber(L, -1))
        x.lua_settop(L, -2)
        results--
        if (size < 0) size = Infinity
        fits(size)
      }
      lua.pushString(L, data.slice(position, position + size))
      results++
    } else if (option === 's') {
      const end = data.indexOf('\0', position)
      if (end < 0) lua.raise(L, 'unfinished string in data')
      lua.pushString(L, data.slice(position, end))
      size = end - position + 1
      results++
    } else if (option !== 'x') format.control()
    position += size
  }
  x.lua_pushnumber(L, position + 1)
  return results + 1
}

const ordered = (bytes: number[], little: boolean): string =>
  String.fromCharCode(...(little ? bytes : bytes.reverse()))

/** The low bytes of the number cast to 64 bits; a wider field is filled with zeros. */
function integerBytes(value: number, size: number, little: boolean): string {
  let rest = Number.isFinite(value) ? BigInt.asUintN(64, BigInt(Math.trunc(value))) : 1n << 63n
  const bytes: number[] = []
  for (let i = 0; i < size; i++) {
    bytes.push(Number(rest & 0xffn))
    rest >>= 8n
  }
  return ordered(bytes, little)
}

function floatBytes(value: number, size: number, little: boolean): string {
  if (size === 4) scratch.setFloat32(0, value, true)
  else scratch.setFloat64(0, value, true)
  const bytes = Array.from({ length: size }, (_, i) => scratch.getUint8(i))
  return ordered(bytes, little)
}

function readFloat(bytes: string, little: boolean): number {
  for (let i = 0; i < bytes.length; i++) scratch.setUint8(i, bytes.charCodeAt(i))
  return bytes.length === 4 ? scratch.getFloat32(0, little) : scratch.getFloat64(0, little)
}

function readInteger(bytes: string, little: boolean, signed: boolean): number {
  let value = 0n
  const size = bytes.length
  for (let i = 0; i < size; i++) {
    const code = bytes.charCodeAt(little ? size - 1 - i : i)
    value = BigInt.asUintN(64, (value << 8n) | BigInt(code))
  }
  if (!signed) return Number(value)
  // As x86 shifts: by the count modulo 64, which only shows in integers wider than 8 bytes.
  const mask = BigInt.asUintN(64, -1n << BigInt((size * 8 - 1) & 63))
  return Number(BigInt.asIntN(64, (value & mask) !== 0n ? value | mask : value))
}
