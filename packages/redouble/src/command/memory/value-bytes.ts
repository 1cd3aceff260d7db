import type { Entry } from '../../data/entry.ts'
import type { HashValue } from '../../data/hash-value.ts'
import type { ListValue } from '../../data/list-value.ts'
import { EMPTY_LISTPACK_BYTES, listpackEntryBytes } from '../../data/listpack-size.ts'
import type { SetValue } from '../../data/set-value.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import type { VectorSetValue } from '../../data/vector-set.ts'
import { encodingOf } from '../encoding.ts'
import type { Profile } from '../profile.ts'
import { allocated, sdsBytes } from './allocator.ts'
import { streamBytes } from './stream-bytes.ts'
import { valueTableBytes } from './tables.ts'
import { vectorSetBytes } from './vector-set-bytes.ts'

const QUICKLIST = 40
const QUICKLIST_NODE = 40
const INTSET_HEADER = 8
/** A sorted set, its skiplist and the list's first node, which has all 32 levels. */
const SKIPLIST = 688
const SKIPLIST_WITH_MEMBERS = 624
/** A node of a skiplist: its score, its way back, and its levels. */
const SKIPLIST_NODE = 16
const SKIPLIST_LEVEL = 16
const POINTER = 8
/** How many of the nodes have one level, two, and three (standing for more). */
const LEVELS = [0.75, 0.1875, 0.0625]
/** Up to this size Valkey keeps a field and its value in one block. */
const VALKEY_BLOCK = 128

/** How many entries are looked at to estimate the others; 0 for all. */
export interface Samples {
  readonly ofTable: number
  readonly ofListpack: number
}

/** What a collection takes beside its object and key. */
export function collectionBytes(entry: Entry, profile: Profile, samples: Samples): number {
  const encoding = encodingOf(entry, profile)
  switch (entry.type) {
    case 'list':
      return listBytes(entry.value as ListValue, encoding, profile)
    case 'set':
      return setBytes(entry.value as SetValue, encoding, profile, samples)
    case 'hash':
      return hashBytes(entry.value as HashValue, encoding, profile, samples)
    case 'zset':
      return sortedSetBytes(entry.value as SortedSetValue, encoding, profile, samples)
    case 'stream':
      return streamBytes(entry.value as StreamValue, profile)
    case 'vectorset':
      return vectorSetBytes(entry.value as VectorSetValue, profile)
    default:
      return 0
  }
}

function listBytes(list: ListValue, encoding: string, profile: Profile): number {
  if (encoding === 'listpack') return allocated(list.nodeBytes, profile)
  let bytes = QUICKLIST
  for (const node of list.nodes) bytes += QUICKLIST_NODE + allocated(node.bytes, profile)
  return bytes
}

function setBytes(set: SetValue, encoding: string, profile: Profile, samples: Samples): number {
  if (encoding === 'intset') {
    return allocated(INTSET_HEADER + set.size * set.integerBytes, profile)
  }
  const members = sample(set, countOf(encoding, samples))
  if (encoding === 'listpack') return listpackBytes([members], set.size, profile)
  const texts = average(members, (member) => allocated(sdsBytes(member.length), profile))
  return Math.round(valueTableBytes(set.size, profile) + texts * set.size)
}

function hashBytes(hash: HashValue, encoding: string, profile: Profile, samples: Samples): number {
  const count = countOf(encoding, samples)
  const fields = hash.fields.slice(0, count)
  const values = hash.values.slice(0, count)
  if (encoding !== 'hashtable') return listpackBytes([fields, values], hash.size, profile)
  const texts = average(fields, (field, i) => fieldBytes(field, values[i], profile))
  return Math.round(valueTableBytes(hash.size, profile) + texts * hash.size)
}

function fieldBytes(field: string, value: string, profile: Profile): number {
  const [a, b] = [sdsBytes(field.length), sdsBytes(value.length)]
  if (!profile.quirks.tablesHaveBuckets) return allocated(a, profile) + allocated(b, profile)
  if (a + b <= VALKEY_BLOCK) return allocated(a + b, profile)
  return allocated(POINTER + a, profile) + allocated(b, profile)
}

function sortedSetBytes(
  zset: SortedSetValue,
  encoding: string,
  profile: Profile,
  samples: Samples,
): number {
  const members: string[] = []
  const scores: string[] = []
  const count = countOf(encoding, samples)
  for (const [member, score] of zset) {
    if (members.length >= count) break
    members.push(member)
    scores.push(String(score))
  }
  if (encoding === 'listpack') return listpackBytes([members, scores], zset.size, profile)
  const within = profile.quirks.skiplistHoldsMembers
  const texts = average(members, (member) => {
    const text = sdsBytes(member.length)
    return within
      ? nodeBytes(text, profile)
      : allocated(text, profile) + nodeBytes(POINTER, profile)
  })
  const fixed = within ? SKIPLIST_WITH_MEMBERS : SKIPLIST
  return Math.round(fixed + valueTableBytes(zset.size, profile) + texts * zset.size)
}

/** A skiplist's node with what it holds, as large as it is on average. */
function nodeBytes(held: number, profile: Profile): number {
  return LEVELS.reduce((sum, share, i) => {
    return sum + share * allocated(SKIPLIST_NODE + held + SKIPLIST_LEVEL * (i + 1), profile)
  }, 0)
}

function countOf(encoding: string, samples: Samples): number {
  const isTable = encoding === 'hashtable' || encoding === 'skiplist'
  const count = isTable ? samples.ofTable : samples.ofListpack
  return count === 0 ? Number.POSITIVE_INFINITY : count
}

function sample(set: SetValue, count: number): string[] {
  const members: string[] = []
  set.scan(0, Math.min(count, set.size), (member) => members.push(member))
  return members
}

/** A listpack of so many entries in each column, of which some are known. */
function listpackBytes(
  columns: readonly (readonly string[])[],
  size: number,
  profile: Profile,
): number {
  let bytes = EMPTY_LISTPACK_BYTES
  for (const column of columns) bytes += Math.round(average(column, listpackEntryBytes) * size)
  return allocated(bytes, profile)
}

function average<T>(items: readonly T[], bytes: (item: T, index: number) => number): number {
  let sum = 0
  for (let i = 0; i < items.length; i++) sum += bytes(items[i], i)
  return items.length === 0 ? 0 : sum / items.length
}
