import { bytes, integer, key, option, optional } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import type { Context } from '../../command/context.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { StreamId } from '../../data/stream-id.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { entry } from './answer-types.ts'
import { entriesReply } from './entry-reply.ts'
import { parseEnd, parseStart } from './ids.ts'

const RANGE = 'O(N) for N entries returned, plus O(log M) to find the first of M'
const HISTORY = [['6.2.0', 'Bounds may be exclusive.']] as const

export const xlen: Command = defineCommand({
  name: 'xlen',
  since: '5.0.0',
  group: 'stream',
  summary: 'Returns how many entries a stream has.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  reply: answer.integer(),
  run: ({ db }, { key }) => db.readValue(key, 'stream')?.length ?? 0,
})

export const xrange: Command = defineCommand({
  name: 'xrange',
  since: '5.0.0',
  group: 'stream',
  summary: 'Returns the entries of a stream between two ids, oldest first.',
  complexity: RANGE,
  flags: ['readonly'],
  history: HISTORY,
  args: {
    key: key('RO', 'access'),
    start: bytes(),
    end: bytes(),
    count: optional(option('COUNT', integer())),
  },
  // A COUNT below 1 is answered with null.
  reply: answer.whenGiven('count', answer.nullable(answer.array(entry)), answer.array(entry)),
  parse: keyByHand,
  run: (context) =>
    rangeReply(context, parseStart(context.argv[2]), () => parseEnd(context.argv[3]), false),
})

export const xrevrange: Command = defineCommand({
  name: 'xrevrange',
  since: '5.0.0',
  group: 'stream',
  summary: 'Returns the entries of a stream between two ids, youngest first.',
  complexity: RANGE,
  flags: ['readonly'],
  history: HISTORY,
  args: {
    key: key('RO', 'access'),
    end: bytes(),
    start: bytes(),
    count: optional(option('COUNT', integer())),
  },
  // A COUNT below 1 is answered with null.
  reply: answer.whenGiven('count', answer.nullable(answer.array(entry)), answer.array(entry)),
  parse: keyByHand,
  run: (context) =>
    rangeReply(context, parseStart(context.argv[3]), () => parseEnd(context.argv[2]), true),
})

/** The start is read first, whichever way the range runs; then the end, then COUNT, then the key. */
function rangeReply(
  { argv, db }: Context,
  start: StreamId,
  readEnd: () => StreamId,
  isReverse: boolean,
): Reply {
  const end = readEnd()
  const count = parseCount(argv)
  const stream = db.readValue(argv[1], 'stream')
  if (stream === undefined) return []
  if (count === 0) return NULL_ARRAY
  return entriesReply(stream, start, end, count ?? 0, isReverse)
}

/** COUNT may be repeated; below 0 it is 0. Undefined without it. */
function parseCount(argv: readonly string[]): number | undefined {
  let count: number | undefined
  for (let i = 4; i < argv.length; i += 2) {
    if (upperAscii(argv[i]) !== 'COUNT' || i + 1 >= argv.length) throw SYNTAX
    const value = readInt64(argv[i + 1])
    count = Math.max(0, Number(value))
  }
  return count
}
