import { double, int64, key } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import {
  NAN_OR_INFINITY,
  NOT_A_FLOAT,
  NOT_AN_INTEGER,
  OVERFLOW,
  WRONGTYPE,
} from '../../command/errors/common.ts'
import { DECREMENT_OVERFLOW } from '../../command/errors/string.ts'
import * as answer from '../../command/reply-types.ts'
import { RawString, stringText, type StringValue } from '../../data/string-value.ts'
import {
  addLongDouble,
  formatLongDouble,
  isInfinite,
  parseLongDouble,
} from '../../kernel/long-double.ts'
import { addInt64, type Int64, negateInt64, parseInt64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'

/** All four integer counters, and all say `incrby` to those who listen. */
function increment({ db }: Context, key: string, by: Int64): Reply {
  const entry = db.write(key)
  let old: Int64 | null = 0
  if (entry !== undefined) {
    if (entry.type !== 'string') throw WRONGTYPE
    old = parseInt64(stringText(entry.value as StringValue))
    if (old === null) throw NOT_AN_INTEGER
  }
  const sum = addInt64(old, by)
  if (sum === null) throw OVERFLOW
  if (entry === undefined) db.put(key, 'string', String(sum))
  else db.replace(entry, String(sum))
  db.changed(key, '$', 'incrby')
  return sum
}

export const incr: Command = defineCommand({
  name: 'incr',
  since: '1.0.0',
  group: 'string',
  summary: 'Adds one to the integer of a key, which begins at 0.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'access', 'update') },
  reply: answer.int64(),
  run: (context, { key }) => increment(context, key, 1),
})

export const decr: Command = defineCommand({
  name: 'decr',
  since: '1.0.0',
  group: 'string',
  summary: 'Takes one from the integer of a key, which begins at 0.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'access', 'update') },
  reply: answer.int64(),
  run: (context, { key }) => increment(context, key, -1),
})

export const incrby: Command = defineCommand({
  name: 'incrby',
  since: '1.0.0',
  group: 'string',
  summary: 'Adds to the integer of a key, which begins at 0.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'access', 'update'), increment: int64() },
  reply: answer.int64(),
  run: (context, args) => increment(context, args.key, args.increment),
})

export const decrby: Command = defineCommand({
  name: 'decrby',
  since: '1.0.0',
  group: 'string',
  summary: 'Takes from the integer of a key, which begins at 0.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'access', 'update'), decrement: int64() },
  reply: answer.int64(),
  run(context, { key, decrement }) {
    const by = negateInt64(decrement)
    if (by === null) throw DECREMENT_OVERFLOW
    return increment(context, key, by)
  },
})

export const incrbyfloat: Command = defineCommand({
  name: 'incrbyfloat',
  since: '2.6.0',
  group: 'string',
  summary: 'Adds to the floating point number of a key, which begins at 0.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'access', 'update'), increment: double() },
  reply: answer.bulk(),
  /** The increment is read after the value, and as a long double. */
  parse: keyByHand,
  run({ db, argv }, { key }) {
    const entry = db.write(key)
    if (entry !== undefined && entry.type !== 'string') throw WRONGTYPE
    const old = parseLongDouble(entry === undefined ? '0' : stringText(entry.value as StringValue))
    const by = parseLongDouble(argv[2])
    if (old === null || by === null) throw NOT_A_FLOAT
    const sum = addLongDouble(old, by)
    if (isInfinite(sum)) throw NAN_OR_INFINITY
    const text = formatLongDouble(sum)
    // Never `int`, whatever the text: Redis stores it as the string that it printed.
    const value = parseInt64(text) === null ? text : new RawString(text, 'embstr')
    if (entry === undefined) db.put(key, 'string', value)
    else db.replace(entry, value)
    db.changed(key, '$', 'incrbyfloat')
    return text
  },
})
