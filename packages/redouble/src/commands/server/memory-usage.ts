import type { Profile } from '../../command/profile.ts'
import { encodingOf } from '../../command/encoding.ts'
import { type Entry, NO_EXPIRY } from '../../data/entry.ts'
import type { HashValue } from '../../data/hash-value.ts'
import type { ListValue } from '../../data/list-value.ts'
import { EMPTY_LISTPACK_BYTES, listpackEntryBytes } from '../../data/listpack-size.ts'
import type { SetValue } from '../../data/set-value.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'

/**
 * What a value would take on a server: the structures' sizes on 64 bits, rounded up as jemalloc
 * does. Exact for strings, listpacks and intsets; in the neighbourhood for the rest, where chance
 * (levels of a skiplist, tables that grow) decides on the server.
 */
export function memoryUsage(entry: Entry, profile: Profile, samples: number): number {
  const isValkey = profile.flavour === 'valkey'
  if (entry.type === 'string') {
    return isValkey ? embeddedStringBytes(entry, profile) : redisStringBytes(entry, profile)
  }
  const value = OBJECT + collectionBytes(entry, profile, samples)
  return isValkey ? value : value + redisKeyBytes(entry.key, profile)
}

/** An object's header. */
const OBJECT = 16
const DICT_ENTRY = 24
const DICT = 56
const MIN_TABLE = 4
const POINTER = 8
/** Valkey's hash table: its header, and buckets of seven entries. */
const VALKEY_TABLE = 72
const VALKEY_BUCKET = 64
const VALKEY_BUCKET_ENTRIES = 7
/** A sorted set, its skiplist and the list's first node, which has all 32 levels. */
const SKIPLIST = 688
/** A node of a skiplist with one level and a third, as they have on average. */
const SKIPLIST_NODE = 53
const QUICKLIST = 48
const QUICKLIST_NODE = 32
const STREAM = 584
const VALKEY_STREAM = 160
const STREAM_NODE = 4096

/** The size class of jemalloc that a request falls into. */
export function allocated(bytes: number): number {
  if (bytes <= 8) return 8
  if (bytes <= 128) return Math.ceil(bytes / 16) * 16
  const step = 2 ** (Math.ceil(Math.log2(bytes)) - 3)
  return Math.ceil(bytes / step) * step
}

/** A string with its header and its final zero. */
function sdsBytes(length: number): number {
  const header = length < 32 ? 1 : length < 256 ? 3 : length < 65536 ? 5 : 9
  return header + length + 1
}

/** Where key and value share an object (8.2), no entry of a table stands between them. */
function redisKeyBytes(key: string, { quirks }: Profile): number {
  const entry = quirks.embeddedStringBytes > 0 ? 0 : DICT_ENTRY
  return entry + allocated(sdsBytes(key.length))
}

function redisStringBytes(entry: Entry, profile: Profile): number {
  const { length } = stringText(entry.value as StringValue)
  const key = redisKeyBytes(entry.key, profile)
  switch (encodingOf(entry, profile)) {
    case 'int':
      return key + OBJECT
    case 'embstr':
      // Header and text share one piece, with the header that longer strings have.
      return key + allocated(OBJECT + 3 + length + 1)
    default:
      return key + OBJECT + allocated(Math.max(sdsBytes(length), 3 + length + 1))
  }
}

/** On Valkey the key lies in the object, and a short string beside it. */
function embeddedStringBytes(entry: Entry, profile: Profile): number {
  const { length } = stringText(entry.value as StringValue)
  switch (encodingOf(entry, profile)) {
    case 'int':
      return OBJECT
    case 'embstr': {
      const expiry = entry.expireAt === NO_EXPIRY ? 0 : 8
      const key = 1 + sdsBytes(entry.key.length)
      return allocated(OBJECT + expiry + key + 3 + length + 1)
    }
    default:
      return OBJECT + allocated(sdsBytes(length))
  }
}

