import type { Appointment } from '../kernel/agenda.ts'
import type { HashValue } from './hash-value.ts'
import type { ListValue } from './list-value.ts'
import type { SetValue } from './set-value.ts'
import type { SortedSetValue } from './sorted-set-value.ts'
import type { StreamValue } from './stream-value.ts'
import type { StringValue } from './string-value.ts'
import type { VectorSetValue } from './vector-set.ts'

/** The value behind each type, by the name that TYPE answers. */
export interface ValueTypes {
  string: StringValue
  list: ListValue
  set: SetValue
  zset: SortedSetValue
  hash: HashValue
  stream: StreamValue
  vectorset: VectorSetValue
}

export type TypeName = keyof ValueTypes
export type Value = ValueTypes[TypeName]

/** `expireAt` of a key that never expires. */
export const NO_EXPIRY = -1

/** A key's record in the keyspace. */
export class Entry {
  readonly key: string
  type: TypeName
  value: Value
  /** Unix milliseconds, or NO_EXPIRY. Past 2^53 it is rounded: `Database.expiryOf` is exact. */
  expireAt: number = NO_EXPIRY
  /** Its place among the deadlines of its database. */
  deadline: Appointment<Entry> | null = null
  /** Unix milliseconds of the last access, for OBJECT IDLETIME. */
  accessedAt: number
  /** Place in the database's dense array, for RANDOMKEY and SCAN in O(1). */
  slot = -1

  constructor(key: string, type: TypeName, value: Value, accessedAt: number) {
    this.key = key
    this.type = type
    this.value = value
    this.accessedAt = accessedAt
  }
}

/** Bytes of a string, elements of everything else. */
export function sizeOfValue(value: Value): number {
  return typeof value === 'string' || 'length' in value ? value.length : value.size
}

/** A deep copy of a value, for COPY and for copy-on-write snapshots. */
export function cloneValue(value: Value): Value {
  return typeof value === 'string' ? value : value.clone()
}
