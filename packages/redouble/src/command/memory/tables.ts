import type { Profile } from '../profile.ts'

const DICT = 56
const DICT_ENTRY = 24
const POINTER = 8
const LEAST_SLOTS = 4
/** Valkey's: a header, and buckets of seven entries. */
const BUCKET_TABLE = 72
const BUCKET = 64
const BUCKET_ENTRIES = 7
/** How far a table has to be grown for all entries to have moved to the larger one, roughly. */
const MOVED = 1.62
/** A table is made all at once when a listpack becomes too large. */
const PRESIZED_FROM = 128

/** A hash table that belongs to a value, without what its entries point to. */
export function valueTableBytes(entries: number, profile: Profile): number {
  if (profile.quirks.tablesHaveBuckets) return BUCKET_TABLE + BUCKET * buckets(entries)
  return DICT + POINTER * slots(entries, profile) + DICT_ENTRY * entries
}

/** What the table of a database's keys, or of their deadlines, takes without its entries. */
export function keyTableBytes(entries: number, profile: Profile): number {
  if (entries === 0) return 0
  if (profile.quirks.tablesHaveBuckets) return BUCKET * buckets(entries)
  return POINTER * powerOf2(entries)
}

/**
 * A table doubles when it is full and moves its entries step by step; until all have moved there
 * are both. Where a table may have been made large enough at once, half of the old one is counted.
 */
function slots(entries: number, { quirks }: Profile): number {
  const size = Math.max(LEAST_SLOTS, powerOf2(entries))
  const old = size / 2
  const isMoving = entries > LEAST_SLOTS && entries <= old * MOVED
  if (!isMoving) return size
  return size + (quirks.tablesArePresized && entries > PRESIZED_FROM ? old / 2 : old)
}

/**
 * Valkey's buckets, with those that hang on others because seven were not enough. A full table
 * doubles, and for a while there are both.
 */
function buckets(entries: number): number {
  if (entries === 0) return 0
  const count = powerOf2(Math.ceil(entries / (BUCKET_ENTRIES + 1)))
  const isMoving = entries > count * BUCKET_ENTRIES
  const old = entries > PRESIZED_FROM ? count / 2 : count
  const all = isMoving ? count * 2 + old : count
  const settled = isMoving ? count * 2 : count
  return all + Math.round(settled * overflowing(entries / settled))
}

/** How many of the buckets have more than seven entries, when they have `mean` on average. */
function overflowing(mean: number): number {
  let term = Math.exp(-mean)
  let within = term
  for (let i = 1; i <= BUCKET_ENTRIES; i++) {
    term *= mean / i
    within += term
  }
  return Math.max(0, 1 - within)
}

function powerOf2(count: number): number {
  return count <= 1 ? 1 : 2 ** Math.ceil(Math.log2(count))
}