function collectionBytes(entry: Entry, profile: Profile, samples: number): number {
  const encoding = encodingOf(entry, profile)
  const isValkey = profile.flavour === 'valkey'
  switch (entry.type) {
    case 'list':
      return listBytes(entry.value as ListValue, encoding)
    case 'set':
      return setBytes(entry.value as SetValue, encoding, isValkey, samples)
    case 'hash':
      return hashBytes(entry.value as HashValue, encoding, isValkey, samples)
    case 'zset':
      return sortedSetBytes(entry.value as SortedSetValue, encoding, isValkey, samples)
    default:
      return (
        (isValkey ? VALKEY_STREAM : STREAM) +
        STREAM_NODE * (entry.value as StreamValue).nodeIds.length
      )
  }
}

function listBytes(list: ListValue, encoding: string): number {
  if (encoding === 'listpack') return allocated(list.nodeBytes)
  const nodes = Math.max(1, list.nodeCount)
  return QUICKLIST + nodes * (QUICKLIST_NODE + allocated(list.nodeBytes / nodes))
}

function setBytes(set: SetValue, encoding: string, isValkey: boolean, samples: number): number {
  if (encoding === 'intset') return allocated(8 + set.size * intsetWidth(set))
  const members = sample(set, samples)
  if (encoding === 'listpack') return allocated(EMPTY_LISTPACK_BYTES + scaled(members, set.size))
  const texts = average(members, (member) => allocated(sdsBytes(member.length))) * set.size
  return Math.round(tableBytes(set.size, isValkey) + texts)
}

/** Bytes of the widest member of an intset. */
function intsetWidth(set: SetValue): number {
  let widest = 2
  set.scan(0, set.size, (member) => {
    const value = Math.abs(Number(member))
    if (value >= 2 ** 31) widest = 8
    else if (value >= 2 ** 15) widest = Math.max(widest, 4)
  })
  return widest
}

function hashBytes(hash: HashValue, encoding: string, isValkey: boolean, samples: number): number {
  const count = samples === 0 ? hash.size : Math.min(samples, hash.size)
  const fields = hash.fields.slice(0, count)
  const values = hash.values.slice(0, count)
  if (encoding === 'listpack') {
    const bytes = scaled(fields, hash.size) + scaled(values, hash.size)
    return allocated(EMPTY_LISTPACK_BYTES + Math.round(bytes))
  }
  const texts = fields.map((field, i) =>
    isValkey
      ? allocated(16 + sdsBytes(field.length) + sdsBytes(values[i].length))
      : allocated(sdsBytes(field.length)) + allocated(sdsBytes(values[i].length)),
  )
  return Math.round(tableBytes(hash.size, isValkey) + average(texts, Number) * hash.size)
}

function sortedSetBytes(
  zset: SortedSetValue,
  encoding: string,
  isValkey: boolean,
  samples: number,
): number {
  const members: string[] = []
  const scores: string[] = []
  for (const [member, score] of zset) {
    if (samples > 0 && members.length >= samples) break
    members.push(member)
    scores.push(String(score))
  }
  if (encoding === 'listpack') {
    const bytes = scaled(members, zset.size) + scaled(scores, zset.size)
    return allocated(EMPTY_LISTPACK_BYTES + Math.round(bytes))
  }
  const texts = average(members, (member) => allocated(sdsBytes(member.length)))
  const nodes = (texts + SKIPLIST_NODE) * zset.size
  return Math.round(SKIPLIST + tableBytes(zset.size, isValkey) + nodes)
}

/** A hash table without what its entries point to. */
function tableBytes(entries: number, isValkey: boolean): number {
  if (isValkey) {
    return VALKEY_TABLE + VALKEY_BUCKET * Math.ceil(entries / VALKEY_BUCKET_ENTRIES)
  }
  const slots = Math.max(MIN_TABLE, 2 ** Math.ceil(Math.log2(Math.max(1, entries))))
  return DICT + slots * POINTER + entries * DICT_ENTRY
}

function sample(set: SetValue, samples: number): string[] {
  const members: string[] = []
  set.scan(0, samples === 0 ? set.size : samples, (member) => members.push(member))
  return members
}

/** The bytes of `size` listpack entries, of which some are known. */
function scaled(texts: readonly string[], size: number): number {
  return Math.round(average(texts, listpackEntryBytes) * size)
}

function average<T>(items: readonly T[], bytes: (item: T) => number): number {
  let sum = 0
  for (const item of items) sum += bytes(item)
  return items.length === 0 ? 0 : sum / items.length
}
