import { INT64_MIN, parseInt64 } from '../kernel/numbers.ts'
import { LEAST_INTEGER, NOT_AN_INTEGER } from './errors/common.ts'

/**
 * A count whose sign says a direction or a manner. The servers negate it, so they refuse the one
 * integer that has no negation. Beyond 2^53 the result is rounded.
 */
export function parseSignedCount(text: string): number {
  const value = parseInt64(text)
  if (value === null) throw NOT_AN_INTEGER
  if (value === INT64_MIN) throw LEAST_INTEGER
  return Number(value)
}
