import { integer, key, optional, option, type Parsed, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NO_SUCH_KEY, SAME_OBJECT, SYNTAX } from '../../command/errors/common.ts'
import { MODULE_KEY_NOT_COPIED } from '../../command/errors/keys.ts'
import * as answer from '../../command/reply-types.ts'
import type { Database } from '../../data/database.ts'
import { cloneValue, type Entry, type TypeName, type Value } from '../../data/entry.ts'
import { HashValue } from '../../data/hash-value.ts'
import { RawString, stringEncoding } from '../../data/string-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Int64 } from '../../kernel/numbers.ts'
import { OK } from '../../resp/reply.ts'
import { databaseAt } from './db-index.ts'

/** What a key is given: another key's type and deadline, and its value or a copy of it. */
interface Content {
  readonly type: TypeName
  readonly value: Value
  readonly expiry: Int64
  /** How often it was accessed, where that moves with it. */
  readonly frequency: number | undefined
}

function contentOf({ db, profile }: Context, entry: Entry, isCopy = false): Content {
  db.settleEncoding(entry)
  const value = isCopy ? copyOf(entry) : entry.value
  const isKept = !isCopy && profile.quirks.movedKeysKeepFrequency
  const frequency = isKept ? db.frequencyOf(entry) : undefined
  return { type: entry.type, value, expiry: db.expiryOf(entry), frequency }
}

/** The integer that small numbers share is not shared with a copy. */
function copyOf({ value }: Entry): Value {
  if (typeof value === 'string' && stringEncoding(value) === 'int') {
    return new RawString(value, 'int')
  }
  return cloneValue(value)
}

/** Valkey copies no fields of a hash that have run out. */
function dropDueFields({ db, profile }: Context, value: Value): void {
  if (profile.quirks.dueFieldsAreAbsent && value instanceof HashValue) value.removeDue(db.now)
}

/** Puts content under a key anew: what was there goes without a word, and the key counts as new. */
function place(db: Database, key: string, content: Content): void {
  db.remove(key)
  const entry = db.put(key, content.type, content.value)
  db.setExpiry(entry, content.expiry)
  if (content.frequency !== undefined) db.setAccess(entry, undefined, content.frequency)
}

/** Redis 8.2 says what a transfer replaced, after everything else. */
function announceReplaced(db: Database, key: string, before: TypeName | undefined, now: TypeName) {
  if (before === undefined) return
  db.notify('o', 'overwritten', key)
  if (before !== now) db.notify('c', 'type_changed', key)
}

/** Renames unless `isExclusive` finds the new name taken. Returns whether it may be said to be done. */
function renameKey(context: Context, from: string, to: string, isExclusive: boolean): boolean {
  const { db } = context
  const source = db.write(from)
  if (source === undefined) throw NO_SUCH_KEY
  if (from === to) return !isExclusive
  const replaced = db.write(to)?.type
  if (replaced !== undefined && isExclusive) return false
  const content = contentOf(context, source)
  place(db, to, content)
  db.remove(from)
  db.modified(from)
  db.modified(to)
  db.notify('g', 'rename_from', from)
  db.notify('g', 'rename_to', to)
  announceReplaced(db, to, replaced, content.type)
  return true
}

export const rename: Command = defineCommand({
  name: 'rename',
  since: '1.0.0',
  group: 'generic',
  summary: 'Gives a key another name, whatever had that name before.',
  complexity: 'O(1)',
  flags: ['write'],
  args: { key: key('RW', 'access', 'delete'), newkey: key('OW', 'update') },
  reply: answer.ok(),
  run(context, { key, newkey }) {
    renameKey(context, key, newkey, false)
    return OK
  },
})

export const renamenx: Command = defineCommand({
  name: 'renamenx',
  since: '1.0.0',
  group: 'generic',
  summary: 'Gives a key another name, if that name is free.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  history: [['3.2.0', 'The same name twice is no error.']],
  args: { key: key('RW', 'access', 'delete'), newkey: key('OW', 'insert') },
  reply: answer.oneOrZero(),
  run: (context, { key, newkey }) => (renameKey(context, key, newkey, true) ? 1 : 0),
})

const copyArgs = {
  source: key('RO', 'access'),
  destination: key('OW', 'update'),
  destinationDb: optional(option('DB', integer())),
  replace: optional(token('REPLACE')),
}

/** Options may repeat, the last DB counts, and each DB is looked at in its turn. */
function parseCopy(argv: readonly string[], context: Context): Parsed<typeof copyArgs> {
  const [, source, destination] = argv
  let destinationDb: number | undefined
  let replace: true | undefined
  for (let i = 3; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'REPLACE') replace = true
    else if (word === 'DB' && i + 1 < argv.length) {
      destinationDb = databaseAt(context, argv[++i]).index
    } else throw SYNTAX
  }
  return { source, destination, destinationDb, replace }
}

export const copy: Command = defineCommand({
  name: 'copy',
  since: '6.2.0',
  group: 'generic',
  summary: 'Copies a value and its deadline to another key or database.',
  complexity: 'O(N) in the number of elements of the value',
  flags: ['write', 'denyoom'],
  effects: ['keyspace'],
  args: copyArgs,
  reply: answer.oneOrZero(),
  parse: parseCopy,
  run(context, { source, destination, destinationDb = context.db.index, replace }) {
    const { db, server } = context
    const target = server.databases[destinationDb]
    if (target === db && source === destination) throw SAME_OBJECT
    const entry = db.read(source)
    if (entry === undefined) return 0
    const replaced = target.write(destination)?.type
    if (replaced !== undefined && replace === undefined) return 0
    if (entry.type === 'vectorset') throw MODULE_KEY_NOT_COPIED
    const content = contentOf(context, entry, true)
    dropDueFields(context, content.value)
    place(target, destination, content)
    target.changed(destination, 'g', 'copy_to')
    announceReplaced(target, destination, replaced, content.type)
    return 1
  },
})

export const move: Command = defineCommand({
  name: 'move',
  since: '1.0.0',
  group: 'generic',
  summary: 'Moves a key to another database, if its name is free there.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  effects: ['keyspace'],
  args: { key: key('RW', 'access', 'update'), db: integer() },
  reply: answer.oneOrZero(),
  parse: byHand,
  run(context) {
    const { db, argv } = context
    const key = argv[1]
    const target = databaseAt(context, argv[2])
    if (target === db) throw SAME_OBJECT
    const entry = db.write(key)
    if (entry === undefined || target.write(key) !== undefined) return 0
    place(target, key, contentOf(context, entry))
    db.remove(key)
    db.modified(key)
    target.modified(key)
    db.notify('g', 'move_from', key)
    target.notify('g', 'move_to', key)
    return 1
  },
})
