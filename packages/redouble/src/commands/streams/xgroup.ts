import { bytes, int64, key, oneOf, option, optional, token } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { defineHelp } from '../../command/define-help.ts'
import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { unknownSubcommandUse } from '../../command/errors/common.ts'
import {
  BUSYGROUP,
  ENTRIES_READ_NEGATIVE,
  XGROUP_NEEDS_KEY,
} from '../../command/errors/stream-group.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { StreamGroup } from '../../data/stream-group.ts'
import { LEAST_ID, type StreamId } from '../../data/stream-id.ts'
import { StreamValue } from '../../data/stream-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Int64 } from '../../kernel/numbers.ts'
import { OK } from '../../resp/reply.ts'
import { groupToChange, streamToChange } from './group-access.ts'
import { parseBound, parseId } from './ids.ts'

export const xgroup: Command = defineContainer({
  name: 'xgroup',
  since: '5.0.0',
  group: 'stream',
  summary: 'Makes, moves and removes the consumer groups of a stream.',
  complexity: 'by subcommand',
})

const idSelector = oneOf({ id: bytes(), newId: token('$') })
const entriesreadArg = optional(
  option('ENTRIESREAD', int64({ display: 'entries-read' }), { name: 'entriesread' }),
)

interface GroupOptions {
  readonly entriesRead: Int64 | null
  readonly makesStream: boolean
}

/** Reads what is behind the id; MKSTREAM belongs to CREATE alone. */
function parseOptions({ argv }: Context, isCreate: boolean): GroupOptions {
  let entriesRead: Int64 | null = null
  let hasEntriesRead = false
  let makesStream = false
  for (let i = 5; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (isCreate && word === 'MKSTREAM') makesStream = true
    else if (word === 'ENTRIESREAD' && i + 1 < argv.length && !hasEntriesRead) {
      entriesRead = parseEntriesRead(argv[++i])
      hasEntriesRead = true
    } else throw unknownSubcommandUse(argv)
  }
  return { entriesRead, makesStream }
}

function parseEntriesRead(text: string): Int64 | null {
  const count = readInt64(text)
  if (count < -1) throw ENTRIES_READ_NEGATIVE
  return count === -1 ? null : count
}

/** The id that a group is set to: `$` is the last one given. SETID takes `-` and `+` too. */
function parseGroupId(text: string, stream: StreamValue | undefined, hasEdges = false): StreamId {
  if (text === '$') return stream?.lastId ?? LEAST_ID
  return hasEdges ? parseBound(text, 0) : parseId(text, 0)
}

function bounded({ profile }: Context, count: Int64 | null, stream: StreamValue): Int64 | null {
  const isTooMuch = count !== null && count > stream.entriesAdded
  return isTooMuch && profile.quirks.entriesReadAreBounded ? stream.entriesAdded : count
}

export const xgroupCreate: Command = defineCommand({
  name: 'xgroup|create',
  since: '5.0.0',
  group: 'stream',
  summary: 'Creates a consumer group, and on demand the stream.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  history: [['7.0.0', 'ENTRIESREAD.']],
  args: {
    key: key('RW', 'insert'),
    group: bytes(),
    idSelector,
    mkstream: optional(token('MKSTREAM')),
    entriesread: entriesreadArg,
  },
  reply: answer.ok(),
  parse: (argv) => ({ key: argv[2], name: argv[3] }),
  run(context, { key, name }) {
    const { argv, db } = context
    const { entriesRead, makesStream } = parseOptions(context, true)
    let stream = db.writeValue(key, 'stream')
    if (stream === undefined && !makesStream) throw XGROUP_NEEDS_KEY
    const id = parseGroupId(argv[4], stream)
    if (stream === undefined) {
      stream = new StreamValue()
      db.put(key, 'stream', stream)
      db.modified(key)
    }
    if (stream.groups.get(name) !== undefined) throw BUSYGROUP
    stream.groups.add(new StreamGroup(name, id, bounded(context, entriesRead, stream)))
    db.notify('t', 'xgroup-create', key)
    return OK
  },
})

export const xgroupSetid: Command = defineCommand({
  name: 'xgroup|setid',
  since: '5.0.0',
  group: 'stream',
  summary: 'Sets the id up to which a group counts as having read.',
  complexity: 'O(1)',
  flags: ['write'],
  history: [['7.0.0', 'ENTRIESREAD.']],
  args: { key: key('RW', 'update'), group: bytes(), idSelector, entriesread: entriesreadArg },
  reply: answer.ok(),
  parse: (argv) => ({ key: argv[2], name: argv[3] }),
  run(context, { key, name }) {
    const { entriesRead } = parseOptions(context, false)
    const { stream, group } = groupToChange(context, key, name)
    stream.groups.moveTo(group, parseGroupId(context.argv[4], stream, true))
    group.entriesRead = bounded(context, entriesRead, stream)
    context.db.notify('t', 'xgroup-setid', key)
    return OK
  },
})

export const xgroupDestroy: Command = defineCommand({
  name: 'xgroup|destroy',
  since: '5.0.0',
  group: 'stream',
  summary: 'Removes a consumer group and what it has pending.',
  complexity: 'O(N) for N pending entries',
  flags: ['write'],
  args: { key: key('RW', 'delete'), group: bytes() },
  reply: answer.oneOrZero(),
  run(context, { key, group }) {
    if (!streamToChange(context, key).groups.remove(group)) return 0
    context.db.notify('t', 'xgroup-destroy', key)
    // Those who wait as its consumers are told.
    context.db.signalGone(key)
    return 1
  },
})

export const xgroupCreateconsumer: Command = defineCommand({
  name: 'xgroup|createconsumer',
  since: '6.2.0',
  group: 'stream',
  summary: 'Adds a consumer to a group.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  effects: ['clock'],
  args: { key: key('RW', 'insert'), group: bytes(), consumer: bytes() },
  reply: answer.oneOrZero(),
  run(context, { key, group: name, consumer }) {
    const { group } = groupToChange(context, key, name)
    if (group.consumer(consumer) !== undefined) return 0
    group.addConsumer(consumer, context.now)
    context.db.notify('t', 'xgroup-createconsumer', key)
    return 1
  },
})

export const xgroupDelconsumer: Command = defineCommand({
  name: 'xgroup|delconsumer',
  since: '5.0.0',
  group: 'stream',
  summary: 'Removes a consumer and what it has pending; returns how much that was.',
  complexity: 'O(1)',
  flags: ['write'],
  args: { key: key('RW', 'delete'), group: bytes(), consumer: bytes() },
  reply: answer.integer(),
  run(context, { key, group: name, consumer }) {
    const { group } = groupToChange(context, key, name)
    const pending = group.removeConsumer(consumer)
    if (pending !== undefined) context.db.notify('t', 'xgroup-delconsumer', key)
    return pending ?? 0
  },
})

export const xgroupHelp: Command = defineHelp(
  { name: 'xgroup|help', since: '5.0.0', group: 'stream' },
  [
    'CREATE <key> <groupname> <id|$> [option]',
    '    Create a new consumer group. Options are:',
    '    * MKSTREAM',
    '      Create the empty stream if it does not exist.',
    '    * ENTRIESREAD entries_read',
    "      Set the group's entries_read counter (internal use).",
    'CREATECONSUMER <key> <groupname> <consumer>',
    '    Create a new consumer in the specified group.',
    'DELCONSUMER <key> <groupname> <consumer>',
    '    Remove the specified consumer.',
    'DESTROY <key> <groupname>',
    '    Remove the specified group.',
    'SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]',
    '    Set the current group ID and entries_read counter.',
  ],
)
