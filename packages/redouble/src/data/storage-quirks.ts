import { type Entry, NO_EXPIRY } from './entry.ts'
import { embstrMax, RawString, stringEncoding } from './string-value.ts'

/** What differs between servers in how they store; a part of the quirks. */
export interface StorageQuirks {
  readonly emptyTablesStay: boolean
  /** A short string shares its room with its key and expiry. */
  readonly embeddedStringBytes: 0 | 64 | 128
  readonly overwriteCountsOldExpiry: boolean
}

export const PLAIN: StorageQuirks = {
  emptyTablesStay: false,
  embeddedStringBytes: 0,
  overwriteCountsOldExpiry: false,
}

/**
 * Where a string shares its room with the key and the expiry, one that does not fit is raw, and
 * stays raw when it moves to a shorter key or loses the expiry.
 */
export function settleEmbedding(entry: Entry, budget: StorageQuirks['embeddedStringBytes']): void {
  if (budget === 0 || typeof entry.value !== 'string') return
  const longest = embstrMax(budget, entry.key.length, entry.expireAt !== NO_EXPIRY)
  if (stringEncoding(entry.value, longest) === 'raw') entry.value = new RawString(entry.value)
}
