import { INT64_MIN, type Int64, parseInt64 } from '../kernel/numbers.ts'
import type { ErrorReply } from '../resp/reply.ts'
import { LEAST_INTEGER, NOT_AN_INTEGER } from './errors/common.ts'

/** A 64-bit integer that a handler reads itself, exactly; throws `error` for anything else. */
export function readInt64(text: string, error: ErrorReply = NOT_AN_INTEGER): Int64 {
  const value = parseInt64(text)
  if (value === null) throw error
  return value
}

/** The same as a JS number: rounded beyond 2^53, which indexes and counts do not feel. */
export function readInteger(text: string, error: ErrorReply = NOT_AN_INTEGER): number {
  return Number(readInt64(text, error))
}

/**
 * A count whose sign says a direction or a manner. The servers negate it, so they refuse the one
 * integer that has no negation.
 */
export function readSignedCount(text: string): number {
  const value = readInt64(text)
  if (value === INT64_MIN) throw LEAST_INTEGER
  return Number(value)
}
