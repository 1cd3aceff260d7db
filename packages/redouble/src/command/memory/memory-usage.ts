import { type Entry, NO_EXPIRY } from '../../data/entry.ts'
import type { StringValue } from '../../data/string-value.ts'
import { encodingOf } from '../encoding.ts'
import type { Profile } from '../profile.ts'
import { allocated, grownSdsBytes, sdsBytes } from './allocator.ts'
import { collectionBytes, type Samples } from './value-bytes.ts'

/** An object's header, and an entry of the table of keys. */
const OBJECT = 16
const DICT_ENTRY = 24
const EXPIRY = 8
/** Says how long the key's header is that lies within an object. */
const KEY_HEADER_SIZE = 1
const EMBEDDED_HEADER = 3
const TERMINATOR = 1
/** An argument of this size is read into a block of its own, which ends in CR LF. */
const BIG_ARGUMENT = 32_768
const CRLF = 2

/**
 * What a key and its value would take on a server: the structures' sizes on 64 bits, rounded up as
 * its allocator does. Exact for strings, listpacks and intsets; in the neighbourhood where chance
 * decides on the server (levels of a skiplist, tables that grow). Tables that have shrunk, which
 * servers leave large for a while, are taken for the size that they need.
 */
export function memoryUsage(entry: Entry, profile: Profile, samples: Samples): number {
  if (entry.type === 'string') return stringBytes(entry, profile)
  return frameBytes(entry, profile) + collectionBytes(entry, profile, samples)
}

/** What a key takes beyond `memoryUsage`, which leaves out what is not the value's own. */
export function keyExtraBytes(entry: Entry, profile: Profile): number {
  const { keyPlace, keyExtraBytes: extra, expiryBytes } = profile.quirks
  const expiry = entry.expireAt === NO_EXPIRY ? 0 : expiryBytes
  if (keyPlace !== 'uncounted') return extra + expiry
  const isEmbedded = entry.type === 'string' && encodingOf(entry, profile) === 'embstr'
  return expiry + (isEmbedded ? 0 : allocated(sdsBytes(entry.key.length), profile))
}

/** An object and its key, as far as MEMORY USAGE counts it. */
function frameBytes(entry: Entry, profile: Profile): number {
  switch (profile.quirks.keyPlace) {
    case 'beside':
      return DICT_ENTRY + allocated(sdsBytes(entry.key.length), profile) + OBJECT
    case 'within':
      return allocated(OBJECT + keyWithin(entry), profile)
    default:
      return OBJECT
  }
}

function keyWithin({ key, expireAt }: Entry): number {
  return (expireAt === NO_EXPIRY ? 0 : EXPIRY) + KEY_HEADER_SIZE + sdsBytes(key.length)
}

function stringBytes(entry: Entry, profile: Profile): number {
  const value = entry.value as StringValue
  switch (encodingOf(entry, profile)) {
    case 'int':
      return frameBytes(entry, profile)
    case 'embstr':
      return embeddedBytes(entry, value.length, profile)
    default:
      return frameBytes(entry, profile) + allocated(rawBytes(value), profile)
  }
}

function embeddedBytes(entry: Entry, length: number, profile: Profile): number {
  const { keyPlace, embeddedHeaderBytes } = profile.quirks
  const text = EMBEDDED_HEADER + length + TERMINATOR
  if (keyPlace === 'beside') {
    return frameBytes(entry, profile) - OBJECT + allocated(OBJECT + text, profile)
  }
  // Where the pointer is saved it may be missed by less than what comes in its place.
  return allocated(Math.max(OBJECT, embeddedHeaderBytes + text) + keyWithin(entry), profile)
}

function rawBytes(value: StringValue): number {
  if (typeof value !== 'string') {
    return value.hasGrown ? grownSdsBytes(value.room) : sdsBytes(value.length)
  }
  const { length } = value
  return sdsBytes(length) + (length >= BIG_ARGUMENT ? CRLF : 0)
}
