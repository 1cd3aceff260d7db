import type { Context } from '../../command/context.ts'
import { encodingOf } from '../../command/encoding.ts'
import { NO_SUCH_KEY } from '../../command/errors/common.ts'
import { NOT_AN_SDS, unknownDebugSubcommand } from '../../command/errors/server.ts'
import type { Entry } from '../../data/entry.ts'
import type { HashValue } from '../../data/hash-value.ts'
import type { ListValue } from '../../data/list-value.ts'
import { EMPTY_LISTPACK_BYTES, listpackEntryBytes } from '../../data/listpack-size.ts'
import type { SetValue } from '../../data/set-value.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { type Reply, StatusReply } from '../../resp/reply.ts'
import { allocated } from './memory-usage.ts'

/** Nobody can look there. */
const ADDRESS = '0x7f0000000000'

/** How a value is stored. Its serialized length is that of a dump without compression. */
export function debugObject(context: Context, [key, option]: readonly string[]): Reply {
  const { argv, db, now, config, profile } = context
  const { debugObjectShowsLfu } = profile.quirks
  if (option !== undefined && !debugObjectShowsLfu) return unknownDebugSubcommand(argv[1])
  const entry = db.peek(key)
  if (entry === undefined) return NO_SUCH_KEY
  const encoding = encodingOf(entry, profile)
  const isFast = option !== undefined && lowerAscii(option) === 'fast'
  const words = [
    `Value at:${ADDRESS}`,
    'refcount:1',
    `encoding:${encoding}`,
    ...(isFast ? [] : [`serializedlength:${serializedLength(entry, encoding)}`]),
    `lru:${Math.floor(entry.accessedAt / 1000) % 2 ** 24}`,
    `lru_seconds_idle:${Math.max(0, Math.floor((now - entry.accessedAt) / 1000))}`,
  ]
  if (debugObjectShowsLfu) words.push('lfu_freq:0', 'lfu_access_time_minutes:0')
  if (encoding === 'quicklist') {
    words.push(...quicklistWords(entry.value as ListValue, config.listMaxListpackSize))
  }
  return new StatusReply(words.join(' '))
}

function quicklistWords(list: ListValue, fill: number): string[] {
  const nodes = Math.max(1, list.nodeCount)
  return [
    `ql_nodes:${nodes}`,
    `ql_avg_node:${(list.length / nodes).toFixed(2)}`,
    `ql_listpack_max:${fill}`,
    'ql_compressed:0',
    `ql_uncompressed_size:${list.nodeBytes}`,
  ]
}

function serializedLength(entry: Entry, encoding: string): number {
  switch (entry.type) {
    case 'string':
      return textLength(stringText(entry.value as StringValue))
    case 'list': {
      const list = entry.value as ListValue
      const nodes = Math.max(1, list.nodeCount)
      // The number of nodes, and for each its kind and its bytes.
      return 1 + nodes * 2 + list.nodeBytes
    }
    case 'set': {
      const members = (entry.value as SetValue).members()
      if (encoding === 'intset') return 9 + members.length * 2
      return encoding === 'listpack' ? packed(members) : separate(members.length, members)
    }
    case 'hash': {
      const { fields, values } = entry.value as HashValue
      const texts = [...fields, ...values]
      return encoding === 'listpack' ? packed(texts) : separate(fields.length, texts)
    }
    case 'zset': {
      const zset = entry.value as SortedSetValue
      const pairs = [...zset]
      const members = pairs.map(([member]) => member)
      if (encoding === 'listpack') return packed([...members, ...pairs.map(([, n]) => String(n))])
      return separate(members.length, members) + members.length * 8
    }
    default:
      return streamLength(entry.value as StreamValue)
  }
}

/** A stream of one small entry takes 57 bytes; entries beyond it about as much as their texts. */
function streamLength(stream: StreamValue): number {
  return 40 + 17 * Math.max(1, stream.nodeIds.length) + 8 * Math.max(0, stream.length - 1)
}

function packed(texts: readonly string[]): number {
  const bytes = texts.reduce((sum, text) => sum + listpackEntryBytes(text), EMPTY_LISTPACK_BYTES)
  return lengthBytes(bytes) + bytes
}

function separate(count: number, texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + textLength(text), lengthBytes(count))
}

function textLength(text: string): number {
  const integer = text.length <= 11 ? parseInt64(text) : null
  if (integer !== null) {
    if (integer >= -128 && integer <= 127) return 2
    if (integer >= -32768 && integer <= 32767) return 3
    if (integer >= -2147483648 && integer <= 2147483647) return 5
  }
  return lengthBytes(text.length) + text.length
}

function lengthBytes(length: number): number {
  return length < 64 ? 1 : length < 16384 ? 2 : 5
}

/** Lengths of a key and its string, and what an allocator would give them. */
export function debugSdslen({ profile }: Context, entry: Entry): Reply {
  const encoding = entry.type === 'string' ? encodingOf(entry, profile) : 'int'
  if (encoding === 'int') return NOT_AN_SDS
  const key = sds(entry.key.length, entry.key.length < 32 ? 1 : 3)
  const { length } = stringText(entry.value as StringValue)
  const value = sds(length, 3)
  const spare = encoding === 'embstr' ? 0 : value.spare
  if (profile.flavour === 'valkey') {
    const own = encoding === 'embstr' ? 0 : value.bytes
    const object = allocated(16 + 1 + entry.key.length + 2 + (own > 0 ? 0 : length + 4))
    return new StatusReply(
      `key_sds_len:${entry.key.length} key_sds_avail:0 obj_alloc:${object} val_sds_len:${length} val_sds_avail:${spare} val_alloc:${own}`,
    )
  }
  const keySpare = entry.key.length < 32 ? 0 : key.spare
  return new StatusReply(
    `key_sds_len:${entry.key.length}, key_sds_avail:${keySpare}, key_zmalloc: ${key.bytes}, val_sds_len:${length}, val_sds_avail:${spare}, val_zmalloc: ${Math.max(16, value.bytes)}`,
  )
}

function sds(length: number, header: number): { bytes: number; spare: number } {
  const bytes = allocated(header + length + 1)
  return { bytes, spare: bytes - header - length - 1 }
}
