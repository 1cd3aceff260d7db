import { key, oneOf, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX, wrongArity } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import type { HashValue } from '../../data/hash-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Int64 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'
import { deadlinesChanged, removeAsked } from './due-fields.ts'
import { FIELDS_ARG, OF_REMOVALS, OF_WRITES, placeOfFields, readFields } from './field-arguments.ts'
import { deadlineOfTime, type FieldTime, TIME_ARGS, timeAt } from './field-time.ts'
import { fieldsPassed } from './past-fields.ts'

/** What is to become of the deadlines; undefined leaves them. */
type Option = FieldTime | 'PERSIST' | undefined
type Change = Int64 | 'PERSIST' | undefined

interface Request {
  readonly hash: HashValue | undefined
  readonly change: Change
  /** Where the fields begin in argv. */
  readonly from: number
}

const WORDS_WITH_TIME = 6

function optionAt({ argv }: Context, at: number, end: number): Option {
  return upperAscii(argv[at] ?? '') === 'PERSIST' ? 'PERSIST' : timeAt(argv, at, end)
}

function changeOf(context: Context, option: Option): Change {
  return typeof option === 'object' ? deadlineOfTime(context, option, 'hgetex') : option
}

/** Redis looks at the key first and takes one option before FIELDS. */
function requestOnRedis(context: Context): Request {
  const { argv, db } = context
  const hash = db.writeValue(argv[1], 'hash')
  const option = optionAt(context, 2, argv.length)
  const change = changeOf(context, option)
  const isTime = typeof option === 'object'
  // Redis 8.0 reads beyond the words here.
  if (isTime && argv.length < WORDS_WITH_TIME) throw wrongArity('hgetex')
  const place = isTime ? 4 : option === undefined ? 2 : 3
  return { hash, change, from: readFields(context, place, OF_REMOVALS) }
}

/** Valkey finds FIELDS, reads what is before it, where an option may repeat, and then the key. */
function requestOnValkey(context: Context): Request {
  const { argv, db } = context
  const place = placeOfFields(context, 2)
  let option: Option
  for (let i = 2; i < place; i++) {
    const read = optionAt(context, i, place)
    if (read === undefined) throw SYNTAX
    if (option !== undefined && unitOf(option) !== unitOf(read)) throw SYNTAX
    option = read
    if (typeof read === 'object') i++
  }
  const from = readFields(context, place, OF_WRITES)
  const hash = db.readValue(argv[1], 'hash')
  return { hash, change: changeOf(context, option), from }
}

function unitOf(option: FieldTime | 'PERSIST'): string {
  return typeof option === 'object' ? option.unit : option
}

/** Reads the fields and does to their deadlines what was asked. */
function readAndChange(context: Context, hash: HashValue, change: Change, from: number): Reply {
  const { argv, db, now } = context
  const key = argv[1]
  const isPast = typeof change !== 'string' && change !== undefined && change <= now
  let changed = 0
  const values: Reply[] = []
  for (let i = from; i < argv.length; i++) {
    const field = argv[i]
    const value = db.fieldOf(hash, field)
    values.push(value ?? null)
    if (value === undefined || change === undefined) continue
    if (change === 'PERSIST') {
      if (hash.persist(field)) changed++
      continue
    }
    if (isPast) hash.delete(field)
    else hash.setDeadline(field, change)
    changed++
  }
  if (changed > 0 && isPast) fieldsPassed(context, key, hash, changed)
  else if (changed > 0) {
    db.changed(key, 'h', change === 'PERSIST' ? 'hpersist' : 'hexpire')
    deadlinesChanged(context, key)
  }
  return values
}

export const hgetex: Command = defineCommand({
  name: 'hgetex',
  since: '8.0.0',
  valkeySince: '9.0.0',
  group: 'hash',
  summary: 'Returns the values of fields of a hash and sets or takes away their deadlines.',
  complexity: 'O(N) where N is the number of fields',
  flags: ['write', 'fast'],
  effects: ['clock'],
  args: {
    key: key('RW', 'access', 'update'),
    expiration: optional(oneOf({ ...TIME_ARGS, persist: token('PERSIST') })),
    fields: FIELDS_ARG,
  },
  reply: answer.array(answer.nullable(answer.bulk())),
  parse: byHand,
  run(context) {
    const { argv, db, profile } = context
    const { quirks } = profile
    const request = quirks.readsFieldsBeforeKey ? requestOnValkey(context) : requestOnRedis(context)
    const { hash, change, from } = request
    if (hash === undefined) return argv.slice(from).map(() => null)
    const hasExpired = removeAsked(context, argv[1], hash, { from, step: 1 })
    if (change !== undefined && quirks.ordersFieldsByDeadline) hash.orderByDeadline()
    const values = readAndChange(context, hash, change, from)
    if (hasExpired && db.peek(argv[1]) !== undefined) db.removeIfEmpty(argv[1], hash.size)
    return values
  },
})
