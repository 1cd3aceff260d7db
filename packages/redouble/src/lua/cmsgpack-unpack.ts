import type { HostFunction } from './trampolines.ts'
import type { LuaMachine } from './lua-machine.ts'

const TWO_32 = 4294967296

/** The three unpackers. They read in the interpreter's memory: strings are never copied out. */
export function cmsgpackUnpackers(lua: LuaMachine): Record<string, HostFunction> {
  const optional = (L: number, index: number): number =>
    lua.x.lua_type(L, index) <= 0 ? 0 : Math.trunc(lua.x.luaL_checknumber(L, index))

  const full = (L: number, limit: number, offset: number): number => {
    const { x } = lua
    const from = x.luaL_checklstring(L, 1, lua.lengthAt)
    const size = lua.u32[lua.lengthAt >> 2] as number
    const all = limit === 0 && offset === 0
    if (offset < 0 || limit < 0) {
      // The size where the limit is meant: the original's slip.
      const text = `Invalid request to unpack with offset of ${offset} and limit of ${size}.`
      lua.raise(L, text)
    }
    if (offset > size) {
      lua.raise(L, `Start offset ${offset} greater than input length ${size}.`)
    }
    x.lua_settop(L, 1)
    const cursor = new Cursor(lua, L, from + offset, from + size)
    const most = all ? Infinity : limit
    let count = 0
    for (; count < most && cursor.at < cursor.end; count++) {
      checkStack(lua, L)
      cursor.decode()
    }
    if (all) return count
    x.lua_pushnumber(L, cursor.at < cursor.end ? cursor.at - from : -1)
    x.lua_insert(L, 2)
    return count + 1
  }

  return {
    unpack: (L) => full(L, 0, 0),
    unpack_one: (L) => {
      const offset = optional(L, 2)
      return full(L, 1, offset)
    },
    unpack_limit: (L) => {
      const limit = Math.trunc(lua.x.luaL_checknumber(L, 2))
      return full(L, limit, optional(L, 3))
    },
  }
}

function checkStack(lua: LuaMachine, L: number): void {
  if (lua.x.lua_checkstack(L, 3) === 0) {
    lua.raise(L, 'stack overflow (in function mp_decode_to_lua_type)')
  }
}

class Cursor {
  readonly #lua: LuaMachine
  readonly #L: number
  readonly end: number
  at: number

  constructor(lua: LuaMachine, L: number, at: number, end: number) {
    this.#lua = lua
    this.#L = L
    this.at = at
    this.end = end
  }

  /** Steps over `count` bytes and returns where they start. */
  #take(count: number): number {
    const at = this.at
    if (this.end - at < count) this.#lua.raise(this.#L, 'Missing bytes in input.')
    this.at = at + count
    return at
  }

  #unsigned(width: 1 | 2 | 4): number {
    const at = this.#take(width)
    const { bytes } = this.#lua
    if (width === 1) return bytes[at] as number
    return width === 2 ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at)
  }

  #string(size: number): void {
    const at = this.#take(size)
    this.#lua.x.lua_pushlstring(this.#L, at, size)
  }

  #array(count: number): void {
    const { x } = this.#lua
    checkStack(this.#lua, this.#L)
    x.lua_createtable(this.#L, 0, 0)
    for (let i = 1; i <= count; i++) {
      this.decode()
      x.lua_rawseti(this.#L, -2, i)
    }
  }

  #map(count: number): void {
    const { x } = this.#lua
    checkStack(this.#lua, this.#L)
    x.lua_createtable(this.#L, 0, 0)
    for (let i = 0; i < count; i++) {
      this.decode()
      this.decode()
      x.lua_rawset(this.#L, -3)
    }
  }

  #number(value: number): void {
    this.#lua.x.lua_pushnumber(this.#L, value)
  }

  decode(): void {
    const tag = this.#unsigned(1)
    if (tag < 0x80) this.#number(tag)
    else if (tag >= 0xe0) this.#number(tag - 256)
    else if (tag < 0x90) this.#map(tag & 15)
    else if (tag < 0xa0) this.#array(tag & 15)
    else if (tag < 0xc0) this.#string(tag & 31)
    else this.#tagged(tag)
  }

  #tagged(tag: number): void {
    const { x, bytes } = this.#lua
    switch (tag) {
      case 0xc0:
        return x.lua_pushnil(this.#L)
      case 0xc2:
      case 0xc3:
        return x.lua_pushboolean(this.#L, tag & 1)
      case 0xca:
        return this.#number(bytes.readFloatBE(this.#take(4)))
      case 0xcb:
        return this.#number(bytes.readDoubleBE(this.#take(8)))
      case 0xcc:
        return this.#number(this.#unsigned(1))
      case 0xcd:
        return this.#number(this.#unsigned(2))
      case 0xce:
        return this.#number(this.#unsigned(4))
      case 0xcf:
      case 0xd3: {
        const at = this.#take(8)
        // The library reads unsigned ones as signed, too.
        return this.#number(bytes.readInt32BE(at) * TWO_32 + bytes.readUInt32BE(at + 4))
      }
      case 0xd0:
        return this.#number((this.#unsigned(1) << 24) >> 24)
      case 0xd1:
        return this.#number((this.#unsigned(2) << 16) >> 16)
      case 0xd2:
        return this.#number(this.#unsigned(4) | 0)
      case 0xd9:
        return this.#string(this.#unsigned(1))
      case 0xda:
        return this.#string(this.#unsigned(2))
      case 0xdb:
        return this.#string(this.#unsigned(4))
      case 0xdc:
        return this.#array(this.#unsigned(2))
      case 0xdd:
        return this.#array(this.#unsigned(4))
      case 0xde:
        return this.#map(this.#unsigned(2))
      case 0xdf:
        return this.#map(this.#unsigned(4))
      default:
        // Binary and extension types too: the library predates them.
        return this.#lua.raise(this.#L, 'Bad data format in input.')
    }
  }
}
