import { SetValue, type SetLimits } from '../data/set-value.ts'
import type { RdbDialect, RdbLimits } from './dialect.ts'
import { ensure } from './corrupt.ts'
import { readListpack } from './listpack-reader.ts'
import type { RdbReader } from './rdb-reader.ts'

const HEADER_BYTES = 8
const DUPLICATE = 'a member of a set twice'

/** Limits under which a set stays what it is. */
const NO_LIMITS: SetLimits = {
  maxIntsetEntries: Infinity,
  maxListpackEntries: Infinity,
  maxListpackValue: Infinity,
}

function setLimits(limits: RdbLimits, dialect?: RdbDialect): SetLimits {
  return {
    maxIntsetEntries: limits.setMaxIntsetEntries,
    maxListpackEntries: dialect?.setsWithoutListpack ? -1 : limits.setMaxListpackEntries,
    maxListpackValue: limits.setMaxListpackValue,
  }
}

export function loadSet(
  reader: RdbReader,
  limits: RdbLimits,
  dialect: RdbDialect,
): SetValue | null {
  const members = Array.from({ length: reader.size() }, () => reader.string())
  if (members.length === 0) return null
  const isLarge = members.length > limits.setMaxIntsetEntries
  const set = new SetValue(isLarge ? 'hashtable' : 'intset')
  const own = setLimits(limits, dialect)
  for (const member of members) ensure(set.add(member, own), DUPLICATE)
  return set
}

export function loadSetListpack(
  bytes: Buffer,
  limits: RdbLimits,
  dialect: RdbDialect,
): SetValue | null {
  const members = readListpack(bytes)
  if (members.length === 0) return null
  const set = new SetValue('listpack')
  for (const member of members) ensure(set.add(member, NO_LIMITS), DUPLICATE)
  set.expect(set.size, setLimits(limits, dialect))
  return set
}

/** Integers in ascending order, all as wide as the header says. */
export function loadIntset(bytes: Buffer, limits: RdbLimits): SetValue | null {
  ensure(bytes.length >= HEADER_BYTES, 'intset')
  const width = bytes.readUInt32LE(0)
  const count = bytes.readUInt32LE(4)
  ensure(width === 2 || width === 4 || width === 8, 'intset')
  ensure(bytes.length === HEADER_BYTES + count * width, 'intset')
  if (count === 0) return null
  const set = new SetValue('intset')
  let before: number | bigint = -Infinity
  for (let at = HEADER_BYTES; at < bytes.length; at += width) {
    const value = width === 8 ? bytes.readBigInt64LE(at) : bytes.readIntLE(at, width)
    ensure(value > before, 'intset')
    set.add(String(value), NO_LIMITS)
    before = value
  }
  set.widen(width)
  set.expect(count, setLimits(limits))
  return set
}
