import { type Entry, type TypeName } from '../data/entry.ts'
import type { HashValue } from '../data/hash-value.ts'
import type { ListValue } from '../data/list-value.ts'
import type { SetValue } from '../data/set-value.ts'
import type { SortedSetValue } from '../data/sorted-set-value.ts'
import { GREATEST_ID, idText, LEAST_ID } from '../data/stream-id.ts'
import type { StreamValue } from '../data/stream-value.ts'
import { stringText, type StringValue } from '../data/string-value.ts'
import { decodeUtf8, encodeUtf8 } from '../kernel/bytes.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'

/** Text where the bytes are UTF-8, else the bytes in base64. @since 0.1.0 */
export type PlainText = string | { readonly $bytes: string }

/** A score as JSON can have it. @since 0.1.0 */
export type PlainScore = number | 'inf' | '-inf'

/** An entry of a stream. @since 0.1.0 */
export interface PlainStreamEntry {
  readonly id: string
  /** Field and value, in order: a field may come twice. */
  readonly fields: readonly (readonly [PlainText, PlainText])[]
}

/**
 * What a key holds, as JSON can have it. A hash and a sorted set are objects, or pairs where a
 * field or member is no UTF-8.
 *
 * @since 0.1.0
 */
export type PlainValue =
  | PlainText
  | readonly PlainText[]
  | Readonly<Record<string, PlainText>>
  | Readonly<Record<string, PlainScore>>
  | readonly (readonly [PlainText, PlainText])[]
  | readonly (readonly [PlainText, PlainScore])[]
  | readonly PlainStreamEntry[]

/** @throws RedoubleError `REDOUBLE_NOT_PLAIN` for a type that has no plain form */
export function plainValue({ type, value }: Entry): PlainValue {
  switch (type) {
    case 'string':
      return plainText(stringText(value as StringValue))
    case 'list': {
      const list = value as ListValue
      return list.slice(0, list.length).map(plainText)
    }
    case 'set':
      return (value as SetValue).members().map(plainText)
    case 'zset':
      return record([...(value as SortedSetValue)], plainScore)
    case 'hash': {
      const { fields, values } = value as HashValue
      return record(
        fields.map((field, i) => [field, values[i]] as const),
        plainText,
      )
    }
    case 'stream':
      return (value as StreamValue).range(LEAST_ID, GREATEST_ID).map(({ id, fields }) => ({
        id: idText(id),
        fields: pairsOf(fields),
      }))
    default:
      throw notPlain(type)
  }
}

function notPlain(type: TypeName): RedoubleError {
  return new RedoubleError(
    'REDOUBLE_NOT_PLAIN',
    `A key of type ${type} has no plain form. As RDB every type can be exported.`,
  )
}

export function plainText(bytes: string): PlainText {
  const text = decodeUtf8(bytes)
  if (encodeUtf8(text) === bytes) return text
  return { $bytes: Buffer.from(bytes, 'latin1').toString('base64') }
}

/** The bytes behind a plain text. */
export function bytesOfPlain(text: unknown): string {
  if (typeof text === 'string') return encodeUtf8(text)
  if (typeof text === 'number' || typeof text === 'bigint') return String(text)
  if (text instanceof Uint8Array) return Buffer.from(text).toString('latin1')
  const encoded = (text as { $bytes?: unknown } | null)?.$bytes
  if (typeof encoded === 'string') return Buffer.from(encoded, 'base64').toString('latin1')
  throw new RedoubleError(
    'REDOUBLE_INVALID_VALUE',
    `${JSON.stringify(text) ?? String(text)} is no value for Redis: pass a string, a number, a ` +
      'bigint, a Buffer or { $bytes: base64 }.',
  )
}

function plainScore(score: number): PlainScore {
  if (Number.isFinite(score)) return score
  return score > 0 ? 'inf' : '-inf'
}

type Pairs<T> = readonly (readonly [PlainText, T])[]

function record<V, T>(
  pairs: readonly (readonly [string, V])[],
  plain: (value: V) => T,
): Readonly<Record<string, T>> | Pairs<T> {
  const plainPairs = pairs.map(([name, value]) => [plainText(name), plain(value)] as const)
  if (plainPairs.some(([name]) => typeof name !== 'string')) return plainPairs
  return Object.fromEntries(plainPairs as readonly (readonly [string, T])[])
}

function pairsOf(words: readonly string[]): (readonly [PlainText, PlainText])[] {
  const pairs: (readonly [PlainText, PlainText])[] = []
  for (let i = 0; i < words.length; i += 2) {
    pairs.push([plainText(words[i]), plainText(words[i + 1])])
  }
  return pairs
}
