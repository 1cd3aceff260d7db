import { type LuaMachine, NUMBER } from './lua-machine.ts'
import { Thread, VALUE_BYTES, VALUE_TYPE } from './thread-layout.ts'
import type { HostFunction } from './trampolines.ts'

/**
 * Integers that do not fit into 32 bits, as arguments of Lua's libraries. This Lua takes all of them
 * for -2^31. The servers' takes them as they are where C says `long`, and by their last 32 bits
 * where C says `int`.
 */
type Kind = 'long' | 'int'

/** Arguments that are integers, by group and name: what they are in C, and their places. */
export const INTEGER_ARGUMENTS: Readonly<
  Record<string, Readonly<Record<string, readonly [Kind, ...number[]]>>>
> = {
  base: { select: ['int', 1], unpack: ['int', 2, 3] },
  string: {
    sub: ['long', 2, 3],
    byte: ['long', 2, 3],
    find: ['long', 3],
    match: ['long', 3],
    rep: ['int', 2],
    gsub: ['int', 4],
    char: ['int', 1, 2, 3, 4],
  },
  math: { ldexp: ['int', 2] },
  table: { concat: ['int', 3, 4], insert: ['int', 2], remove: ['int', 2] },
}

const MOST = 2 ** 31 - 1
const LEAST = -(2 ** 31)

/** A library function that hands its original integers which fit. */
export function withWideIntegers(
  lua: LuaMachine,
  original: HostFunction,
  [kind, ...places]: readonly [Kind, ...number[]],
): HostFunction {
  return (L) => {
    const { u32, f64 } = lua
    const base = u32[(L + Thread.base) >> 2]
    const top = u32[(L + Thread.top) >> 2]
    for (let i = 0; i < places.length; i++) {
      const at = base + (places[i] - 1) * VALUE_BYTES
      if (at >= top || u32[(at + VALUE_TYPE) >> 2] !== NUMBER) continue
      const value = f64[at >> 3]
      if (value > MOST || value < LEAST)
        f64[at >> 3] = kind === 'int' ? asInt(value) : asLong(value)
    }
    return original(L)
  }
}

/** What is beyond 64 bits is the least integer to an x86, whose last 32 bits are 0. */
function asInt(value: number): number {
  return Math.abs(value) < 2 ** 63 ? Number(BigInt.asIntN(32, BigInt(Math.trunc(value)))) : 0
}

/** No string is so long that it could tell the difference. */
function asLong(value: number): number {
  return value > 0 && value < 2 ** 63 ? MOST : LEAST
}

/** `math.acos`, `math.log10` and their kind: the servers' NaN has no sign there, and is printed without one. */
export function withPlainNaN(lua: LuaMachine, original: HostFunction): HostFunction {
  return (L) => {
    const results = original(L)
    const at = lua.u32[(L + Thread.top) >> 2] - VALUE_BYTES
    if (Number.isNaN(lua.f64[at >> 3])) setNaN(lua, at, false)
    return results
  }
}

/** Writes a NaN of a sign, which JS numbers cannot carry. */
export function setNaN(lua: LuaMachine, at: number, isNegative: boolean): void {
  lua.u32[at >> 2] = 0
  lua.u32[(at >> 2) + 1] = isNegative ? 0xfff80000 : 0x7ff80000
}

/** More than this is never to be had: said at once, before half of it was filled in vain. */
const REP_LIMIT = 224 * 1024 * 1024

/** `string.rep`, which does not try what there cannot be memory for. */
export function withinMemory(lua: LuaMachine, original: HostFunction): HostFunction {
  const { x } = lua
  return (L) => {
    const isCount = x.lua_type(L, 2) === NUMBER
    if (!isCount || x.lua_objlen(L, 1) * x.lua_tonumber(L, 2) <= REP_LIMIT) return original(L)
    lua.pushString(L, 'not enough memory')
    return x.lua_error(L)
  }
}
