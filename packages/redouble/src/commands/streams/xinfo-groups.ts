import { bytes, key } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NO_SUCH_KEY } from '../../command/errors/common.ts'
import { noGroupOfKey } from '../../command/errors/stream-group.ts'
import type { Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import {
  NEVER_ACTIVE,
  type PendingEntry,
  type PendingList,
  type StreamConsumer,
  type StreamGroup,
} from '../../data/stream-group.ts'
import { idText, LEAST_ID } from '../../data/stream-id.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'
import { lagOf } from './group-progress.ts'

export const xinfoGroups: Command = defineCommand({
  name: 'xinfo|groups',
  since: '5.0.0',
  group: 'stream',
  summary: 'Lists the consumer groups of a stream.',
  complexity: 'O(1)',
  flags: ['readonly'],
  history: [['7.0.0', 'How much each has read, and its lag.']],
  args: { key: key('RO', 'access') },
  reply: answer.array(answer.map(answer.anything())),
  run({ db, profile }, { key }) {
    const stream = db.readValue(key, 'stream')
    if (stream === undefined) throw NO_SUCH_KEY
    return stream.groups.all.map(
      (group) =>
        new MapReply([
          ...['name', group.name],
          ...['consumers', group.consumerCount],
          ...['pending', group.pending.size],
          ...['last-delivered-id', idText(group.lastId)],
          ...['entries-read', group.entriesRead],
          ...['lag', lagOf(stream, group, profile)],
        ]),
    )
  },
})

export const xinfoConsumers: Command = defineCommand({
  name: 'xinfo|consumers',
  since: '5.0.0',
  group: 'stream',
  summary: 'Lists the consumers of a group, and when they were last seen.',
  complexity: 'O(1)',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  effects: ['clock'],
  history: [['7.2.0', 'inactive, and another meaning of idle.']],
  args: { key: key('RO', 'access'), group: bytes() },
  reply: answer.array(answer.map(answer.anything())),
  run({ db, now, profile }, { key, group: name }) {
    const stream = db.readValue(key, 'stream')
    if (stream === undefined) throw NO_SUCH_KEY
    const group = stream.groups.get(name)
    if (group === undefined) throw noGroupOfKey(key, name)
    return group.consumers.map((one) => consumerReply(one, now, profile))
  },
})

function consumerReply(consumer: StreamConsumer, now: number, { quirks }: Profile): Reply {
  const { name, seenAt, activeAt, pending } = consumer
  const inactive = activeAt === NEVER_ACTIVE ? -1 : Math.max(0, now - activeAt)
  return new MapReply([
    ...['name', name],
    ...['pending', pending.size],
    ...['idle', Math.max(0, now - seenAt)],
    ...(quirks.attemptsAreSeen ? ['inactive', inactive] : []),
  ])
}

/** A group as XINFO STREAM FULL shows it, with at most `count` pending entries; 0 shows all. */
export function fullGroup(
  stream: StreamValue,
  group: StreamGroup,
  count: number,
  profile: Profile,
): Reply {
  return new MapReply([
    ...['name', group.name],
    ...['last-delivered-id', idText(group.lastId)],
    ...['entries-read', group.entriesRead],
    ...['lag', lagOf(stream, group, profile)],
    ...['pel-count', group.pending.size],
    ...['pending', pendingReply(group.pending, count, true)],
    ...['consumers', group.consumers.map((one) => fullConsumer(one, count, profile))],
  ])
}

function fullConsumer(consumer: StreamConsumer, count: number, { quirks }: Profile): Reply {
  const { name, seenAt, activeAt, pending } = consumer
  return new MapReply([
    ...['name', name],
    ...['seen-time', seenAt],
    ...(quirks.attemptsAreSeen ? ['active-time', activeAt] : []),
    ...['pel-count', pending.size],
    ...['pending', pendingReply(pending, count, false)],
  ])
}

function pendingReply(list: PendingList, count: number, namesConsumer: boolean): Reply[] {
  const replies: Reply[] = []
  list.visit(LEAST_ID, ({ id, consumer, deliveredAt, deliveryCount }: PendingEntry) => {
    const owner = namesConsumer ? [consumer.name] : []
    replies.push([idText(id), ...owner, deliveredAt, deliveryCount])
    return replies.length !== count
  })
  return replies
}
