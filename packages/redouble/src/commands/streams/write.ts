import {
  block,
  bytes,
  int64,
  key,
  multiple,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NO_SUCH_KEY, SYNTAX, wrongArity } from '../../command/errors/common.ts'
import {
  ELEMENTS_TOO_LARGE,
  ENTRIES_ADDED_NEGATIVE,
  ENTRIES_ADDED_TOO_FEW,
  ID_NOT_ABOVE_TOP,
  ID_NOT_ABOVE_ZERO,
  NO_ID_LEFT,
  SETID_BELOW_DELETED,
  SETID_BELOW_GIVEN_DELETED,
  SETID_BELOW_TOP,
} from '../../command/errors/stream.ts'
import type { Profile } from '../../command/profile.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { compareIds, idAfter, idText, LEAST_ID, type StreamId } from '../../data/stream-id.ts'
import { StreamValue } from '../../data/stream-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { type Int64 } from '../../kernel/numbers.ts'
import { OK, type Reply } from '../../resp/reply.ts'
import { parseId, type WantedId } from './ids.ts'
import {
  parseTrimOptions,
  referencePolicy,
  streamLimits,
  trimBlock,
  xtrimBlock,
} from './trimming.ts'

/** The id that an entry gets, above all that the stream has had. */
function chooseId({ now, profile }: Context, stream: StreamValue, wanted: WantedId): StreamId {
  const { lastId } = stream
  if (idAfter(lastId) === null) throw NO_ID_LEFT
  if (wanted.kind === 'given') {
    if (compareIds(wanted.id, lastId) <= 0) throw ID_NOT_ABOVE_TOP
    return wanted.id
  }
  const next = wanted.kind === 'auto' ? stream.nextId(now) : nextWithin(lastId, wanted.ms, profile)
  if (next === null) throw NO_ID_LEFT
  return next
}

function nextWithin(lastId: StreamId, ms: StreamId['ms'], { quirks }: Profile): StreamId {
  if (ms < lastId.ms) throw ID_NOT_ABOVE_TOP
  if (ms > lastId.ms) return { ms, seq: 0 }
  const next = idAfter(lastId)
  if (next === null || next.ms !== ms) {
    throw quirks.fullMillisecondIsTooLarge ? ELEMENTS_TOO_LARGE : ID_NOT_ABOVE_TOP
  }
  return next
}

export const xadd: Command = defineCommand({
  name: 'xadd',
  since: '5.0.0',
  group: 'stream',
  summary: 'Appends an entry to a stream, which it creates if there is none.',
  complexity: 'O(1) to add, O(N) for N entries that are trimmed',
  flags: ['write', 'denyoom', 'fast'],
  tips: ['nondeterministic_output'],
  effects: ['clock'],
  history: [
    ['6.2.0', 'NOMKSTREAM, MINID and LIMIT.'],
    ['7.0.0', 'Ids of the form `ms-*`.'],
  ],
  args: {
    key: key('RW', 'update'),
    nomkstream: optional(token('NOMKSTREAM', { since: '6.2.0' })),
    condition: referencePolicy,
    trim: optional(trimBlock),
    idSelector: oneOf({ autoId: token('*'), id: bytes() }),
    data: multiple(block({ field: bytes(), value: bytes() })),
  },
  reply: answer.whenGiven('nomkstream', answer.nullable(answer.bulk()), answer.bulk()),
  keySpecs: [
    {
      flags: ['RW', 'update'],
      notes: 'update rather than insert, since it may trim',
      begin: { index: 1 },
      find: { lastKey: 0, step: 1, limit: 0 },
    },
  ],
  parse: keyByHand,
  run(context, { key }) {
    const { argv, db, config } = context
    const { rule, noMakeStream, id: wanted, end } = parseTrimOptions(context, true)
    const fieldsFrom = end + 1
    if (wanted === null) throw wrongArity('xadd')
    if (argv.length - fieldsFrom < 2 || (argv.length - fieldsFrom) % 2 !== 0) {
      throw wrongArity('xadd')
    }
    if (wanted.kind === 'given' && compareIds(wanted.id, LEAST_ID) === 0) throw ID_NOT_ABOVE_ZERO
    let stream = db.writeValue(key, 'stream')
    if (stream === undefined && noMakeStream) return null
    const isNew = stream === undefined
    stream ??= new StreamValue()
    const id = chooseId(context, stream, wanted)
    stream.append(id, argv.slice(fieldsFrom), streamLimits(config))
    if (isNew) db.put(key, 'stream', stream)
    db.changed(key, 't', 'xadd')
    if (rule !== null && stream.trim(rule) > 0) db.notify('t', 'xtrim', key)
    db.signalReady(key)
    return idText(id)
  },
})

