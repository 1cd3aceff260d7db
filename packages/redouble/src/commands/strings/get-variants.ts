import {
  bytes,
  integer,
  key,
  oneOf,
  option,
  optional,
  token,
  unixTime,
} from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX, WRONGTYPE } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import type { Database } from '../../data/database.ts'
import { type Entry, NO_EXPIRY } from '../../data/entry.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Int64 } from '../../kernel/numbers.ts'
import { deadline, type ExpiryUnit } from './expiry.ts'

export const getdel: Command = defineCommand({
  name: 'getdel',
  since: '6.2.0',
  group: 'string',
  summary: 'Returns the string of a key and deletes the key.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: key('RW', 'access', 'delete') },
  reply: answer.nullable(answer.bulk()),
  run({ db }, { key }) {
    const value = db.readValue(key, 'string')
    if (value === undefined) return null
    db.remove(key)
    db.changed(key, 'g', 'del')
    return stringText(value)
  },
})

export const delifeq: Command = defineCommand({
  name: 'delifeq',
  since: 'never',
  valkeySince: '9.0.0',
  group: 'string',
  summary: 'Deletes a key if its string is the given one.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: key('RM', 'delete'), value: bytes() },
  reply: answer.oneOrZero(),
  run({ db }, { key, value }) {
    const old = db.writeValue(key, 'string')
    if (old === undefined || stringText(old) !== value) return 0
    db.remove(key)
    db.changed(key, 'g', 'del')
    return 1
  },
})

interface GetexOptions {
  unit: ExpiryUnit | 'PERSIST' | null
  text: string
}

/** An option may be repeated, the last one counting; two different ones are a syntax error. */
function getexOptions(argv: readonly string[]): GetexOptions {
  const options: GetexOptions = { unit: null, text: '' }
  for (let i = 2; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (options.unit !== null && options.unit !== word) throw SYNTAX
    switch (word) {
      case 'PERSIST':
        options.unit = word
        break
      case 'EX':
      case 'PX':
      case 'EXAT':
      case 'PXAT':
        if (i + 1 >= argv.length) throw SYNTAX
        options.unit = word
        options.text = argv[++i]
        break
      default:
        throw SYNTAX
    }
  }
  return options
}

function persist(db: Database, entry: Entry): void {
  if (entry.expireAt === NO_EXPIRY) return
  db.setExpiry(entry, NO_EXPIRY)
  db.changed(entry.key, 'g', 'persist')
}

/** Sets the deadline; one that has passed deletes the key. */
function expireAt({ db, now, profile }: Context, entry: Entry, at: Int64): void {
  if (at > now) {
    db.setExpiry(entry, at)
    db.changed(entry.key, 'g', 'expire')
    return
  }
  db.remove(entry.key)
  if (profile.quirks.pastDeadlineExpires) db.changed(entry.key, 'x', 'expired')
  else db.changed(entry.key, 'g', 'del')
}

export const getex: Command = defineCommand({
  name: 'getex',
  since: '6.2.0',
  group: 'string',
  summary: 'Returns the string of a key and may set or drop its expiry.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  effects: ['clock'],
  args: {
    key: key('RW', 'access', 'update'),
    expiration: optional(
      oneOf({
        seconds: option('EX', integer()),
        milliseconds: option('PX', integer()),
        unixTimeSeconds: option('EXAT', unixTime()),
        unixTimeMilliseconds: option('PXAT', unixTime()),
        persist: token('PERSIST'),
      }),
    ),
  },
  reply: answer.nullable(answer.bulk()),
  parse: keyByHand,
  run(context, { key }) {
    const { db, now } = context
    const { unit, text } = getexOptions(context.argv)
    const readTime = (): Int64 =>
      unit === null || unit === 'PERSIST' ? NO_EXPIRY : deadline(text, unit, now, 'getex')
    const isEarly = context.profile.quirks.getexReadsTimeFirst
    let at = isEarly ? readTime() : NO_EXPIRY
    const entry = db.read(key)
    if (entry === undefined) return null
    if (entry.type !== 'string') throw WRONGTYPE
    const reply = stringText(entry.value as StringValue)
    if (unit === null) return reply
    if (!isEarly) at = readTime()
    if (at === NO_EXPIRY) persist(db, entry)
    else expireAt(context, entry, at)
    return reply
  },
})
