import type { Context } from '../../command/context.ts'
import type { HashValue } from '../../data/hash-value.ts'

/** The fields in argv that a command is about: every `step`th word from `from` on. */
export interface FieldWords {
  readonly from: number
  readonly step: number
}

/** The words behind the key, and the fields among pairs behind it. */
export const FIELDS: FieldWords = { from: 2, step: 1 }
export const PAIRS: FieldWords = { from: 2, step: 2 }

/** Removes those of a command's fields that have run out, and counts them. */
function takeDue(
  { argv, db, server }: Context,
  hash: HashValue,
  { from, step }: FieldWords,
): number {
  let count = 0
  for (let i = from; i < argv.length; i += step) {
    if (hash.isDue(argv[i], db.now) && hash.delete(argv[i])) count++
  }
  server.stats.expiredFields += count
  return count
}

/**
 * Removes those of a command's fields that have run out, and says so once. The hash itself stays,
 * even if it has no fields left.
 */
function removeDue(context: Context, key: string, hash: HashValue, words: FieldWords): boolean {
  if (takeDue(context, hash, words) === 0) return false
  context.db.changed(key, 'h', 'hexpired')
  deadlinesChanged(context, key)
  return true
}

/** What Redis removes of the fields that a command asks for; Valkey leaves them alone. */
export function removeAsked(
  context: Context,
  key: string,
  hash: HashValue,
  words: FieldWords,
): boolean {
  if (!hash.hasDeadlines || context.profile.quirks.dueFieldsAreAbsent) return false
  return removeDue(context, key, hash, words)
}

/** `removeAsked`, and the hash with its last field. */
export function expireAsked(
  context: Context,
  key: string,
  hash: HashValue,
  words: FieldWords,
): void {
  if (removeAsked(context, key, hash, words)) context.db.removeIfEmpty(key, hash.size)
}

/** `expireAsked` for HMGET, which says nothing when it removes the only field of a hash. */
export function expireAskedByMany(context: Context, key: string, hash: HashValue): void {
  const { db, profile } = context
  if (profile.quirks.dueFieldsAreAbsent) return
  const wasLast = hash.size === 1
  if (takeDue(context, hash, FIELDS) === 0) return
  db.modified(key)
  deadlinesChanged(context, key)
  if (wasLast) db.remove(key)
  else {
    db.notify('h', 'hexpired', key)
    db.removeIfEmpty(key, hash.size)
  }
}

/** Before a command writes fields: on Valkey those that have run out make room for new ones. */
export function makeRoom(context: Context, key: string, hash: HashValue, words: FieldWords): void {
  if (!hash.hasDeadlines || !context.profile.quirks.dueFieldsAreAbsent) return
  removeDue(context, key, hash, words)
}

/**
 * Deadlines of a hash were set or taken away. Redis notices late that none is left, but for
 * commands that remove fields (`isRemoval`).
 */
export function deadlinesChanged({ db, profile }: Context, key: string, isRemoval = false): void {
  db.fieldDeadlinesChanged(key, isRemoval || profile.quirks.dueFieldsAreAbsent)
}

/** Whether a writer finds a field: on Valkey one that has run out is not there. */
export function isThere({ db, profile }: Context, hash: HashValue, field: string): boolean {
  if (!hash.has(field)) return false
  return !(profile.quirks.dueFieldsAreAbsent && hash.isDue(field, db.now))
}

/** Slots of the fields that have not run out, in their order. */
export function livingSlots(hash: HashValue, now: number): number[] {
  const slots: number[] = []
  hash.fields.forEach((field, slot) => {
    if (!hash.isDue(field, now)) slots.push(slot)
  })
  return slots
}
