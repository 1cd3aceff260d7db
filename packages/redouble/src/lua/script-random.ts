import type { HostFunction } from './trampolines.ts'
import type { LuaMachine } from './lua-machine.ts'

const MULTIPLIER = 0x5deece66dn
const MASK = (1n << 48n) - 1n
const MAX = 2147483647

/**
 * Redis replaces math.random with its own drand48, seeded with zero for every script, so that a
 * script draws the same numbers on every replica.
 */
export class ScriptRandom {
  #state = 0n
  #fresh = false

  constructor() {
    this.seed(0)
  }

  /** Before every script; free when the script before did not draw. */
  reset(): void {
    if (!this.#fresh) this.seed(0)
    this.#fresh = true
  }

  seed(value: number): void {
    this.#fresh = false
    this.#state = (BigInt(value >>> 0) << 16n) | 0x330en
  }

  next(): number {
    this.#fresh = false
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
        x.lua_pushnumber(L, Math.floor(draw * (high - low + 1)) + low)
        return 1
      },
      randomseed: (L) => {
        this.seed(integer(L, 1))
        return 0
      },
    }
  }
}