export const xtrim: Command = defineCommand({
  name: 'xtrim',
  since: '5.0.0',
  group: 'stream',
  summary: 'Removes the oldest entries of a stream, down to a length or up to an id.',
  complexity: 'O(N) for N entries removed, with a small constant, since whole nodes go at once',
  flags: ['write'],
  tips: ['nondeterministic_output'],
  history: [['6.2.0', 'MINID and LIMIT.']],
  args: { key: key('RW', 'delete'), trim: xtrimBlock },
  reply: answer.integer(),
  parse: keyByHand,
  run(context, { key }) {
    const { db } = context
    const { rule } = parseTrimOptions(context, false)
    const stream = db.writeValue(key, 'stream')
    if (stream === undefined || rule === null) return 0
    const removed = stream.trim(rule)
    if (removed > 0) {
      db.notify('t', 'xtrim', key)
      db.modified(key)
    }
    return removed
  },
})

export const xdel: Command = defineCommand({
  name: 'xdel',
  since: '5.0.0',
  group: 'stream',
  summary: 'Removes entries of a stream by their ids.',
  complexity: 'O(1) for each entry, whatever the length of the stream',
  flags: ['write', 'fast'],
  args: { key: key('RW', 'delete'), id: multiple(bytes()) },
  reply: answer.integer(),
  run({ db }, { key, id }) {
    const stream = db.writeValue(key, 'stream')
    if (stream === undefined) return 0
    // All ids are read before anything is removed.
    const ids = id.map((text) => parseId(text, 0))
    let removed = 0
    for (const one of ids) if (stream.delete(one)) removed++
    if (removed > 0) db.changed(key, 't', 'xdel')
    return removed
  },
})

interface SetIdOptions {
  entriesAdded: Int64 | null
  maxDeletedId: StreamId | null
}

function parseSetIdOptions(argv: readonly string[], id: StreamId): SetIdOptions {
  const options: SetIdOptions = { entriesAdded: null, maxDeletedId: null }
  for (let i = 3; i < argv.length; i += 2) {
    const word = upperAscii(argv[i])
    if (i + 1 >= argv.length) throw SYNTAX
    if (word === 'ENTRIESADDED') {
      const count = readInt64(argv[i + 1])
      if (count < 0) throw ENTRIES_ADDED_NEGATIVE
      options.entriesAdded = count
    } else if (word === 'MAXDELETEDID') {
      options.maxDeletedId = parseId(argv[i + 1], 0)
      if (compareIds(id, options.maxDeletedId) < 0) throw SETID_BELOW_GIVEN_DELETED
    } else throw SYNTAX
  }
  return options
}

export const xsetid: Command = defineCommand({
  name: 'xsetid',
  since: '5.0.0',
  group: 'stream',
  summary: 'Sets the id that counts as the last one given, for replication and for restoring.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  history: [['7.0.0', 'ENTRIESADDED and MAXDELETEDID.']],
  args: {
    key: key('RW', 'update'),
    lastId: bytes(),
    entriesAdded: optional(option('ENTRIESADDED', int64({ since: '7.0.0' }))),
    maxDeletedId: optional(option('MAXDELETEDID', bytes({ since: '7.0.0' }))),
  },
  reply: answer.ok(),
  parse: keyByHand,
  run(context, { key }): Reply {
    const { argv, db } = context
    const id = parseId(argv[2], 0)
    const options = parseSetIdOptions(argv, id)
    const stream = db.writeValue(key, 'stream')
    if (stream === undefined) throw NO_SUCH_KEY
    checkSetId(context, stream, id, options)
    stream.lastId = id
    if (options.entriesAdded !== null) stream.entriesAdded = options.entriesAdded
    if (options.maxDeletedId !== null && compareIds(options.maxDeletedId, LEAST_ID) !== 0) {
      stream.maxDeletedId = options.maxDeletedId
    }
    // XSETID publishes its event, yet breaks no WATCH.
    db.notify('t', 'xsetid', key)
    return OK
  },
})

function checkSetId(
  { profile }: Context,
  stream: StreamValue,
  id: StreamId,
  options: SetIdOptions,
): void {
  if (!profile.quirks.xsetidIgnoresDeleted && compareIds(id, stream.maxDeletedId) < 0) {
    throw SETID_BELOW_DELETED
  }
  if (stream.length === 0) return
  const top = stream.lastEntry()
  if (top !== undefined && compareIds(id, top.id) < 0) throw SETID_BELOW_TOP
  if (options.entriesAdded !== null && options.entriesAdded < stream.length) {
    throw ENTRIES_ADDED_TOO_FEW
  }
}
