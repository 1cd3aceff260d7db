/**
 * This Lua is compiled for 32 bits, where C's `long` ends at 2^31; the servers' has 64. What goes
 * through a `long` in Lua's libraries is made good here.
 */
import { cString } from '../kernel/bytes.ts'
import type { HostFunction } from './trampolines.ts'
import { type LuaMachine, NUMBER, STRING } from './lua-machine.ts'
import { Thread, VALUE_BYTES } from './thread-layout.ts'
import { setNaN } from './wide-integers.ts'

const SPECIFIERS = /%(?:%|([-+ #0]*)(\d*)(?:\.(\d*))?([\s\S]))/g
const INTEGERS = 'diouxX'
/** Nobody writes `0x` and `-nan` longer than this. */
const MAX_ODD_NUMERAL = 16
const TWO_63 = 2n ** 63n
const TWO_64 = 2n ** 64n
/** C's `strtoul` in a base from 2 to 36, which passes over a space of any kind on either side. */
const NUMERAL = /^[\t-\r ]*([-+]?)([0-9a-z]+)[\t-\r ]*$/i

/** `string.format`: integers that need more than 32 bits are put in as text. */
export function formatWithLongs(lua: LuaMachine, original: HostFunction): HostFunction {
  const { x } = lua
  return (L) => {
    if (x.lua_type(L, 1) !== STRING) return original(L)
    const format = lua.toString(L, 1)
    let argument = 1
    let isChanged = false
    const changed = format.replace(SPECIFIERS, (all, flags, width, precision, letter) => {
      if (letter === undefined) return all
      argument++
      if (!INTEGERS.includes(letter) || !isShort(flags, width, precision)) return all
      const value = x.lua_tonumber(L, argument)
      if (value >= (letter === 'd' || letter === 'i' ? -(2 ** 31) : 0) && value < 2 ** 31) {
        return all
      }
      isChanged = true
      lua.pushString(L, formatLong(value, flags, Number(width), precision, letter))
      x.lua_replace(L, argument)
      return '%s'
    })
    if (isChanged) {
      lua.pushString(L, changed)
      x.lua_replace(L, 1)
    }
    return original(L)
  }
}

/** Longer ones Lua refuses. */
function isShort(flags: string, width: string, precision: string | undefined): boolean {
  return flags.length <= 5 && width.length <= 2 && (precision ?? '').length <= 2
}

/** C's printf of one `long`. */
function formatLong(
  value: number,
  flags: string,
  width: number,
  precision: string | undefined,
  letter: string,
): string {
  const isSigned = letter === 'd' || letter === 'i'
  const whole = toLong(value, isSigned)
  const base = letter === 'o' ? 8 : letter.toLowerCase() === 'x' ? 16 : 10
  let digits = (whole < 0n ? -whole : whole).toString(base)
  const has = (flag: string): boolean => flags.includes(flag)
  let sign = ''
  if (isSigned) sign = whole < 0n ? '-' : has('+') ? '+' : has(' ') ? ' ' : ''
  else if (has('#') && base === 16 && whole !== 0n) sign = '0x'
  if (has('#') && base === 8) digits = `0${digits}`
  digits = digits.padStart(Number(precision ?? 0), '0')
  if (has('0') && !has('-') && precision === undefined) {
    digits = digits.padStart(width - sign.length, '0')
  }
  const text = has('-') ? (sign + digits).padEnd(width) : (sign + digits).padStart(width)
  return letter === 'X' ? text.toUpperCase() : text
}

/** The casts from a double as x86 does them: what does not fit is -2^63, or 0 from 2^64 on. */
function toLong(value: number, isSigned: boolean): bigint {
  if (!(value < 2 ** 63)) {
    if (isSigned || Number.isNaN(value)) return isSigned ? -TWO_63 : TWO_63
    return value < 2 ** 64 ? BigInt(value) : 0n
  }
  const whole = value >= -(2 ** 63) ? BigInt(Math.trunc(value)) : -TWO_63
  return isSigned ? whole : BigInt.asUintN(64, whole)
}

/** `tonumber` in a base of its own. */
export function tonumberOfLongs(lua: LuaMachine, original: HostFunction): HostFunction {
  const { x } = lua
  return (L) => {
    if (x.lua_type(L, 1) !== STRING) return original(L)
    if (x.lua_type(L, 2) !== NUMBER) return readAsGlibc(lua, L) ? 1 : original(L)
    const base = x.lua_tonumber(L, 2) | 0
    if (base === 10 || base < 2 || base > 36) return original(L)
    const value = readLong(lua.toString(L, 1), base)
    if (value === null) x.lua_pushnil(L)
    else x.lua_pushnumber(L, value)
    return 1
  }
}

const BARE_HEX = /^[\t-\r ]*[-+]?0x[\t-\r ]*$/i
const NEGATIVE_NAN = /^[\t-\r ]*-nan(?:\(\w*\))?[\t-\r ]*$/i

/** Where this C library reads a number that the servers' does not, or another one. */
function readAsGlibc(lua: LuaMachine, L: number): boolean {
  const { x } = lua
  const length = x.lua_objlen(L, 1)
  if (length < 2 || length > MAX_ODD_NUMERAL) return false
  const text = lua.toString(L, 1)
  if (BARE_HEX.test(text)) {
    x.lua_pushnil(L)
    return true
  }
  if (!NEGATIVE_NAN.test(text)) return false
  x.lua_pushnumber(L, 0)
  setNaN(lua, lua.u32[(L + Thread.top) >> 2] - VALUE_BYTES, true)
  return true
}

function readLong(argument: string, base: number): number | null {
  const found = NUMERAL.exec(cString(argument))
  if (found === null) return null
  const [, sign, all] = found as unknown as [string, string, string]
  const digits = base === 16 && /^0x./i.test(all) ? all.slice(2) : all
  let value = 0n
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36)
    if (worth >= base) return null
    value = value * BigInt(base) + BigInt(worth)
  }
  if (value >= TWO_64) return Number(TWO_64 - 1n)
  return Number(sign === '-' ? BigInt.asUintN(64, -value) : value)
}
