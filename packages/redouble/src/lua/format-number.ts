import { formatDouble17, formatDoubleShortest } from '../kernel/numbers.ts'

/**
 * A Lua number as an argument of a command: `%.17g` up to 7.0; from 7.2 on integers in full and
 * the rest with the shortest digits that read back the same.
 */
export function formatNumber(value: number, modern: boolean, isNegativeNaN: boolean): string {
  if (Number.isSafeInteger(value) && Math.abs(value) < 1e15) {
    return Object.is(value, -0) && !modern ? '-0' : String(value + 0)
  }
  if (Number.isNaN(value)) return isNegativeNaN ? '-nan' : 'nan'
  return modern ? shortest(value) : formatDouble17(value)
}

/** The number of `{double = n}`; the same but for the two that have no digits of their own. */
export function formatDoubleReply(value: number, modern: boolean, isNegativeNaN: boolean): string {
  if (Number.isNaN(value)) return isNegativeNaN && !modern ? '-nan' : 'nan'
  if (Object.is(value, -0)) return '-0'
  return modern ? shortest(value) : formatDouble17(value)
}

/** Redis's double2ll takes integers up to half of the 64-bit range; past it fpconv rounds. */
function shortest(value: number): string {
  const whole = Number.isInteger(value) && Math.abs(value) <= 2 ** 62
  return whole ? String(BigInt(value)) : formatDoubleShortest(value)
}
