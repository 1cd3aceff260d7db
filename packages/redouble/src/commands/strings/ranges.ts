import { bytes, integer, key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { notDeprecatedInValkey9 } from '../../command/describe/differences.ts'
import { STRING_TOO_LONG, WRONGTYPE } from '../../command/errors/common.ts'
import { OFFSET_OUT_OF_RANGE } from '../../command/errors/string.ts'
import * as answer from '../../command/reply-types.ts'
import { rawOf, type StringValue } from '../../data/string-value.ts'
import type { Reply } from '../../resp/reply.ts'
import { argumentValue } from './argument-value.ts'

export const append: Command = defineCommand({
  name: 'append',
  since: '2.0.0',
  group: 'string',
  summary: 'Puts bytes behind the string of a key, which is made if need be.',
  complexity:
    'O(1). The amortized time complexity is O(1) assuming the appended value is small: the room for a growing string is doubled.',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'insert'), value: bytes() },
  reply: answer.integer(),
  run(context, { key, value }) {
    const { db, config } = context
    const entry = db.write(key)
    if (entry === undefined) {
      db.put(key, 'string', argumentValue(context, value))
      db.changed(key, '$', 'append')
      return value.length
    }
    if (entry.type !== 'string') throw WRONGTYPE
    const old = entry.value as StringValue
    if (old.length + value.length > config.protoMaxBulkLen) throw STRING_TOO_LONG
    const raw = rawOf(old)
    raw.append(value)
    db.replace(entry, raw)
    db.changed(key, '$', 'append')
    return raw.length
  },
})

export const strlen: Command = defineCommand({
  name: 'strlen',
  since: '2.2.0',
  group: 'string',
  summary: 'Returns the length of a string in bytes.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  reply: answer.integer(),
  run({ db }, { key }) {
    return db.readValue(key, 'string')?.length ?? 0
  },
})

/** GETRANGE and its old name SUBSTR. Indexes below zero count from the end. */
function range({ db }: Context, key: string, from: number, to: number): Reply {
  const value = db.readValue(key, 'string')
  if (value === undefined) return ''
  const { length } = value
  if (from < 0 && to < 0 && from > to) return ''
  const start = from < 0 ? Math.max(0, length + from) : from
  const end = Math.min(length - 1, to < 0 ? Math.max(0, length + to) : to)
  return start > end || length === 0 ? '' : value.slice(start, end + 1)
}

export const getrange: Command = defineCommand({
  name: 'getrange',
  since: '2.4.0',
  group: 'string',
  summary: 'Returns a part of a string.',
  complexity: 'O(N) where N is the length of the returned string.',
  flags: ['readonly'],
  args: { key: key('RO', 'access'), start: integer(), end: integer() },
  reply: answer.bulk(),
  run: (context, { key, start, end }) => range(context, key, start, end),
})

export const substr: Command = defineCommand({
  name: 'substr',
  since: '1.0.0',
  group: 'string',
  summary: 'Returns a part of a string.',
  complexity: 'O(N) where N is the length of the returned string.',
  deprecatedSince: '2.0.0',
  replacedBy: '`GETRANGE`',
  flags: ['readonly'],
  differsIn: notDeprecatedInValkey9,
  args: { key: key('RO', 'access'), start: integer(), end: integer() },
  reply: answer.bulk(),
  run: (context, { key, start, end }) => range(context, key, start, end),
})

export const setrange: Command = defineCommand({
  name: 'setrange',
  since: '2.2.0',
  group: 'string',
  summary: 'Overwrites a part of a string, filling up with zero bytes.',
  complexity: 'O(1), not counting the copying of the value, which is O(M) in its length.',
  flags: ['write', 'denyoom'],
  args: { key: key('RW', 'update'), offset: integer(), value: bytes() },
  reply: answer.integer(),
  run({ db, config }, { key, offset, value }) {
    if (offset < 0) throw OFFSET_OUT_OF_RANGE
    const entry = db.write(key)
    if (entry !== undefined && entry.type !== 'string') throw WRONGTYPE
    const old = (entry?.value ?? '') as StringValue
    if (value.length === 0) return old.length
    if (offset + value.length > config.protoMaxBulkLen) throw STRING_TOO_LONG
    const raw = rawOf(old)
    raw.write(offset, value)
    if (entry === undefined) db.put(key, 'string', raw)
    else db.replace(entry, raw)
    db.changed(key, '$', 'setrange')
    return raw.length
  },
})
