import { type HashEncoding, HashValue } from '../data/hash-value.ts'
import { type Int64, narrow, parseInt64 } from '../kernel/numbers.ts'
import { ensure } from './corrupt.ts'
import type { LoadContext } from './load-value.ts'
import type { RdbReader } from './rdb-reader.ts'

type Field = readonly [field: string, value: string, deadline?: Int64]

const DUPLICATE = 'a field of a hash twice'
const BAD_DEADLINE = 'deadline of a field'
/** Redis keeps deadlines of fields in 48 bits. */
const GREATEST_DEADLINE = 2n ** 48n - 2n
/** In place of a deadline, for a field that has none. */
const NEVER_OF_VALKEY = -1

function hashOf(fields: readonly Field[], encoding: HashEncoding): HashValue | null {
  if (fields.length === 0) return null
  const hash = HashValue.from(fields, encoding)
  ensure(hash.size === fields.length, DUPLICATE)
  return hash
}

/** Each with its deadline before it, less `base`; 0 is none. Few and short ones become compact. */
export function loadFieldsWithDeadlines(
  reader: RdbReader,
  { limits }: LoadContext,
  base: bigint | 0,
): HashValue | null {
  const fields: Field[] = []
  const { hashMaxListpackEntries, hashMaxListpackValue } = limits
  let longest = 0
  for (let left = reader.size(3); left > 0; left--) {
    const relative = BigInt(reader.count())
    const deadline = relative === 0n ? undefined : BigInt.asUintN(64, relative + BigInt(base))
    ensure(deadline === undefined || deadline <= GREATEST_DEADLINE, BAD_DEADLINE)
    const field = reader.string()
    const value = reader.string()
    longest = Math.max(longest, field.length, value.length)
    fields.push([field, value, deadline === undefined ? undefined : narrow(deadline)])
  }
  if (fields.length > hashMaxListpackEntries || longest > hashMaxListpackValue) {
    return hashOf(fields, 'hashtable')
  }
  const ordered = fields.toSorted(([, , a = Infinity], [, , b = Infinity]) => {
    return a < b ? -1 : a > b ? 1 : 0
  })
  return hashOf(ordered, 'listpackex')
}

/** Field, value, deadline, …, in the order of the deadlines; those with none, 0, come last. */
export function packedDeadlines(
  texts: readonly string[],
  { limits }: LoadContext,
): HashValue | null {
  ensure(texts.length % 3 === 0, 'a field without a deadline')
  const fields: Field[] = []
  let before: Int64 = 0
  for (let i = 0; i < texts.length; i += 3) {
    const at = parseInt64(texts[i + 2])
    ensure(at !== null && at >= 0 && at <= GREATEST_DEADLINE, BAD_DEADLINE)
    const order = at === 0 ? Infinity : at
    ensure(order >= before, BAD_DEADLINE)
    before = order
    fields.push([texts[i], texts[i + 1], at === 0 ? undefined : at])
  }
  const isLarge = fields.length > limits.hashMaxListpackEntries
  return hashOf(fields, isLarge ? 'hashtable' : 'listpackex')
}

/** Each with its deadline behind it. */
export function loadFieldsOfValkey(reader: RdbReader): HashValue | null {
  const fields: Field[] = []
  for (let left = reader.size(10); left > 0; left--) {
    const field = reader.string()
    const value = reader.string()
    const at = reader.int64()
    ensure(at >= NEVER_OF_VALKEY, BAD_DEADLINE)
    fields.push([field, value, at === NEVER_OF_VALKEY ? undefined : at])
  }
  return hashOf(fields, 'hashtable')
}
