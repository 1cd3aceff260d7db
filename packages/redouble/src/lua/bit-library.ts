import type { HostFunction } from './trampolines.ts'
import type { LuaMachine } from './lua-machine.ts'

const scratch = new DataView(new ArrayBuffer(8))

/** Rounds to the nearest integer, halves to even, by adding 2^52 + 2^51 and reading the low bits. */
export function toBit(value: number): number {
  scratch.setFloat64(0, value + 6755399441055744)
  return scratch.getInt32(4)
}

/** The `bit` table: 32-bit operations on doubles. */
export function bitFunctions(lua: LuaMachine): Record<string, HostFunction> {
  const { x } = lua
  const arg = (L: number, index: number): number => toBit(x.luaL_checknumber(L, index))

  const unary =
    (operation: (a: number) => number): HostFunction =>
    (L) => {
      x.lua_pushnumber(L, operation(arg(L, 1)) | 0)
      return 1
    }
  const fold =
    (operation: (a: number, b: number) => number): HostFunction =>
    (L) => {
      let value = arg(L, 1)
      for (let i = x.lua_gettop(L); i > 1; i--) value = operation(value, arg(L, i))
      x.lua_pushnumber(L, value | 0)
      return 1
    }
  const shift =
    (operation: (a: number, count: number) => number): HostFunction =>
    (L) => {
      const value = arg(L, 1)
      x.lua_pushnumber(L, operation(value, arg(L, 2) & 31) | 0)
      return 1
    }

  return {
    tobit: unary((a) => a),
    bnot: unary((a) => ~a),
    bswap: unary(
      (a) => (a << 24) | ((a & 0xff00) << 8) | ((a >>> 8) & 0xff00) | ((a >>> 24) & 0xff),
    ),
    band: fold((a, b) => a & b),
    bor: fold((a, b) => a | b),
    bxor: fold((a, b) => a ^ b),
    lshift: shift((a, n) => a << n),
    rshift: shift((a, n) => a >>> n),
    arshift: shift((a, n) => a >> n),
    rol: shift((a, n) => (a << n) | (a >>> ((32 - n) & 31))),
    ror: shift((a, n) => (a >>> n) | (a << ((32 - n) & 31))),
    tohex: (L) => {
      const value = arg(L, 1)
      const wanted = x.lua_type(L, 2) < 0 ? 8 : arg(L, 2)
      const digits = Math.min(Math.abs(wanted), 8)
      const text = (value >>> 0)
        .toString(16)
        .padStart(8, '0')
        .slice(8 - digits)
      lua.pushString(L, wanted < 0 ? text.toUpperCase() : text)
      return 1
    },
  }
}
