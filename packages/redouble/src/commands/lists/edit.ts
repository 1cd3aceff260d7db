import { bytes, integer, key, oneOf, type Parsed, token } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import {
  INDEX_OUT_OF_RANGE,
  NO_SUCH_KEY,
  NOT_AN_INTEGER,
  SYNTAX,
} from '../../command/errors/common.ts'
import { readSignedCount } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MIN, parseInt64 } from '../../kernel/numbers.ts'
import { OK } from '../../resp/reply.ts'
import { announceRemoval } from './list-access.ts'

const setArgs = { key: key('RW', 'update'), index: integer(), element: bytes() }

export const lset: Command = defineCommand({
  name: 'lset',
  since: '1.0.0',
  group: 'list',
  summary: 'Exchanges the element at an index for another.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  args: setArgs,
  reply: answer.ok(),
  // The index is looked at after the list.
  parse: (argv) => ({ key: argv[1], element: argv[3] }),
  run({ db, argv, config, profile }, { key, element }) {
    const list = db.writeValue(key, 'list')
    if (list === undefined) return NO_SUCH_KEY
    const wide = parseInt64(argv[2])
    if (wide === null) return NOT_AN_INTEGER
    const { lsetTruncatesIndex } = profile.quirks
    const index = Number(lsetTruncatesIndex ? BigInt.asIntN(32, BigInt(wide)) : wide)
    list.grow([element], 0, config.listMaxListpackSize)
    const position = index < 0 ? index + list.length : index
    if (position < 0 || position >= list.length) return INDEX_OUT_OF_RANGE
    list.set(position, element)
    list.shrink(config.listMaxListpackSize)
    db.changed(key, 'l', 'lset')
    return OK
  },
})

const insertArgs = {
  key: key('RW', 'insert'),
  where: oneOf({ before: token('BEFORE'), after: token('AFTER') }),
  pivot: bytes(),
  element: bytes(),
}

function parseInsert(argv: readonly string[]): Parsed<typeof insertArgs> {
  const word = upperAscii(argv[2])
  if (word !== 'BEFORE' && word !== 'AFTER') throw SYNTAX
  const where = word === 'AFTER' ? { after: true as const } : { before: true as const }
  return { key: argv[1], where, pivot: argv[3], element: argv[4] }
}

export const linsert: Command = defineCommand({
  name: 'linsert',
  arity: 5,
  since: '2.2.0',
  group: 'list',
  summary: 'Puts an element before or after the first one that equals a pivot.',
  complexity: 'O(N), N being the number of elements up to the pivot',
  flags: ['write', 'denyoom'],
  args: insertArgs,
  reply: answer.integer(),
  parse: parseInsert,
  run({ db, config }, { key, where, pivot, element }) {
    const list = db.writeValue(key, 'list')
    if (list === undefined) return 0
    // As on a server, the list makes room before it is known whether the pivot is there.
    list.grow([element], 0, config.listMaxListpackSize)
    const { length } = list
    let index = 0
    while (index < length && list.at(index) !== pivot) index++
    if (index === length) return -1
    list.insert(index, element, where.after === true)
    db.changed(key, 'l', 'linsert')
    return list.length
  },
})

const removeArgs = { key: key('RW', 'delete'), count: integer(), element: bytes() }

export const lrem: Command = defineCommand({
  name: 'lrem',
  since: '1.0.0',
  group: 'list',
  summary: 'Removes elements equal to a value: all, or so many from the head or from the tail.',
  complexity: 'O(N), N being the length of the list',
  flags: ['write'],
  args: removeArgs,
  reply: answer.integer(),
  parse(argv, { profile }): Parsed<typeof removeArgs> {
    const { acceptsLeastInteger } = profile.quirks
    const isLeast = acceptsLeastInteger && parseInt64(argv[2]) === INT64_MIN
    return {
      key: argv[1],
      count: isLeast ? -Infinity : readSignedCount(argv[2]),
      element: argv[3],
    }
  },
  run(context, { key, count, element }) {
    const list = context.db.writeValue(key, 'list')
    if (list === undefined) return 0
    const limit = count === 0 ? Infinity : Math.abs(count)
    const removed = list.removeMatches(element, limit, count < 0)
    if (removed > 0) announceRemoval(context, key, list, 'lrem')
    return removed
  },
})

export const ltrim: Command = defineCommand({
  name: 'ltrim',
  since: '1.0.0',
  group: 'list',
  summary: 'Removes what is not between two indexes.',
  complexity: 'O(N), N being the number of elements removed',
  flags: ['write'],
  args: { key: key('RW', 'delete'), start: integer(), stop: integer() },
  reply: answer.ok(),
  run(context, { key, start, stop }) {
    const list = context.db.writeValue(key, 'list')
    if (list === undefined) return OK
    const { length } = list
    const from = start < 0 ? Math.max(0, start + length) : Math.min(start, length)
    const to = stop < 0 ? stop + length + 1 : Math.min(stop + 1, length)
    if (from >= to) list.removeRange(0, length)
    else {
      list.removeRange(to, length)
      list.removeRange(0, from)
    }
    if (list.length === length && context.profile.quirks.idleLtrimIsNoChange) {
      context.db.notify('l', 'ltrim', key)
    } else announceRemoval(context, key, list, 'ltrim')
    return OK
  },
})
