import { block, bytes, key, multiple } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { notDeprecatedInValkey9 } from '../../command/describe/differences.ts'
import { wrongArity } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import type { Database } from '../../data/database.ts'
import { HashValue } from '../../data/hash-value.ts'
import { OK } from '../../resp/reply.ts'
import {
  deadlinesChanged,
  expireAsked,
  type FieldWords,
  isThere,
  makeRoom,
  PAIRS,
} from './due-fields.ts'

/** The one field of HSETNX, whose value follows it. */
const ONE_PAIR: FieldWords = { from: 2, step: 2 }

/** The hash of a key for writing, made when the key is absent. */
export function hashForWriting(db: Database, key: string): HashValue {
  const hash = db.writeValue(key, 'hash')
  if (hash !== undefined) return hash
  const made = new HashValue()
  db.put(key, 'hash', made)
  return made
}

/** HSET and HMSET: stores the pairs of argv and returns how many fields are new. */
function storePairs(context: Context, command: string): number {
  const { argv, config, db } = context
  if (argv.length % 2 !== 0) throw wrongArity(command)
  const key = argv[1]
  const hash = hashForWriting(db, key)
  const maxEntries = config.hashMaxListpackEntries
  const maxBytes = config.hashMaxListpackValue
  const pairs = (argv.length - 2) / 2
  const hadDeadlines = hash.hasDeadlines
  if (hadDeadlines) makeRoom(context, key, hash, PAIRS)
  if (pairs > maxEntries && !context.profile.quirks.hsetIgnoresPairCount) hash.convert()
  let added = 0
  for (let i = 2; i < argv.length; i += 2) {
    if (hash.set(argv[i], argv[i + 1], maxEntries, maxBytes)) added++
  }
  db.changed(key, 'h', 'hset')
  if (hadDeadlines) deadlinesChanged(context, key)
  return added
}

export const hset: Command = defineCommand({
  name: 'hset',
  since: '2.0.0',
  group: 'hash',
  summary: 'Sets fields of a hash, which is made if need be.',
  complexity: 'O(1) for each field/value pair added, so O(N) to add N field/value pairs.',
  history: [['4.0.0', 'Accepts multiple `field` and `value` arguments.']],
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'update'), data: multiple(block({ field: bytes(), value: bytes() })) },
  reply: answer.integer(),
  parse: byHand,
  run: (context) => storePairs(context, 'hset'),
})

export const hmset: Command = defineCommand({
  name: 'hmset',
  since: '2.0.0',
  group: 'hash',
  summary: 'Sets fields of a hash, which is made if need be.',
  complexity: 'O(N) where N is the number of fields being set.',
  deprecatedSince: '4.0.0',
  replacedBy: '`HSET` with multiple field-value pairs',
  flags: ['write', 'denyoom', 'fast'],
  differsIn: notDeprecatedInValkey9,
  args: { key: key('RW', 'update'), data: multiple(block({ field: bytes(), value: bytes() })) },
  reply: answer.ok(),
  parse: byHand,
  run(context) {
    storePairs(context, 'hmset')
    return OK
  },
})

export const hsetnx: Command = defineCommand({
  name: 'hsetnx',
  since: '2.0.0',
  group: 'hash',
  summary: 'Sets a field of a hash that is not there yet.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'insert'), field: bytes(), value: bytes() },
  reply: answer.oneOrZero(),
  run(context, { key, field, value }) {
    const { db, config } = context
    let hash = hashForWriting(db, key)
    if (hash.hasDeadlines && hash.isDue(field, db.now)) {
      expireAsked(context, key, hash, ONE_PAIR)
      makeRoom(context, key, hash, ONE_PAIR)
      hash = hashForWriting(db, key)
    }
    if (hash.has(field)) return 0
    hash.set(field, value, config.hashMaxListpackEntries, config.hashMaxListpackValue)
    db.changed(key, 'h', 'hset')
    return 1
  },
})

export const hdel: Command = defineCommand({
  name: 'hdel',
  since: '2.0.0',
  group: 'hash',
  summary: 'Removes fields of a hash, and the hash with its last field.',
  complexity: 'O(N) where N is the number of fields to be removed.',
  history: [['2.4.0', 'Accepts multiple `field` arguments.']],
  flags: ['write', 'fast'],
  args: { key: key('RW', 'delete'), field: multiple(bytes()) },
  reply: answer.integer(),
  parse: byHand,
  run(context) {
    const { argv, db } = context
    const key = argv[1]
    const hash = db.writeValue(key, 'hash')
    if (hash === undefined) return 0
    const hadDeadlines = hash.hasDeadlines
    let removed = 0
    for (let i = 2; i < argv.length && hash.size > 0; i++) {
      if (hadDeadlines && !isThere(context, hash, argv[i])) continue
      if (hash.delete(argv[i])) removed++
    }
    if (removed > 0) {
      db.changed(key, 'h', 'hdel')
      if (hadDeadlines) deadlinesChanged(context, key, true)
      db.removeIfEmpty(key, hash.size)
    }
    return removed
  },
})
