import type { Context } from '../../command/context.ts'
import { invalidExpireTime } from '../../command/errors/common.ts'
import { readInt64 } from '../../command/read-integer.ts'
import { INT64_MAX, type Int64, narrow } from '../../kernel/numbers.ts'
import { argumentValue } from './argument-value.ts'

/** The words that put a deadline on a string: SET's, GETEX's and MSETEX's. */
export type ExpiryUnit = 'EX' | 'PX' | 'EXAT' | 'PXAT'

/**
 * The deadline in Unix milliseconds that an expiry option asks for. Zero, negative and overflowing
 * times are refused with the command's name.
 */
export function deadline(text: string, unit: ExpiryUnit, now: number, command: string): Int64 {
  const value = readInt64(text)
  if (value <= 0) throw invalidExpireTime(command)
  const scale = unit === 'EX' || unit === 'EXAT' ? 1000 : 1
  const base = unit === 'EX' || unit === 'PX' ? now : 0
  const at = Number(value) * scale + base
  if (Number.isSafeInteger(at)) return at
  const exact = BigInt(value) * BigInt(scale) + BigInt(base)
  if (exact > INT64_MAX) throw invalidExpireTime(command)
  return narrow(exact)
}

/**
 * Stores a string with a deadline. Redis stores it even when the deadline has passed and lets it
 * expire; Valkey removes what is there and stores nothing.
 */
export function storeUntil(context: Context, key: string, value: string, at: Int64): void {
  const { db } = context
  if (context.profile.quirks.pastDeadlineExpires && at <= context.now) {
    if (db.remove(key)) db.changed(key, 'x', 'expired')
    return
  }
  db.setExpiry(db.put(key, 'string', argumentValue(context, value)), at)
  db.changed(key, '$', 'set')
  db.notify('g', 'expire', key)
}
