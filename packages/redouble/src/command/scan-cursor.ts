import { parseInt64, UINT64_MAX } from '../kernel/numbers.ts'
import { INVALID_CURSOR } from './errors/common.ts'
import type { Profile } from './profile.ts'

/** C's strtoull in base 10 over the whole text: white space and a sign may lead. */
const UNSIGNED = /^[ \t\n\v\f\r]*([+-]?)(\d+)$/

/**
 * Reads the cursor of SCAN and its kin: an unsigned 64-bit number, as C reads it. Whatever the
 * double hands out is small; what it does not know is rounded, and begins somewhere or nowhere, as
 * on a server. Throws what the server answers to anything else.
 */
export function parseScanCursor(text: string, profile: Profile): number {
  const { cursorsAreBareStrtoul } = profile.quirks
  if (!cursorsAreBareStrtoul) {
    const value = parseInt64(text)
    if (value !== null) {
      if (value < 0) throw INVALID_CURSOR
      return Number(value)
    }
  }
  // C sees the text up to its first zero byte.
  const end = text.indexOf('\0')
  const visible = end < 0 ? text : text.slice(0, end)
  if (visible === '' && cursorsAreBareStrtoul) return 0
  const match = UNSIGNED.exec(visible)
  if (match === null) throw INVALID_CURSOR
  if (cursorsAreBareStrtoul && /^\s/.test(visible)) throw INVALID_CURSOR
  const magnitude = BigInt(match[2])
  if (magnitude > UINT64_MAX) throw INVALID_CURSOR
  return Number(match[1] === '-' ? BigInt.asUintN(64, -magnitude) : magnitude)
}
