import { RedoubleError } from '../kernel/redouble-error.ts'
import { bytesOfPlain } from './plain-value.ts'

/** So many words go into one command, and what is more into another. */
const MOST_WORDS = 1000

/** The type of key that a value is stored as. */
export type StorableType = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream'

/** The commands that store a plain value under a key that is not there, as argv in bytes. */
export function storingCommands(key: string, type: StorableType, value: unknown): string[][] {
  switch (type) {
    case 'string':
      return [['SET', key, bytesOfPlain(value)]]
    case 'list':
      return inChunks(['RPUSH', key], words(key, value), 1)
    case 'set':
      return inChunks(['SADD', key], words(key, value), 1)
    case 'hash':
      return inChunks(['HSET', key], pairs(key, value).flat(), 2)
    case 'zset': {
      const scored = pairs(key, value).flatMap(([member, score]) => [score, member])
      return inChunks(['ZADD', key], scored, 2)
    }
    case 'stream':
      return streamEntries(key, value)
    default:
      throw invalid(key, `there is no type ${JSON.stringify(type)} to store`)
  }
}

/** What a value of a test's own looks like when nothing says what it is. */
export function typeOfValue(key: string, value: unknown): StorableType {
  if (Array.isArray(value)) return 'list'
  if (value instanceof Set) return 'set'
  if (value instanceof Map) return 'zset'
  if (value instanceof Uint8Array) return 'string'
  if (typeof value === 'object' && value !== null && !('$bytes' in value)) return 'hash'
  if (value === null || value === undefined || typeof value === 'boolean') {
    throw invalid(key, `${value} is no value of Redis: say '${value}' or JSON.stringify it`)
  }
  return 'string'
}

function words(key: string, value: unknown): string[] {
  if (value instanceof Set || Array.isArray(value)) return filled(key, [...value].map(bytesOfPlain))
  throw invalid(key, 'a list is an array, and a set a Set or an array')
}

function pairs(key: string, value: unknown): [string, string][] {
  const isPairs = value instanceof Map || Array.isArray(value)
  if (!isPairs && (typeof value !== 'object' || value === null)) {
    throw invalid(key, 'a hash is an object, and a sorted set a Map or an object')
  }
  const entries = isPairs ? [...(value as Iterable<[unknown, unknown]>)] : Object.entries(value)
  return filled(
    key,
    entries.map(([name, one]) => [bytesOfPlain(name), bytesOfPlain(one)]),
  )
}

function streamEntries(key: string, value: unknown): string[][] {
  if (!Array.isArray(value)) throw invalid(key, 'a stream is an array of { id, fields }')
  return filled(
    key,
    value.map(({ id = '*', fields }) => ['XADD', key, id, ...pairs(key, fields).flat()]),
  )
}

function filled<T>(key: string, items: T[]): T[] {
  if (items.length > 0) return items
  throw invalid(key, 'it is empty, and Redis has no empty collections')
}

function inChunks(head: readonly string[], items: readonly string[], step: 1 | 2): string[][] {
  const size = MOST_WORDS - (MOST_WORDS % step)
  const commands: string[][] = []
  for (let i = 0; i < items.length; i += size) {
    commands.push([...head, ...items.slice(i, i + size)])
  }
  return commands
}

function invalid(key: string, why: string): RedoubleError {
  return new RedoubleError('REDOUBLE_INVALID_VALUE', `${JSON.stringify(key)}: ${why}.`)
}
