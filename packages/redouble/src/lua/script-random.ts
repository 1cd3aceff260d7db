import type { HostFunction } from './trampolines.ts'
import type { LuaMachine } from './lua-machine.ts'

const MULTIPLIER = 0x5deece66dn
const MASK = (1n << 48n) - 1n
const MAX = 2147483647

/**
 * Redis replaces math.random with a drand48 of its own, the same on every platform. Nothing seeds
 * it: a server starts from this state, and one script's draws continue where another's stopped.
 */
export class ScriptRandom {
  #state = 0x1234abcd330en

  seed(value: number): void {
    this.#state = (BigInt(value >>> 0) << 16n) | 0x330en
  }

  next(): number {
    this.#state = (this.#state * MULTIPLIER + 0xbn) & MASK
    return Number(this.#state >> 17n)
  }

  functions(lua: LuaMachine): Record<string, HostFunction> {
    const { x } = lua
    const integer = (L: number, index: number): number => x.luaL_checknumber(L, index) | 0
    return {
      random: (L) => {
        const draw = (this.next() % MAX) / MAX
        const count = x.lua_gettop(L)
        if (count === 0) {
          x.lua_pushnumber(L, draw)
          return 1
        }
        if (count > 2) lua.raise(L, 'wrong number of arguments')
        const low = count === 1 ? 1 : integer(L, 1)
        const high = integer(L, count)
        if (low > high) lua.argumentError(L, count, 'interval is empty')
        x.lua_pushnumber(L, Math.floor(draw * ((high - low + 1) | 0)) + low)
        return 1
      },
      randomseed: (L) => {
        this.seed(integer(L, 1))
        return 0
      },
    }
  }
}
