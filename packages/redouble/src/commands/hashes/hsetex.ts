import {
  block,
  bytes,
  integer,
  key,
  multiple,
  oneOf,
  option,
  optional,
  token,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand, type KeySpec } from '../../command/define.ts'
import { inValkey9 } from '../../command/describe/differences.ts'
import { SYNTAX, wrongArity } from '../../command/errors/common.ts'
import {
  FIELD_COUNT_WRONG,
  ONE_FIELD_CONDITION,
  ONE_FIELD_EXPIRY,
  unknownArgument,
} from '../../command/errors/hash.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { HashValue } from '../../data/hash-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Int64 } from '../../kernel/numbers.ts'
import { deadlinesChanged, isThere, makeRoom } from './due-fields.ts'
import { placeOfFields, readPairCount } from './field-arguments.ts'
import { deadlineOfTime, type FieldTime, TIME_ARGS, timeAt } from './field-time.ts'
import { fieldsPassed } from './past-fields.ts'

/** Valkey says that it inserts. */
const VALKEY_KEY: readonly KeySpec[] = [
  { flags: ['RW', 'insert'], begin: { index: 1 }, find: { lastKey: 0, step: 1, limit: 0 } },
]

const REFUSED = 0
const STORED = 1

interface Options {
  /** FNX or FXX; NX or XX of the key (Valkey). */
  fields?: string
  key?: string
  time?: FieldTime | 'KEEPTTL'
}

interface Request {
  readonly hash: HashValue | undefined
  readonly fields: string | undefined
  readonly at: Int64 | 'KEEPTTL' | undefined
  /** Where the pairs begin in argv. */
  readonly from: number
}

/** Redis reads word by word, the time included, and then looks at the key. */
function requestOnRedis(context: Context): Request {
  const { argv, db } = context
  let fields: string | undefined
  let at: Request['at']
  let i = 2
  for (; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'FIELDS') break
    if (word === 'FNX' || word === 'FXX') {
      if (fields !== undefined) throw ONE_FIELD_CONDITION
      fields = word
      continue
    }
    const isKept = word === 'KEEPTTL'
    const time = isKept ? undefined : timeAt(argv, i, argv.length)
    if (!isKept && time === undefined) throw unknownArgument(argv[i])
    if (at !== undefined) throw ONE_FIELD_EXPIRY
    at = time === undefined ? 'KEEPTTL' : deadlineOfTime(context, time, 'hsetex')
    if (time !== undefined) i++
  }
  if (i + 3 >= argv.length) throw wrongArity('hsetex')
  if (readPairCount(argv[i + 1]) * 2 !== argv.length - i - 2) throw wrongArity('hsetex')
  return { hash: db.writeValue(argv[1], 'hash'), fields, at, from: i + 2 }
}

/** Valkey's words before FIELDS, which may repeat but not contradict each other. */
function optionsOnValkey({ argv }: Context, place: number): Options {
  const options: Options = {}
  for (let i = 2; i < place; i++) {
    const word = upperAscii(argv[i])
    if (word === 'FNX' || word === 'FXX') {
      if ((options.fields ?? word) !== word) throw SYNTAX
      options.fields = word
    } else if (word === 'NX' || word === 'XX') {
      if ((options.key ?? word) !== word) throw SYNTAX
      options.key = word
    } else {
      const time = word === 'KEEPTTL' ? word : timeAt(argv, i, place)
      if (time === undefined) throw SYNTAX
      if (options.time !== undefined && unitOf(options.time) !== unitOf(time)) throw SYNTAX
      options.time = time
      if (typeof time === 'object') i++
    }
  }
  return options
}

function unitOf(time: FieldTime | 'KEEPTTL'): string {
  return typeof time === 'object' ? time.unit : time
}

/** Undefined when the key's own condition is not met, which Valkey finds before it reads the time. */
function requestOnValkey(context: Context): Request | undefined {
  const { argv, db } = context
  const place = placeOfFields(context, 2)
  const options = optionsOnValkey(context, place)
  const from = place + 2
  const count = readInt64(argv[place + 1])
  if (count < 1 || Number(count) * 2 !== argv.length - from) throw FIELD_COUNT_WRONG
  const hash = db.writeValue(argv[1], 'hash')
  if (options.key !== undefined && (options.key === 'XX') !== (hash !== undefined)) return undefined
  const { time } = options
  const at = typeof time === 'object' ? deadlineOfTime(context, time, 'hsetex') : time
  return { hash, fields: options.fields, at, from }
}

/**
 * Whether all of the fields are there (FXX), or none (FNX). Redis removes what has run out among
 * those that it looks at, up to the first that decides.
 */
