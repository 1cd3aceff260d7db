import type { HostFunction } from './trampolines.ts'
import { BOOLEAN, type LuaMachine, NUMBER, STRING, TABLE } from './lua-machine.ts'

/** Tables nested deeper are packed as nil, without an error. */
const MAX_NESTING = 16

/** Bytes in the making; grows by doubling and is used again by the next call. */
class Output {
  bytes: Buffer = Buffer.allocUnsafe(4096)
  length = 0

  /** Makes room and returns where the new bytes start. */
  extend(count: number): number {
    const at = this.length
    this.length += count
    if (this.length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length, this.bytes.length * 2))
      this.bytes.copy(larger, 0, 0, at)
      this.bytes = larger
    }
    return at
  }

  byte(value: number): void {
    const at = this.extend(1)
    this.bytes[at] = value
  }

  /** A tag and a big-endian unsigned number of 1, 2 or 4 bytes. */
  tagged(tag: number, value: number, width: 1 | 2 | 4): void {
    const at = this.extend(1 + width)
    this.bytes[at] = tag
    if (width === 1) this.bytes[at + 1] = value & 0xff
    else if (width === 2) this.bytes.writeUInt16BE(value & 0xffff, at + 1)
    else this.bytes.writeUInt32BE(value >>> 0, at + 1)
  }

  wide(tag: number, value: bigint): void {
    const at = this.extend(9)
    this.bytes[at] = tag
    this.bytes.writeBigUInt64BE(BigInt.asUintN(64, value), at + 1)
  }
}

/** `cmsgpack.pack`: one message per argument, end to end. */
export function cmsgpackPack(lua: LuaMachine): HostFunction {
  const { x } = lua
  const out = new Output()

  const string = (L: number): void => {
    const from = x.lua_tolstring(L, -1, lua.lengthAt)
    const size = lua.u32[lua.lengthAt >> 2] as number
    if (size < 32) out.byte(0xa0 | size)
    else if (size <= 0xff) out.tagged(0xd9, size, 1)
    else if (size <= 0xffff) out.tagged(0xda, size, 2)
    else out.tagged(0xdb, size, 4)
    const at = out.extend(size)
    lua.bytes.copy(out.bytes, at, from, from + size)
  }

  const header = (count: number, short: number, medium: number): void => {
    if (count <= 15) out.byte(short | count)
    else if (count <= 0xffff) out.tagged(medium, count, 2)
    else out.tagged(medium + 1, count, 4)
  }

  const table = (L: number, level: number): void => {
    let count = 0
    let most = 0
    let isArray = true
    x.lua_pushnil(L)
    while (x.lua_next(L, -2) !== 0) {
      x.lua_settop(L, -2)
      count++
      if (!isArray) continue
      const key = x.lua_type(L, -1) === NUMBER ? x.lua_tonumber(L, -1) : 0
      if (key > 0 && Number.isInteger(key)) most = Math.max(most, key)
      else isArray = false
    }
    if (isArray && most === count) {
      header(count, 0x90, 0xdc)
      for (let i = 1; i <= count; i++) {
        x.lua_rawgeti(L, -1, i)
        value(L, level + 1)
      }
      return
    }
    header(count, 0x80, 0xde)
    x.lua_pushnil(L)
    while (x.lua_next(L, -2) !== 0) {
      x.lua_pushvalue(L, -2)
      value(L, level + 1)
      value(L, level + 1)
    }
  }

  const number = (L: number): void => {
    const plain = x.lua_tonumber(L, -1)
    if (!Number.isNaN(plain)) packNumber(out, plain)
    else out.wide(0xcb, lua.isNegativeNaN(L, -1) ? 0xfff8000000000000n : 0x7ff8000000000000n)
  }

  /** Packs the value on top of the stack and takes it off. */
  const value = (L: number, level: number): void => {
    const type = x.lua_type(L, -1)
    if (type === STRING) string(L)
    else if (type === NUMBER) number(L)
    else if (type === BOOLEAN) out.byte(x.lua_toboolean(L, -1) !== 0 ? 0xc3 : 0xc2)
    else if (type === TABLE && level < MAX_NESTING && x.lua_checkstack(L, 5) !== 0) table(L, level)
    else out.byte(0xc0)
    x.lua_settop(L, -2)
  }

  return (L) => {
    const count = x.lua_gettop(L)
    if (count === 0) lua.argumentError(L, 0, 'MessagePack pack needs input.')
    out.length = 0
    for (let i = 1; i <= count; i++) {
      x.lua_pushvalue(L, i)
      value(L, 0)
    }
    lua.pushBytes(L, out.bytes, out.length)
    return 1
  }
}

const single = new Float32Array(1)

function packNumber(out: Output, value: number): void {
  if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63) packInteger(out, value)
  else {
    single[0] = value
    if (single[0] === value) out.bytes.writeFloatBE(value, tag(out, 0xca, 4))
    else out.bytes.writeDoubleBE(value, tag(out, 0xcb, 8))
  }
}

/** Writes the tag, makes room, returns where the number goes. */
function tag(out: Output, code: number, width: number): number {
  const at = out.extend(1 + width)
  out.bytes[at] = code
  return at + 1
}

function packInteger(out: Output, value: number): void {
  if (value >= 0) {
    if (value <= 127) out.byte(value)
    else if (value <= 0xff) out.tagged(0xcc, value, 1)
    else if (value <= 0xffff) out.tagged(0xcd, value, 2)
    else if (value <= 0xffffffff) out.tagged(0xce, value, 4)
    else out.wide(0xcf, BigInt(value))
  } else if (value >= -32) out.byte(value & 0xff)
  else if (value >= -128) out.tagged(0xd0, value, 1)
  else if (value >= -32768) out.tagged(0xd1, value, 2)
  else if (value >= -2147483648) out.tagged(0xd2, value, 4)
  else out.wide(0xd3, BigInt(value))
}
