import {
  bytes,
  integer,
  key,
  multiple,
  option,
  optional,
  token,
  unixTime,
} from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { INVALID_ID } from '../../command/errors/stream.ts'
import {
  invalidClaimOption,
  invalidMinIdle,
  unknownClaimOption,
} from '../../command/errors/stream-group.ts'
import { readInteger, readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { PendingEntry, StreamConsumer, StreamGroup } from '../../data/stream-group.ts'
import { compareIds, idText, type StreamId } from '../../data/stream-id.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { addInt64, INT64_MIN, type Int64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'
import { entry } from './answer-types.ts'
import { consumerOf, groupOf } from './group-access.ts'
import { parseId } from './ids.ts'

interface ClaimOptions {
  readonly ids: StreamId[]
  lastId: StreamId | null
  deliveredAt: number
  /** null: one more than before, unless only ids are wanted. */
  retryCount: Int64 | null
  isForced: boolean
  isJustId: boolean
}

export const xclaim: Command = defineCommand({
  name: 'xclaim',
  since: '5.0.0',
  group: 'stream',
  summary: 'Makes pending entries that nobody got done another consumer’s.',
  complexity: 'O(log N) for each entry, N being what the group has pending',
  flags: ['write', 'fast'],
  tips: ['nondeterministic_output'],
  effects: ['clock'],
  args: {
    key: key('RW', 'update'),
    group: bytes(),
    consumer: bytes(),
    minIdleTime: bytes(),
    id: multiple(bytes()),
    ms: optional(option('IDLE', integer())),
    unixTimeMilliseconds: optional(option('TIME', unixTime())),
    count: optional(option('RETRYCOUNT', integer())),
    force: optional(token('FORCE')),
    justid: optional(token('JUSTID')),
    lastid: optional(option('LASTID', bytes())),
  },
  reply: answer.whenGiven('justid', answer.array(answer.bulk()), answer.array(entry)),
  parse: keyByHand,
  run(context, { key: name }) {
    const { argv, profile } = context
    const { stream, group } = groupOf(context, name, argv[2])
    const minIdle = Math.max(0, readInteger(argv[4], invalidMinIdle('XCLAIM')))
    const options = parseClaim(context)
    const { lastId, isJustId } = options
    if (lastId !== null && compareIds(lastId, group.lastId) > 0) stream.groups.moveTo(group, lastId)
    const { attemptsAreSeen } = profile.quirks
    let consumer = attemptsAreSeen ? consumerOf(context, name, group, argv[3]) : undefined
    const replies: Reply[] = []
    for (const id of options.ids) {
      const pending = group.pending.get(id)
      if (pending === undefined && !options.isForced) continue
      const fields = stream.fieldsOf(id)
      if (fields === undefined) {
        group.acknowledge(id)
        continue
      }
      if (pending !== undefined && context.now - pending.deliveredAt < minIdle) continue
      consumer ??= consumerOf(context, name, group, argv[3])
      claim(context, group, consumer, pending ?? group.addPending(id, consumer, 0, 1), options)
      replies.push(isJustId ? idText(id) : [idText(id), fields as Reply[]])
    }
    return replies
  },
})

/** Notes that a consumer has claimed an entry. */
export function claim(
  { now }: Context,
  group: StreamGroup,
  consumer: StreamConsumer,
  pending: PendingEntry,
  {
    deliveredAt,
    retryCount,
    isJustId,
  }: Pick<ClaimOptions, 'deliveredAt' | 'retryCount' | 'isJustId'>,
): void {
  group.handOver(pending, consumer)
  pending.deliveredAt = deliveredAt
  if (retryCount !== null) pending.deliveryCount = retryCount
  else if (!isJustId) pending.deliveryCount = addInt64(pending.deliveryCount, 1) ?? INT64_MIN
  consumer.activeAt = now
}

/** Ids up to the first word that is none; options in any order; the last of a kind holds. */
function parseClaim({ argv, now }: Context): ClaimOptions {
  const ids: StreamId[] = []
  let i = 5
  for (; i < argv.length; i++) {
    const id = readId(argv[i])
    if (id === null) break
    ids.push(id)
  }
  const options: ClaimOptions = {
    ids,
    lastId: null,
    deliveredAt: now,
    retryCount: null,
    isForced: false,
    isJustId: false,
  }
  for (; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    const hasNext = i + 1 < argv.length
    if (word === 'FORCE') options.isForced = true
    else if (word === 'JUSTID') options.isJustId = true
    else if (word === 'IDLE' && hasNext) {
      options.deliveredAt = now - readInteger(argv[++i], invalidClaimOption('IDLE'))
    } else if (word === 'TIME' && hasNext) {
      options.deliveredAt = readInteger(argv[++i], invalidClaimOption('TIME'))
    } else if (word === 'RETRYCOUNT' && hasNext) {
      const count = readInt64(argv[++i], invalidClaimOption('RETRYCOUNT'))
      options.retryCount = count < 0 ? null : count
    } else if (word === 'LASTID' && hasNext) options.lastId = parseId(argv[++i], 0)
    else throw unknownClaimOption(argv[i])
  }
  // No time to come, and none before all time.
  if (options.deliveredAt < 0 || options.deliveredAt > now) options.deliveredAt = now
  return options
}

function readId(text: string): StreamId | null {
  try {
    return parseId(text, 0)
  } catch (error) {
    if (error === INVALID_ID) return null
    throw error
  }
}
