import {
  block,
  bytes,
  integer,
  key,
  multiple,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import {
  GROUP_GONE,
  meaninglessId,
  noGroupToRead,
  STREAM_GONE,
} from '../../command/errors/stream-group.ts'
import * as answer from '../../command/reply-types.ts'
import type { StreamConsumer } from '../../data/stream-group.ts'
import {
  compareIds,
  GREATEST_ID,
  idAfter,
  idText,
  LEAST_ID,
  type StreamId,
} from '../../data/stream-id.ts'
import { addInt64, INT64_MIN } from '../../kernel/numbers.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { entry } from './answer-types.ts'
import { consumerOf, type StreamAndGroup } from './group-access.ts'
import { readAfter } from './group-progress.ts'
import { parseId } from './ids.ts'
import { parseReadOptions, type ReadOptions, readReply, streamAt } from './read-options.ts'

/** What one stream is asked for: new entries, or the consumer's own behind an id. */
interface GroupRead extends StreamAndGroup {
  readonly key: string
  /** null for `>`. */
  readonly after: StreamId | null
}

export const xreadgroup: Command = defineCommand({
  name: 'xreadgroup',
  since: '5.0.0',
  group: 'stream',
  summary: 'Takes new entries of several streams for a consumer, or shows what it has pending.',
  complexity: 'O(M) for M entries returned; an XADD pays O(N) to serve N clients that wait',
  flags: ['write', 'blocking', 'movablekeys'],
  effects: ['clock'],
  args: {
    groupBlock: option('GROUP', block({ group: bytes(), consumer: bytes() })),
    count: optional(option('COUNT', integer())),
    milliseconds: optional(option('BLOCK', integer())),
    noack: optional(token('NOACK')),
    streams: option(
      'STREAMS',
      block({ key: multiple(key('RO', 'access')), id: multiple(bytes()) }),
    ),
  },
  // An entry of the history that was deleted meanwhile has no fields left.
  reply: answer.nullable(
    answer.map(
      answer.array(
        answer.anyOf(
          entry,
          answer.tuple({ id: answer.bulk(), fields: answer.nullable(answer.array(answer.bulk())) }),
        ),
      ),
    ),
  ),
  arity: -7,
  keySpecs: [
    {
      flags: ['RO', 'access'],
      begin: { keyword: 'STREAMS', startFrom: 4 },
      find: { lastKey: -1, step: 1, limit: 2 },
    },
  ],
  parse: byHand,
  run(context): Reply {
    const options = parseReadOptions(context, true)
    const { keys, blockMs } = options
    const { quirks } = context.profile
    const isWokenForOne = context.isRetry && quirks.wakesForReadyKeyOnly
    const reads = isWokenForOne ? readReady(context, options) : parseReads(context, options)
    const found: Reply[] = []
    for (const read of reads) {
      const entries = readOne(context, options, read, isWokenForOne)
      if (entries !== null) found.push(read.key, entries)
    }
    if (found.length > 0) return readReply(context, found)
    if (blockMs === null) return NULL_ARRAY
    return context.block({
      keys,
      timeoutMs: blockMs,
      onTimeout: NULL_ARRAY,
      type: 'stream',
      hearsOfLoss: true,
    })
  },
})

/** Key, group and id are checked stream by stream, before any is read. */
function parseReads(context: Context, { keys, idsAt, group }: ReadOptions): GroupRead[] {
  const { argv, db } = context
  return keys.map((name, i) => {
    const stream = db.readValue(name, 'stream')
    const found = stream?.groups.get(group)
    if (stream === undefined || found === undefined) throw noGroupToRead(name, group)
    return { key: name, stream, group: found, after: parseAfter(argv[idsAt + i], context) }
  })
}

function parseAfter(text: string, { profile }: Context): StreamId | null {
  if (text === '>') return null
  if (text === '$' || (text === '+' && profile.quirks.xreadPlus !== 'refused')) {
    throw meaninglessId(text)
  }
  const id = parseId(text, 0)
  // To the servers the greatest id is how `>` is written down.
  return compareIds(id, GREATEST_ID) === 0 ? null : id
}

/** Redis 7.0 looks at the key that woke the client, and at nothing else. */
function readReady(context: Context, { group: name }: ReadOptions): GroupRead[] {
  const { readyKey, profile } = context
  const stream = streamAt(context, readyKey)
  const group = stream?.groups.get(name)
  if (profile.quirks.groupWaitersHearOfLoss) {
    if (stream === undefined) throw STREAM_GONE
    if (group === undefined) throw GROUP_GONE
  }
  return stream === undefined || group === undefined
    ? []
    : [{ key: readyKey, stream, group, after: null }]
}

/** The entries for one stream; null when there is nothing new. */
function readOne(
  context: Context,
  options: ReadOptions,
  read: GroupRead,
  isWokenForOne: boolean,
): Reply[] | null {
  const { key: name, stream, group, after } = read
  // The servers look the key up once more, which INFO counts; not so Redis 7.0 for a woken client.
  if (!isWokenForOne) context.db.readValue(name, 'stream')
  // Redis 7.0 wakes for whatever was added, even if it is deleted again.
  const lastId = isWokenForOne ? stream.lastId : stream.lastEntry()?.id
  const isIdle = after === null && (lastId === undefined || compareIds(lastId, group.lastId) <= 0)
  if (isIdle && !context.profile.quirks.attemptsAreSeen) return null
  const consumer = consumerOf(context, name, group, options.consumer)
  if (isIdle) return null
  return after === null
    ? deliver(context, options, read, consumer)
    : history(context, options, read, consumer)
}

function deliver(
  { now, profile }: Context,
  { count, isNoAck }: ReadOptions,
  { stream, group }: GroupRead,
  consumer: StreamConsumer,
): Reply[] {
  const replies: Reply[] = []
  stream.visit(idAfter(group.lastId) ?? LEAST_ID, GREATEST_ID, false, (id, fields) => {
    group.entriesRead = readAfter(stream, group, id, profile)
    stream.groups.moveTo(group, id)
    if (!isNoAck) group.deliver(id, consumer, now)
    replies.push([idText(id), fields as Reply[]])
    return replies.length !== count
  })
  if (!isNoAck && replies.length > 0) consumer.activeAt = now
  return replies
}

/** What a consumer has pending behind an id; being shown is another delivery. */
function history(
  { now }: Context,
  { count }: ReadOptions,
  { stream, after }: GroupRead,
  consumer: StreamConsumer,
): Reply[] {
  const replies: Reply[] = []
  const start = idAfter(after as StreamId) ?? GREATEST_ID
  consumer.pending.visit(start, (pending) => {
    const fields = stream.fieldsOf(pending.id)
    if (fields !== undefined) {
      pending.deliveredAt = now
      pending.deliveryCount = addInt64(pending.deliveryCount, 1) ?? INT64_MIN
    }
    replies.push([idText(pending.id), (fields as Reply[] | undefined) ?? NULL_ARRAY])
    return replies.length !== count
  })
  return replies
}
