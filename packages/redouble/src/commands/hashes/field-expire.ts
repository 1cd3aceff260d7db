import { type Arg, int64, key, oneOf, optional, token, unixTime } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import type { HashValue } from '../../data/hash-value.ts'
import { NO_EXPIRY } from '../../data/entry.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Int64 } from '../../kernel/numbers.ts'
import { type Conditions, meets, parseConditions } from '../keys/expire.ts'
import { deadlinesChanged, isThere } from './due-fields.ts'
import {
  fieldDeadline,
  FIELDS_ARG,
  OF_EXPIRES,
  placeOfFields,
  readFields,
} from './field-arguments.ts'
import { fieldsPassed } from './past-fields.ts'

const NO_FIELD = -2
const NOT_MET = 0
const TAKEN = 1
const REMOVED = 2

interface Request {
  readonly at: Int64
  readonly conditions: Conditions
  /** Where the fields begin in argv. */
  readonly from: number
}

/** Time, one condition, FIELDS: each is read and refused in its turn. */
function requestOf(context: Context, name: string, scale: number, isRelative: boolean): Request {
  const { argv, profile } = context
  if (profile.quirks.readsFieldsBeforeKey) {
    const place = placeOfFields(context, 3)
    const conditions = parseConditions(argv, place)
    const from = readFields(context, place, OF_EXPIRES)
    return { at: fieldDeadline(context, argv[2], scale, isRelative, name), conditions, from }
  }
  const at = fieldDeadline(context, argv[2], scale, isRelative, name)
  const isCondition = /^(?:NX|XX|GT|LT)$/.test(upperAscii(argv[3]))
  const place = isCondition ? 4 : 3
  return {
    at,
    conditions: parseConditions(argv, place),
    from: readFields(context, place, OF_EXPIRES),
  }
}

function setDeadlines(
  context: Context,
  name: string,
  scale: number,
  isRelative: boolean,
): number[] {
  const { argv, db, now, profile } = context
  const { quirks } = profile
  const key = argv[1]
  const early = quirks.readsFieldsBeforeKey
    ? requestOf(context, name, scale, isRelative)
    : undefined
  const hash = db.writeValue(key, 'hash')
  const { at, conditions, from } = early ?? requestOf(context, name, scale, isRelative)
  if (hash === undefined) return argv.slice(from).map(() => NO_FIELD)
  if (quirks.ordersFieldsByDeadline) hash.orderByDeadline()
  const isPast = at <= now
  const results: number[] = []
  for (let i = from; i < argv.length; i++) {
    results.push(setDeadline(context, hash, argv[i], at, conditions, isPast))
  }
  if (results.includes(TAKEN)) {
    db.changed(key, 'h', 'hexpire')
    deadlinesChanged(context, key)
  }
  const removed = results.filter((result) => result === REMOVED).length
  if (removed > 0) fieldsPassed(context, key, hash, removed)
  return results
}

function setDeadline(
  context: Context,
  hash: HashValue,
  field: string,
  at: Int64,
  conditions: Conditions,
  isPast: boolean,
): number {
  if (!isThere(context, hash, field)) return NO_FIELD
  if (!meets(conditions, at, hash.deadlineOf(field) ?? NO_EXPIRY)) return NOT_MET
  if (!isPast) hash.setDeadline(field, at)
  else hash.delete(field)
  return isPast ? REMOVED : TAKEN
}

function define<A extends Record<string, Arg>>(
  names: Pick<CommandSpec, 'name' | 'summary'>,
  time: A,
  scale: number,
  isRelative: boolean,
): Command {
  return defineCommand({
    ...names,
    since: '7.4.0',
    valkeySince: '9.0.0',
    group: 'hash',
    complexity: 'O(N) where N is the number of fields',
    flags: ['write', 'fast'],
    effects: ['clock'],
    args: {
      key: key('RW', 'update'),
      ...time,
      condition: optional(
        oneOf({ nx: token('NX'), xx: token('XX'), gt: token('GT'), lt: token('LT') }),
      ),
      fields: FIELDS_ARG,
    },
    reply: answer.array(answer.integer()),
    parse: byHand,
    run: (context) => setDeadlines(context, names.name, scale, isRelative),
  })
}

export const hexpire: Command = define(
  { name: 'hexpire', summary: 'Lets fields of a hash run out after some seconds.' },
  { seconds: int64() },
  1000,
  true,
)

export const hpexpire: Command = define(
  { name: 'hpexpire', summary: 'Lets fields of a hash run out after some milliseconds.' },
  { milliseconds: int64() },
  1,
  true,
)

export const hexpireat: Command = define(
  { name: 'hexpireat', summary: 'Lets fields of a hash run out at a Unix time in seconds.' },
  { unixTimeSeconds: unixTime() },
  1000,
  false,
)

export const hpexpireat: Command = define(
  { name: 'hpexpireat', summary: 'Lets fields of a hash run out at a Unix time in milliseconds.' },
  { unixTimeMilliseconds: unixTime() },
  1,
  false,
)
