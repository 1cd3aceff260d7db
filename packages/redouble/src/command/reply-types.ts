/**
 * What a command answers with: the `reply` of a definition. Each type knows its TypeScript, from
 * which the direct client's methods are generated, and whether a reply is of it, which the oracle
 * checks against every reply that it sees. Types describe RESP3, where nothing is flattened.
 *
 * Definitions import all of it as `answer`: `reply: answer.nullable(answer.bulk())`.
 */
import {
  DoubleReply,
  MapReply,
  NullArrayReply,
  type Reply,
  SetReply,
  StatusReply,
  VerbatimReply,
} from '../resp/reply.ts'

export interface ReplyType {
  /** The JS value as TypeScript. `B` is what bulk strings are: text or bytes. */
  readonly text: string
  readonly description?: string
  /** Another type when one of these options is passed to the direct client's method. */
  readonly given?: readonly ReplyCase[]
  readonly matches: (reply: Reply) => boolean
}

export interface ReplyCase {
  /** Options by their names in the direct client, all of which are passed. */
  readonly options: readonly string[]
  readonly type: ReplyType
}

/** An integer that a JS number holds. */
export function integer(description?: string): ReplyType {
  return { text: 'number', description, matches: (reply) => Number.isSafeInteger(reply) }
}

/** Any 64-bit integer: a bigint past 2^53. */
export function int64(description?: string): ReplyType {
  return {
    text: 'number | bigint',
    description,
    matches: (reply) => Number.isSafeInteger(reply) || typeof reply === 'bigint',
  }
}

/** A time: a number, although one that lies some 285,000 years ahead comes as a bigint. */
export function duration(description?: string): ReplyType {
  return { text: 'number', description, matches: int64().matches }
}

/** 1 or 0. */
export function oneOrZero(description?: string): ReplyType {
  return { text: '0 | 1', description, matches: (reply) => reply === 0 || reply === 1 }
}

export function boolean(description?: string): ReplyType {
  return { text: 'boolean', description, matches: (reply) => typeof reply === 'boolean' }
}

export function double(description?: string): ReplyType {
  return { text: 'number', description, matches: (reply) => reply instanceof DoubleReply }
}

/** A bulk string: any bytes. */
export function bulk(description?: string): ReplyType {
  return { text: 'B', description, matches: isBulk }
}

/** A bulk string or a status, whichever the server picks: text in the default reading. */
export function bulkOrStatus(description?: string): ReplyType {
  return {
    text: 'B | string',
    description,
    matches: (reply) => isBulk(reply) || reply instanceof StatusReply,
  }
}

function isBulk(reply: Reply): boolean {
  return typeof reply === 'string' || reply instanceof VerbatimReply
}

/** A status: one of these words, or any. */
export function status(...words: string[]): ReplyType {
  return {
    text: words.length === 0 ? 'string' : words.map((word) => `'${word}'`).join(' | '),
    matches: (reply) =>
      reply instanceof StatusReply && (words.length === 0 || words.includes(reply.text)),
  }
}

export function ok(): ReplyType {
  return status('OK')
}

export function nullable(type: ReplyType, description?: string): ReplyType {
  return {
    text: union([type.text, 'null']),
    description: description ?? type.description,
    matches: (reply) => reply === null || reply instanceof NullArrayReply || type.matches(reply),
  }
}

export function anyOf(...types: ReplyType[]): ReplyType {
  return {
    text: union(types.map((type) => type.text)),
    matches: (reply) => types.some((type) => type.matches(reply)),
  }
}

/** An array or a set. */
export function array(item: ReplyType, description?: string): ReplyType {
  return {
    text: item.text.includes('|') ? `(${item.text})[]` : `${item.text}[]`,
    description,
    matches: (reply) => itemsOf(reply)?.every((one) => item.matches(one)) === true,
  }
}

/** An array of a fixed length. */
export function tuple(items: Readonly<Record<string, ReplyType>>, description?: string): ReplyType {
  const types = Object.values(items)
  const parts = Object.entries(items).map(([name, type]) => `${name}: ${type.text}`)
  return {
    text: `[${parts.join(', ')}]`,
    description,
    matches: (reply) => {
      const given = itemsOf(reply)
      return given?.length === types.length && types.every((type, i) => type.matches(given[i]))
    },
  }
}

/** A map whose keys are data. */
export function map(value: ReplyType, description?: string): ReplyType {
  return {
    text: `Record<string, ${value.text}>`,
    description,
    matches: (reply) => reply instanceof MapReply && valuesOf(reply).every(value.matches),
  }
}

/** A map with known keys. Those of `optional` may be missing; a server's version decides. */
export function record(
  required: Readonly<Record<string, ReplyType>>,
  optional: Readonly<Record<string, ReplyType>> = {},
): ReplyType {
  const types: Readonly<Record<string, ReplyType>> = { ...required, ...optional }
  const members = Object.entries(types).map(
    ([name, type]) => `${propertyName(name)}${name in optional ? '?' : ''}: ${type.text}`,
  )
  return {
    text: `{ ${members.join('; ')} }`,
    matches: (reply) => {
      if (!(reply instanceof MapReply)) return false
      const seen = new Map<string, Reply>()
      for (let i = 0; i < reply.entries.length; i += 2) {
        seen.set(String(nameOf(reply.entries[i])), reply.entries[i + 1])
      }
      const isComplete = Object.keys(required).every((name) => seen.has(name))
      return isComplete && [...seen].every(([name, value]) => types[name]?.matches(value) === true)
    },
  }
}

/** Whatever it may be. */
export function anything(description?: string): ReplyType {
  return { text: 'ReplyValue<B>', description, matches: () => true }
}

/**
 * A reply whose shape follows an option: `whenGiven('withscores', array(…), array(bulk()))`.
 * Several options that are needed together are joined by `+`; nest for several cases, the most
 * particular outermost.
 */
export function whenGiven(options: string, type: ReplyType, otherwise: ReplyType): ReplyType {
  const { given = [] } = otherwise
  const cases = [{ options: options.split('+'), type }, ...given]
  return {
    text: otherwise.text,
    description: otherwise.description,
    given: cases,
    matches: (reply) => type.matches(reply) || otherwise.matches(reply),
  }
}

function itemsOf(reply: Reply): readonly Reply[] | undefined {
  if (Array.isArray(reply)) return reply
  return reply instanceof SetReply ? reply.members : undefined
}

function valuesOf(reply: MapReply): Reply[] {
  return reply.entries.filter((_, i) => i % 2 === 1)
}

function nameOf(reply: Reply): unknown {
  return reply instanceof StatusReply ? reply.text : reply
}

function union(texts: readonly string[]): string {
  return [...new Set(texts.flatMap(alternatives))].join(' | ')
}

/** The alternatives of a union, so that none is said twice. Brackets hide theirs. */
function alternatives(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if ('([{<'.includes(text[i])) depth++
    else if (')]}>'.includes(text[i])) depth--
    else if (text[i] === '|' && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  return [...parts, text.slice(start).trim()]
}

function propertyName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`
}
