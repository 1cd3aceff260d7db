import { NOT_A_HYPERLOGLOG } from '../../command/errors/hyperloglog.ts'
import { WRONGTYPE } from '../../command/errors/common.ts'
import type { Database } from '../../data/database.ts'
import type { Entry } from '../../data/entry.ts'
import { isHyperLogLog } from '../../data/hyperloglog-format.ts'
import { type RawString, rawOf, type StringValue } from '../../data/string-value.ts'

/** The value of an entry, which must be a HyperLogLog. */
export function hyperLogLogOf(entry: Entry): StringValue {
  if (entry.type !== 'string') throw WRONGTYPE
  const value = entry.value as StringValue
  if (!isHyperLogLog(value)) throw NOT_A_HYPERLOGLOG
  return value
}

/** The same as a string of its own, that can be changed in place: `raw` from now on. */
export function ownHyperLogLog(db: Database, entry: Entry): RawString {
  const value = hyperLogLogOf(entry)
  const raw = rawOf(value)
  raw.encoding = 'raw'
  if (raw !== value) db.replace(entry, raw)
  return raw
}
