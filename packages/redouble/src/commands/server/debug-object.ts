import type { Context } from '../../command/context.ts'
import type { Profile } from '../../command/profile.ts'
import { encodingOf } from '../../command/encoding.ts'
import { NO_SUCH_KEY } from '../../command/errors/common.ts'
import { NOT_AN_SDS, unknownDebugSubcommand } from '../../command/errors/server.ts'
import type { Entry } from '../../data/entry.ts'
import type { ListValue } from '../../data/list-value.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { FOOTER_BYTES } from '../../rdb/format.ts'
import { dumpValue } from '../../rdb/payload.ts'
import { type Reply, StatusReply } from '../../resp/reply.ts'
import { allocated } from '../../command/memory/allocator.ts'

/** Nobody can look there. */
const ADDRESS = '0x7f0000000000'

/** How a value is stored. */
export function debugObject(context: Context, [key, option]: readonly string[]): Reply {
  const { argv, db, now, config, profile } = context
  const { debugObjectShowsLfu, debugObjectTakesFast } = profile.quirks
  if (option !== undefined && !debugObjectTakesFast) return unknownDebugSubcommand(argv[1])
  const entry = db.peek(key)
  if (entry === undefined) return NO_SUCH_KEY
  const encoding = encodingOf(entry, profile)
  const isFast = option !== undefined && lowerAscii(option) === 'fast'
  const words = [
    `Value at:${ADDRESS}`,
    'refcount:1',
    `encoding:${encoding}`,
    ...(isFast ? [] : [`serializedlength:${serializedLength(context, entry)}`]),
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

/** The bytes of its dump, without the kind before it and what follows. */
function serializedLength({ config, profile }: Context, entry: Entry): number {
  const isCompressing = config.stored.get('rdbcompression') !== 'no'
  const dump = dumpValue(entry.type, entry.value, profile.quirks, isCompressing)
  return dump.length - 1 - FOOTER_BYTES
}

/** Lengths of a key and its string, and what an allocator would give them. */
export function debugSdslen({ profile }: Context, entry: Entry): Reply {
  const encoding = entry.type === 'string' ? encodingOf(entry, profile) : 'int'
  if (encoding === 'int') return NOT_AN_SDS
  const key = sds(entry.key.length, entry.key.length < 32 ? 1 : 3, profile)
  const { length } = stringText(entry.value as StringValue)
  const value = sds(length, 3, profile)
  const spare = encoding === 'embstr' ? 0 : value.spare
  if (profile.flavour === 'valkey') {
    const own = encoding === 'embstr' ? 0 : value.bytes
    const object = allocated(16 + 1 + entry.key.length + 2 + (own > 0 ? 0 : length + 4), profile)
    return new StatusReply(
      `key_sds_len:${entry.key.length} key_sds_avail:0 obj_alloc:${object} val_sds_len:${length} val_sds_avail:${spare} val_alloc:${own}`,
    )
  }
  const keySpare = entry.key.length < 32 ? 0 : key.spare
  return new StatusReply(
    `key_sds_len:${entry.key.length}, key_sds_avail:${keySpare}, key_zmalloc: ${key.bytes}, val_sds_len:${length}, val_sds_avail:${spare}, val_zmalloc: ${Math.max(16, value.bytes)}`,
  )
}

function sds(length: number, header: number, profile: Profile): { bytes: number; spare: number } {
  const bytes = allocated(header + length + 1, profile)
  return { bytes, spare: bytes - header - length - 1 }
}
