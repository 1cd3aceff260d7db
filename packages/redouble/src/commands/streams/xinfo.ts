import { block, integer, key, option, optional, token } from '../../command/args.ts'
import { type Command, defineCommand, defineContainer } from '../../command/define.ts'
import { NO_SUCH_KEY, unknownSubcommandUse } from '../../command/errors/common.ts'
import { defineHelp } from '../../command/define-help.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { GREATEST_ID, idText, LEAST_ID } from '../../data/stream-id.ts'
import { radixNodeCount } from '../../data/radix-node-count.ts'
import type { StreamEntry, StreamValue } from '../../data/stream-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'
import { entriesReply, entryReply } from './entry-reply.ts'
import { fullGroup } from './xinfo-groups.ts'

/** FULL shows so many entries unless COUNT says otherwise. */
const DEFAULT_FULL_COUNT = 10

export const xinfo: Command = defineContainer({
  name: 'xinfo',
  since: '5.0.0',
  group: 'stream',
  summary: 'Looks into streams.',
  complexity: 'by subcommand',
})

export const xinfoStream: Command = defineCommand({
  name: 'xinfo|stream',
  since: '5.0.0',
  group: 'stream',
  summary: 'Describes a stream: its length, its ids, its first and last entry.',
  complexity: 'O(1), or O(N) for N entries that FULL shows',
  flags: ['readonly'],
  history: [
    ['6.0.0', 'FULL.'],
    ['7.0.0', 'What was deleted and what was added in all.'],
    ['7.2.0', 'active-time, and another meaning of seen-time.'],
  ],
  args: {
    key: key('RO', 'access'),
    fullBlock: optional(
      block({ full: token('FULL'), count: optional(option('COUNT', integer())) }),
    ),
  },
  reply: answer.map(answer.anything()),
  parse: (argv) => ({ key: argv[2] }),
  run({ argv, db, profile }, { key }): Reply {
    const stream = db.readValue(key, 'stream')
    if (stream === undefined) throw NO_SUCH_KEY
    const isFull = argv.length > 3
    const count = isFull ? parseFullCount(argv) : 0
    const common = commonFields(stream)
    if (isFull) {
      const entries = entriesReply(stream, LEAST_ID, GREATEST_ID, count)
      const groups = stream.groups.all.map((one) => fullGroup(stream, one, count, profile))
      return new MapReply([...common, 'entries', entries, 'groups', groups])
    }
    return new MapReply([
      ...common,
      ...['groups', stream.groups.size],
      ...['first-entry', entryOrNull(stream.firstEntry())],
      ...['last-entry', entryOrNull(stream.lastEntry())],
    ])
  },
})

function commonFields(stream: StreamValue): Reply[] {
  const { nodeIds } = stream
  return [
    ...['length', stream.length],
    ...['radix-tree-keys', nodeIds.length],
    ...['radix-tree-nodes', radixNodeCount(nodeIds)],
    ...['last-generated-id', idText(stream.lastId)],
    ...['max-deleted-entry-id', idText(stream.maxDeletedId)],
    ...['entries-added', stream.entriesAdded],
    ...['recorded-first-entry-id', idText(stream.firstId)],
  ]
}

function entryOrNull(entry: StreamEntry | undefined): Reply {
  return entry === undefined ? null : entryReply(entry)
}

function parseFullCount(argv: readonly string[]): number {
  if (upperAscii(argv[3]) !== 'FULL' || argv.length === 5 || argv.length > 6) {
    throw unknownSubcommandUse(argv)
  }
  if (argv.length === 4) return DEFAULT_FULL_COUNT
  if (upperAscii(argv[4]) !== 'COUNT') throw unknownSubcommandUse(argv)
  const count = readInt64(argv[5])
  return count < 0 ? DEFAULT_FULL_COUNT : Number(count)
}

export const xinfoHelp: Command = defineHelp(
  { name: 'xinfo|help', since: '5.0.0', group: 'stream' },
  [
    'CONSUMERS <key> <groupname>',
    '    Show consumers of <groupname>.',
    'GROUPS <key>',
    '    Show the stream consumer groups.',
    'STREAM <key> [FULL [COUNT <count>]',
    '    Show information about the stream.',
  ],
)
