import type { Profile } from '../../command/profile.ts'
import { parseDouble } from '../../kernel/numbers.ts'

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const INFINITE = /^[+-]?inf(?:inity)?$/i
const MIN_NORMAL = 2 ** -1022

/**
 * A weight of SORT, which servers read as C text up to the first zero byte; null when they cannot.
 * Nothing at all counts as 0, but not on Valkey 9.
 */
export function parseSortNumber(text: string, profile: Profile): number | null {
  const end = text.indexOf('\0')
  const visible = end < 0 ? text : text.slice(0, end)
  const reader = profile.quirks.sortNumbers
  if (visible === '') return reader === 'fitting-decimal' ? null : 0
  if (reader === 'strtod') return parseStrtod(visible)
  if (INFINITE.test(visible)) return visible.startsWith('-') ? -Infinity : Infinity
  if (!DECIMAL.test(visible)) return null
  const value = Number(visible)
  return reader === 'any-decimal' || fits(value, visible) ? value : null
}

/** White space may lead, hexadecimal counts, and what a double cannot hold is an error. */
function parseStrtod(text: string): number | null {
  const value = parseDouble(text.replace(/^[ \t\n\v\f\r]+/, ''))
  if (value === null) return null
  return Number.isFinite(value) && Math.abs(value) < MIN_NORMAL && isNotZero(text) ? null : value
}

function fits(value: number, text: string): boolean {
  return Number.isFinite(value) && (value !== 0 || !isNotZero(text))
}

/** The digits before the exponent are not all zeros. */
function isNotZero(text: string): boolean {
  return /[1-9a-f]/i.test(text.replace(/0x/i, '').replace(/[ep][+-]?\d+$/i, ''))
}
