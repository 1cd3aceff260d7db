import { block, bytes, integer, key, option, optional } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { readInteger } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { PendingEntry, StreamGroup } from '../../data/stream-group.ts'
import { compareIds, idText, type StreamId } from '../../data/stream-id.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { groupOf } from './group-access.ts'
import { parseEnd, parseStart } from './ids.ts'

interface Filter {
  readonly minIdle: number
  readonly start: StreamId
  readonly end: StreamId
  readonly count: number
  readonly consumer: string | undefined
}

const summary: answer.ReplyType = answer.tuple({
  pending: answer.integer(),
  least: answer.nullable(answer.bulk()),
  greatest: answer.nullable(answer.bulk()),
  consumers: answer.nullable(
    answer.array(answer.tuple({ name: answer.bulk(), pending: answer.bulk() })),
  ),
})

const details: answer.ReplyType = answer.array(
  answer.tuple({
    id: answer.bulk(),
    consumer: answer.bulk(),
    idle: answer.duration(),
    deliveries: answer.int64(),
  }),
)

export const xpending: Command = defineCommand({
  name: 'xpending',
  since: '5.0.0',
  group: 'stream',
  summary: 'Tells what a group has pending: a summary, or the entries of a range.',
  complexity: 'O(N) for N entries looked at; O(C) for the summary, C being the consumers',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  effects: ['clock'],
  history: [['6.2.0', 'IDLE, and exclusive bounds.']],
  args: {
    key: key('RO', 'access'),
    group: bytes(),
    filters: optional(
      block({
        minIdleTime: optional(option('IDLE', integer({ since: '6.2.0' }))),
        start: bytes(),
        end: bytes(),
        count: integer(),
        consumer: optional(bytes()),
      }),
    ),
  },
  reply: answer.whenGiven('start+end+count', details, summary),
  parse: parseFilter,
  run(context, filter) {
    const { group } = groupOf(context, context.argv[1], context.argv[2])
    return filter === null ? summarize(group) : detail(context, group, filter)
  },
})

/** null for the summary. What stands behind the consumer is passed over, if it is not too much. */
function parseFilter(argv: readonly string[]): Filter | null {
  if (argv.length === 3) return null
  if (argv.length < 6 || argv.length > 9) throw SYNTAX
  let at = 3
  let minIdle = 0
  if (upperAscii(argv[3]) === 'IDLE') {
    minIdle = readInteger(argv[4])
    if (argv.length < 8) throw SYNTAX
    at = 5
  }
  const count = Math.max(0, readInteger(argv[at + 2]))
  const start = parseStart(argv[at])
  const end = parseEnd(argv[at + 1])
  return { minIdle, start, end, count, consumer: argv[at + 3] }
}

function summarize({ pending, consumers }: StreamGroup): Reply {
  const { first, last } = pending
  if (first === undefined || last === undefined) return [0, null, null, NULL_ARRAY]
  const owners = consumers
    .filter((one) => one.pending.size > 0)
    .map((one) => [one.name, String(one.pending.size)])
  return [pending.size, idText(first.id), idText(last.id), owners]
}

function detail({ now }: Context, group: StreamGroup, filter: Filter): Reply {
  const { minIdle, start, end, count, consumer } = filter
  const replies: Reply[] = []
  const list = consumer === undefined ? group.pending : group.consumer(consumer)?.pending
  if (list === undefined || count === 0) return replies
  list.visit(start, (entry) => {
    if (compareIds(entry.id, end) > 0) return false
    const idle = Math.max(0, now - entry.deliveredAt)
    if (idle >= minIdle) replies.push(detailOf(entry, idle))
    return replies.length < count
  })
  return replies
}

function detailOf({ id, consumer, deliveryCount }: PendingEntry, idle: number): Reply {
  return [idText(id), consumer.name, idle, deliveryCount]
}
