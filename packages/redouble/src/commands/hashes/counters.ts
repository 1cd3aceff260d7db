import { bytes, double, int64, key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NAN_OR_INFINITY, NOT_A_FLOAT, OVERFLOW } from '../../command/errors/common.ts'
import {
  HASH_VALUE_NOT_A_FLOAT,
  HASH_VALUE_NOT_AN_INTEGER,
  VALUE_NAN_OR_INFINITY,
} from '../../command/errors/hash.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { HashValue } from '../../data/hash-value.ts'
import {
  addLongDouble,
  formatLongDouble,
  isInfinite,
  parseLongDouble,
} from '../../kernel/long-double.ts'
import { addInt64 } from '../../kernel/numbers.ts'
import { expireAsked, type FieldWords, makeRoom } from './due-fields.ts'
import { hashForWriting } from './writes.ts'

/** Words of the one field. */
const ONE_FIELD: FieldWords = { from: 2, step: 2 }

/** What the field holds; one that has run out makes way. */
function oldValue(context: Context, key: string, field: string): string | undefined {
  const { db } = context
  const hash = db.writeValue(key, 'hash')
  if (hash?.hasDeadlines) {
    expireAsked(context, key, hash, ONE_FIELD)
    makeRoom(context, key, hash, ONE_FIELD)
  }
  return hash?.get(field)
}

/** The field keeps its deadline. */
function store({ db, config }: Context, key: string, field: string, value: string): void {
  // It has been looked for already: one access is counted, not two.
  const hash = (db.find(key)?.value as HashValue | undefined) ?? hashForWriting(db, key)
  hash.set(field, value, config.hashMaxListpackEntries, config.hashMaxListpackValue, true)
}

export const hincrby: Command = defineCommand({
  name: 'hincrby',
  since: '2.0.0',
  group: 'hash',
  summary: 'Adds to the integer in a field of a hash, which begins at 0.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'access', 'update'), field: bytes(), increment: int64() },
  reply: answer.int64(),
  run(context, { key, field, increment }) {
    const { db } = context
    const old = readInt64(oldValue(context, key, field) ?? '0', HASH_VALUE_NOT_AN_INTEGER)
    const sum = addInt64(old, increment)
    if (sum === null) throw OVERFLOW
    store(context, key, field, String(sum))
    db.changed(key, 'h', 'hincrby')
    return sum
  },
})

export const hincrbyfloat: Command = defineCommand({
  name: 'hincrbyfloat',
  since: '2.6.0',
  group: 'hash',
  summary: 'Adds to the floating point number in a field of a hash, which begins at 0.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom', 'fast'],
  args: { key: key('RW', 'access', 'update'), field: bytes(), increment: double() },
  reply: answer.bulk(),
  /** The increment is a long double. */
  parse: (argv) => ({ key: argv[1], field: argv[2] }),
  run(context, { key, field }) {
    const { db } = context
    const by = parseLongDouble(context.argv[3])
    if (by === null) throw NOT_A_FLOAT
    if (isInfinite(by)) throw VALUE_NAN_OR_INFINITY
    const old = parseLongDouble(oldValue(context, key, field) ?? '0')
    if (old === null) throw HASH_VALUE_NOT_A_FLOAT
    const sum = addLongDouble(old, by)
    if (isInfinite(sum)) throw NAN_OR_INFINITY
    const text = formatLongDouble(sum)
    store(context, key, field, text)
    db.changed(key, 'h', 'hincrbyfloat')
    return text
  },
})
