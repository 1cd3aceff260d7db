import type { Context } from '../../command/context.ts'
import {
  SYNTAX,
  TIMEOUT_NEGATIVE,
  TIMEOUT_NOT_AN_INTEGER,
  TIMEOUT_OUT_OF_RANGE,
} from '../../command/errors/common.ts'
import { onlyForGroups, unbalancedStreams } from '../../command/errors/stream.ts'
import { blockWithinScript, GROUP_MISSING } from '../../command/errors/stream-group.ts'
import { readInt64 } from '../../command/read-integer.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MAX } from '../../kernel/numbers.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'

/** What XREAD and XREADGROUP are told before their ids. */
export interface ReadOptions {
  /** 0 is no limit. */
  readonly count: number
  /** Milliseconds; null does not wait, 0 waits for ever. */
  readonly blockMs: number | null
  readonly keys: readonly string[]
  /** The index of the first id. */
  readonly idsAt: number
  /** XREADGROUP's. */
  readonly group: string
  readonly consumer: string
  readonly isNoAck: boolean
}

export function parseReadOptions(context: Context, isGroup: boolean): ReadOptions {
  const { argv, profile } = context
  let count = 0
  let blockMs: number | null = null
  let group: string | null = null
  let consumer = ''
  let isNoAck = false
  for (let i = 1; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    const more = argv.length - i - 1
    if (word === 'BLOCK' && more > 0) blockMs = parseBlock(argv[++i], context)
    else if (word === 'COUNT' && more > 0) count = Math.max(0, Number(readInt64(argv[++i])))
    else if (word === 'STREAMS' && more > 0) {
      if (more % 2 !== 0) throw unbalancedStreams(profile, isGroup)
      if (isGroup && group === null) throw GROUP_MISSING
      const keys = argv.slice(i + 1, i + 1 + more / 2)
      const idsAt = i + 1 + keys.length
      return { count, blockMs, keys, idsAt, group: group ?? '', consumer, isNoAck }
    } else if (word === 'GROUP' && more >= 2) {
      if (!isGroup) throw onlyForGroups('GROUP')
      group = argv[i + 1]
      consumer = argv[i + 2]
      i += 2
    } else if (word === 'NOACK') {
      if (!isGroup) throw onlyForGroups('NOACK')
      isNoAck = true
    } else throw SYNTAX
  }
  throw SYNTAX
}

function parseBlock(text: string, context: Context): number {
  const { now, profile, isScript, argv } = context
  if (isScript && profile.quirks.scriptsRefuseBlock) throw blockWithinScript(argv[0])
  const value = readInt64(text, TIMEOUT_NOT_AN_INTEGER)
  if (value < 0) throw TIMEOUT_NEGATIVE
  if (value <= INT64_MAX - BigInt(now)) return Number(value)
  // Where the deadline overflows unnoticed it never comes.
  if (profile.quirks.hugeTimeoutIsNegative) return 0
  throw TIMEOUT_OUT_OF_RANGE
}

/** A stream for a client that Redis 7.0 wakes: neither counted as a hit nor as an access. */
export function streamAt({ db }: Context, key: string): StreamValue | undefined {
  const entry = db.find(key)
  return entry?.type === 'stream' ? (entry.value as StreamValue) : undefined
}

/** Key, entries, key, entries, …: a map in RESP3, pairs in RESP2. */
export function readReply({ resp }: Context, found: Reply[]): Reply {
  if (resp === 3) return new MapReply(found)
  const pairs: Reply[] = []
  for (let i = 0; i < found.length; i += 2) pairs.push([found[i], found[i + 1]])
  return pairs
}
