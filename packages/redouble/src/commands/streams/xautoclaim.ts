import { bytes, integer, key, option, optional, token } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX, COUNT_TOO_LOW } from '../../command/errors/common.ts'
import { COUNT_TOO_HIGH, invalidMinIdle } from '../../command/errors/stream-group.ts'
import { readInt64, readInteger } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { idAfter, idText, LEAST_ID, type StreamId } from '../../data/stream-id.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Reply } from '../../resp/reply.ts'
import { entry } from './answer-types.ts'
import { consumerOf, groupOf, type StreamAndGroup } from './group-access.ts'
import { parseStart } from './ids.ts'
import { claim } from './xclaim.ts'

const DEFAULT_COUNT = 100
/** So many entries are looked at for each that is wanted. */
const ATTEMPTS_FACTOR = 10
/** The servers reserve 16 bytes for each id: more than this does not fit into 63 bits. */
const MAX_COUNT = (2n ** 63n - 1n) / 16n
/** No machine has the memory for more ids than this. */
const MAX_ALLOCATED = 2 ** 40

interface AutoClaim {
  readonly minIdle: number
  readonly start: StreamId
  readonly count: number
  readonly isJustId: boolean
}

export const xautoclaim: Command = defineCommand({
  name: 'xautoclaim',
  since: '6.2.0',
  group: 'stream',
  summary: 'Claims what has been pending for long, some of it at a time, as a scan does.',
  complexity: 'O(1) for a small COUNT',
  flags: ['write', 'fast'],
  tips: ['nondeterministic_output'],
  effects: ['clock'],
  history: [['7.0.0', 'Tells which pending entries were deleted, and forgets them.']],
  args: {
    key: key('RW', 'delete'),
    group: bytes(),
    consumer: bytes(),
    minIdleTime: bytes(),
    start: bytes(),
    count: optional(option('COUNT', integer())),
    justid: optional(token('JUSTID')),
  },
  reply: answer.whenGiven('justid', claimed(answer.bulk()), claimed(entry)),
  parse: parseAutoClaim,
  run(context, options) {
    const { argv } = context
    return autoClaim(context, groupOf(context, argv[1], argv[2]), options)
  },
})

function claimed(item: answer.ReplyType): answer.ReplyType {
  return answer.tuple({
    next: answer.bulk(),
    claimed: answer.array(item),
    deleted: answer.array(answer.bulk()),
  })
}

function parseAutoClaim(argv: readonly string[]): AutoClaim {
  const minIdle = Math.max(0, readInteger(argv[4], invalidMinIdle('XAUTOCLAIM')))
  const start = parseStart(argv[5])
  let count = DEFAULT_COUNT
  let isJustId = false
  for (let i = 6; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'COUNT' && i + 1 < argv.length) count = parseCount(argv[++i])
    else if (word === 'JUSTID') isJustId = true
    else throw SYNTAX
  }
  return { minIdle, start, count, isJustId }
}

function parseCount(text: string): number {
  const count = readInt64(text, COUNT_TOO_LOW)
  if (count < 1 || count > MAX_COUNT) throw COUNT_TOO_LOW
  return Number(count)
}

function autoClaim(
  context: Context,
  { stream, group }: StreamAndGroup,
  { minIdle, start, count, isJustId }: AutoClaim,
): Reply {
  if (count > MAX_ALLOCATED) throw COUNT_TOO_HIGH
  const { argv, now, profile } = context
  const { attemptsAreSeen } = profile.quirks
  const options = { deliveredAt: now, retryCount: null, isJustId }
  let consumer = attemptsAreSeen ? consumerOf(context, argv[1], group, argv[3]) : undefined
  const replies: Reply[] = []
  const deleted: Reply[] = []
  let attempts = count * ATTEMPTS_FACTOR
  let left = count
  let pending = group.pending.atOrAfter(start)
  while (pending !== undefined && left > 0 && attempts-- > 0) {
    const { id } = pending
    const fields = stream.fieldsOf(id)
    if (fields === undefined) {
      group.acknowledge(id)
      deleted.push(idText(id))
      left--
    } else if (now - pending.deliveredAt >= minIdle) {
      consumer ??= consumerOf(context, argv[1], group, argv[3])
      claim(context, group, consumer, pending, options)
      replies.push(isJustId ? idText(id) : [idText(id), fields as Reply[]])
      left--
    }
    const next = idAfter(id)
    pending = next === null ? undefined : group.pending.atOrAfter(next)
  }
  return [idText(pending?.id ?? LEAST_ID), replies, deleted]
}
