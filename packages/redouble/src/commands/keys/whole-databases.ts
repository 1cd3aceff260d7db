import { integer, oneOf, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { INVALID_FIRST_DB, INVALID_SECOND_DB } from '../../command/errors/keys.ts'
import * as answer from '../../command/reply-types.ts'
import type { Database } from '../../data/database.ts'
import { lowerAscii } from '../../kernel/bytes.ts'
import { OK } from '../../resp/reply.ts'
import { existingDatabase, parseInt32 } from './db-index.ts'

/** Accepted and alike: memory is the garbage collector's business. */
const flushType = optional(
  oneOf({ async: token('ASYNC', { since: '4.0.0' }), sync: token('SYNC', { since: '6.2.0' }) }),
)
const CATEGORIES = ['keyspace', 'dangerous']

/** Watching clients are told first; blocked ones go on waiting. No event is fired for the keys. */
function flush(context: Context, databases: readonly Database[]): void {
  const { server } = context
  server.touchAll(databases)
  for (const db of databases) server.stats.dirty += db.clear()
  server.tracking.flushed(isAnsweredLater(context))
}

/** Redis from 7.4 on has a thread do what is to be waited for, and answers behind the others. */
function isAnsweredLater({ argv, config, mayNotBlock, profile }: Context): boolean {
  if (!profile.quirks.flushBlocks || mayNotBlock) return false
  const isAsync =
    argv.length > 1
      ? lowerAscii(argv[1]) === 'async'
      : config.stored.get('lazyfree-lazy-user-flush') === 'yes'
  return !isAsync
}

const flushing = {
  since: '1.0.0',
  group: 'server',
  complexity: 'O(N) in the number of keys',
  flags: ['write'],
  categories: CATEGORIES,
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  history: [
    ['4.0.0', 'The option ASYNC.'],
    ['6.2.0', 'The option SYNC.'],
  ],
  effects: ['keyspace'],
  args: { flushType },
  reply: answer.ok(),
} as const satisfies Partial<CommandSpec>

export const flushdb: Command = defineCommand({
  ...flushing,
  name: 'flushdb',
  summary: 'Empties the selected database.',
  run(context) {
    flush(context, [context.db])
    return OK
  },
})

export const flushall: Command = defineCommand({
  ...flushing,
  name: 'flushall',
  summary: 'Empties all databases.',
  run(context) {
    flush(context, context.server.databases)
    context.server.saving.flushed()
    return OK
  },
})

export const swapdb: Command = defineCommand({
  name: 'swapdb',
  since: '4.0.0',
  group: 'server',
  summary: 'Exchanges two databases under the clients that have them selected.',
  complexity: 'O(N) in the number of watching and blocked clients',
  flags: ['write', 'fast'],
  categories: CATEGORIES,
  effects: ['keyspace'],
  args: { index1: integer(), index2: integer() },
  reply: answer.ok(),
  parse: byHand,
  run({ argv, server }) {
    const index1 = parseInt32(argv[1])
    if (index1 === null) throw INVALID_FIRST_DB
    const index2 = parseInt32(argv[2])
    if (index2 === null) throw INVALID_SECOND_DB
    const first = existingDatabase(server.databases, index1)
    const second = existingDatabase(server.databases, index2)
    server.stats.dirty++
    if (first === second) return OK
    server.touchSwapped(first, second)
    first.swapContents(second)
    return OK
  },
})
