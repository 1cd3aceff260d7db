import type { Context } from '../../command/context.ts'
import type { HashValue } from '../../data/hash-value.ts'
import { deadlinesChanged } from './due-fields.ts'

/** Fields were given a deadline that had passed, and are gone: says so, and removes an empty hash. */
export function fieldsPassed(context: Context, key: string, hash: HashValue, count: number): void {
  const { db, profile } = context
  context.server.stats.expiredFields += count
  db.changed(key, 'h', profile.quirks.pastFieldDeadlineExpires ? 'hexpired' : 'hdel')
  deadlinesChanged(context, key)
  db.removeIfEmpty(key, hash.size)
}
