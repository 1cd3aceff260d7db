import { sha1Of } from '../../kernel/digest.ts'
import type { Profile } from '../../command/profile.ts'
import type { Database } from '../../data/database.ts'
import { type Entry, NO_EXPIRY, type TypeName } from '../../data/entry.ts'
import type { HashValue } from '../../data/hash-value.ts'
import type { ListValue } from '../../data/list-value.ts'
import type { SetValue } from '../../data/set-value.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import { GREATEST_ID, LEAST_ID } from '../../data/stream-id.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'
import { directionBytes } from '../../data/vector-element.ts'
import type { VectorSetValue } from '../../data/vector-set.ts'
import { formatDouble17, formatDoubleFpconv } from '../../kernel/numbers.ts'

const BYTES = 20
const TYPE_NUMBERS: Readonly<Record<TypeName, number>> = {
  string: 0,
  list: 1,
  set: 2,
  zset: 3,
  hash: 4,
  stream: 6,
  vectorset: 5,
}
const EXPIRES = '!!expire!!'
const FIELD_EXPIRES = '!!hexpire!!'

/**
 * The digest that DEBUG DIGEST computes: equal data gives equal digests on every server and here.
 * `add` takes something in regardless of order, `follow` in order.
 */
class Digest {
  readonly bytes: Buffer = Buffer.alloc(BYTES)

  add(data: string | Buffer): void {
    const sha = sha1(data)
    for (let i = 0; i < BYTES; i++) this.bytes[i] ^= sha[i]
  }

  follow(data: string | Buffer): void {
    this.add(data)
    sha1(this.bytes).copy(this.bytes)
  }

  /** A part in order, whose own parts are not. */
  addAll(...parts: readonly string[]): void {
    const inner = new Digest()
    for (const part of parts) inner.follow(part)
    this.add(inner.bytes)
  }

  get hex(): string {
    return this.bytes.toString('hex')
  }
}

function sha1(data: string | Buffer): Buffer {
  return sha1Of(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
}

export function digestOfAll(databases: readonly Database[], profile: Profile): string {
  const all = new Digest()
  for (const db of databases) {
    if (db.size === 0) continue
    all.follow(numberBytes(db.index))
    for (const entry of db.entries()) {
      const digest = new Digest()
      digest.follow(entry.key)
      takeIn(entry, digest, profile, db.now)
      all.add(digest.bytes)
    }
  }
  return all.hex
}

/** Of a value and whether it expires; of nothing for an absent key. */
export function digestOfValue(entry: Entry | undefined, profile: Profile, now: number): string {
  const digest = new Digest()
  if (entry !== undefined) takeIn(entry, digest, profile, now)
  return digest.hex
}

function takeIn(entry: Entry, digest: Digest, { quirks }: Profile, now: number): void {
  digest.follow(numberBytes(TYPE_NUMBERS[entry.type]))
  switch (entry.type) {
    case 'string':
      digest.follow(stringText(entry.value as StringValue))
      break
    case 'list': {
      const list = entry.value as ListValue
      for (const element of list.slice(0, list.length)) digest.follow(element)
      break
    }
    case 'set':
      for (const member of (entry.value as SetValue).members()) digest.add(member)
      break
    case 'zset': {
      const format = quirks.doublesWith17Digits ? formatDouble17 : formatDoubleFpconv
      for (const [member, score] of entry.value as SortedSetValue) {
        digest.addAll(member, format(score))
      }
      break
    }
    case 'hash': {
      const hash = entry.value as HashValue
      hash.fields.forEach((field, i) => {
        if (quirks.dueFieldsAreAbsent && hash.isDue(field, now)) return
        const pair = new Digest()
        pair.follow(field)
        pair.follow(hash.values[i])
        const expires = quirks.digestsFieldDeadlines && hash.deadlineOf(field) !== undefined
        if (expires) pair.add(FIELD_EXPIRES)
        digest.add(pair.bytes)
      })
      break
    }
    case 'vectorset':
      takeInVectorSet(entry.value as VectorSetValue, digest)
      break
    default:
      takeInStream(entry.value as StreamValue, digest)
  }
  if (entry.expireAt !== NO_EXPIRY) digest.add(EXPIRES)
}

/** A module digests on its own. */
function takeInVectorSet(set: VectorSetValue, digest: Digest): void {
  const own = new Digest()
  own.addAll(String(set.size), String(set.dimension))
  for (const { name, direction, attributes } of set.elements()) {
    const parts = [directionBytes(direction), name]
    if (attributes !== null) parts.push(attributes)
    own.addAll(...parts)
  }
  digest.add(own.bytes)
}

function takeInStream(stream: StreamValue, digest: Digest): void {
  for (const { id, fields } of stream.range(LEAST_ID, GREATEST_ID)) {
    digest.follow(`${id.ms}.${id.seq}`)
    for (const text of fields) digest.follow(text)
  }
}

function numberBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