function isMet(context: Context, { hash, fields, from }: Request): boolean {
  if (fields === undefined) return true
  if (hash === undefined) return fields === 'FNX'
  const { argv, profile, db } = context
  const removes = hash.hasDeadlines && !profile.quirks.dueFieldsAreAbsent
  let expired = 0
  let met = true
  for (let i = from; i < argv.length && met; i += 2) {
    if (removes && hash.isDue(argv[i], context.now) && hash.delete(argv[i])) expired++
    met = isThere(context, hash, argv[i]) === (fields === 'FXX')
  }
  if (expired > 0) {
    context.server.stats.expiredFields += expired
    if (!profile.quirks.hsetexExpiresQuietly) db.changed(argv[1], 'h', 'hexpired')
    deadlinesChanged(context, argv[1])
    if (!met) db.removeIfEmpty(argv[1], hash.size)
  }
  return met
}

/** Stores the pairs; returns whether that took or dropped a deadline. */
function storePairs(context: Context, hash: HashValue, { at, from }: Request): void {
  const { argv, config, now, profile } = context
  const { hashMaxListpackEntries: maxEntries, hashMaxListpackValue: maxBytes } = config
  const { ordersFieldsByDeadline } = profile.quirks
  if (ordersFieldsByDeadline && (argv.length - from) / 2 > maxEntries) hash.convert()
  const deadline = at === 'KEEPTTL' ? undefined : at
  if (deadline !== undefined && ordersFieldsByDeadline) hash.orderByDeadline()
  const isAhead = deadline !== undefined && deadline > now
  for (let i = from; i < argv.length; i += 2) {
    hash.set(argv[i], argv[i + 1], maxEntries, maxBytes, at !== undefined)
    if (isAhead) hash.setDeadline(argv[i], deadline)
  }
}

/**
 * The time has passed: Redis stores the fields and removes them again. Valkey announces as much, but
 * only removes what was there, and a WATCH does not notice when nothing was.
 */
function storeForNoTime(context: Context, hash: HashValue, request: Request): void {
  const { argv, db, profile } = context
  const key = argv[1]
  const { from } = request
  const isStored = !profile.quirks.pastFieldDeadlineExpires
  if (isStored) {
    storePairs(context, hash, request)
    db.modified(key)
  }
  db.notify('h', 'hset', key)
  let removed = 0
  for (let i = from; i < argv.length; i += 2) if (hash.delete(argv[i])) removed++
  if (isStored) {
    fieldsPassed(context, key, hash, removed)
    return
  }
  if (removed > 0) db.modified(key)
  db.notify('h', 'hexpire', key)
  context.server.stats.expiredFields += (argv.length - from) / 2
  db.notify('h', 'hexpired', key)
  deadlinesChanged(context, key)
  db.removeIfEmpty(key, hash.size)
}

function run(context: Context): number {
  const { argv, db, now, profile } = context
  const key = argv[1]
  const { readsFieldsBeforeKey } = profile.quirks
  const request = readsFieldsBeforeKey ? requestOnValkey(context) : requestOnRedis(context)
  if (request === undefined || !isMet(context, request)) return REFUSED
  const { at, from } = request
  const hash = request.hash ?? new HashValue()
  if (request.hash === undefined) db.put(key, 'hash', hash)
  const isTimed = typeof at !== 'string' && at !== undefined
  if (isTimed && at <= now) {
    storeForNoTime(context, hash, request)
    return STORED
  }
  makeRoom(context, key, hash, { from, step: 2 })
  const hadDeadlines = hash.hasDeadlines
  storePairs(context, hash, request)
  db.changed(key, 'h', 'hset')
  if (hadDeadlines || hash.hasDeadlines) deadlinesChanged(context, key)
  if (isTimed) db.notify('h', 'hexpire', key)
  return STORED
}

export const hsetex: Command = defineCommand({
  name: 'hsetex',
  since: '8.0.0',
  valkeySince: '9.0.0',
  group: 'hash',
  summary: 'Sets fields of a hash, and when they run out.',
  complexity: 'O(N) where N is the number of fields',
  flags: ['write', 'denyoom', 'fast'],
  effects: ['clock'],
  differsIn: inValkey9({ keySpecs: VALKEY_KEY }),
  args: {
    key: key('RW', 'update'),
    keyCondition: optional(
      oneOf(
        { nx: token('NX'), xx: token('XX') },
        { since: 'never', valkeySince: '9.0.0', isSinceHidden: true },
      ),
    ),
    condition: optional(oneOf({ fnx: token('FNX'), fxx: token('FXX') })),
    expiration: optional(oneOf({ ...TIME_ARGS, keepttl: token('KEEPTTL') })),
    fields: option(
      'FIELDS',
      block({
        numfields: integer(),
        data: multiple(block({ field: bytes(), value: bytes() })),
      }),
    ),
  },
  reply: answer.oneOrZero(),
  parse: byHand,
  run,
})
