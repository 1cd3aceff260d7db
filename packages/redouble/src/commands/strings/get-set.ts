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
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { keysOfSet } from '../../command/describe/variable-keys.ts'
import { SYNTAX, WRONGTYPE } from '../../command/errors/common.ts'
import { isAvailable } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import type { Entry } from '../../data/entry.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { OK, type Reply } from '../../resp/reply.ts'
import { deadline, type ExpiryUnit, storeUntil } from './expiry.ts'
import { argumentValue } from './argument-value.ts'

export const get: Command = defineCommand({
  name: 'get',
  since: '1.0.0',
  group: 'string',
  summary: 'Returns the value of a key that holds a string.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access') },
  reply: answer.nullable(answer.bulk()),
  run({ db }, { key }) {
    const value = db.readValue(key, 'string')
    if (value === undefined) return null
    return typeof value === 'string' ? value : value.text
  },
})

/** SET's IFEQ, which Redis has only since 8.4. */
const IFEQ = { since: 'never', valkeySince: '8.1.0' } as const

interface SetOptions {
  condition: 'NX' | 'XX' | 'IFEQ' | null
  comparison: string
  get: boolean
  expiry: ExpiryUnit | 'KEEPTTL' | null
  expiryText: string
}

/**
 * Reads SET's options. NX, XX and an expiry may be repeated, the last one counting; contradictions
 * are syntax errors and are found before any number is read.
 */
function setOptions({ argv, profile }: Context): SetOptions {
  const options: SetOptions = {
    condition: null,
    comparison: '',
    get: false,
    expiry: null,
    expiryText: '',
  }
  for (let i = 3; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    switch (word) {
      case 'GET':
        options.get = true
        break
      case 'NX':
      case 'XX':
        if (options.condition !== null && options.condition !== word) throw SYNTAX
        options.condition = word
        break
      case 'IFEQ':
        if (!isAvailable(IFEQ, profile) || options.condition !== null) throw SYNTAX
        options.condition = word
        options.comparison = wordAfter(argv, i++)
        break
      case 'KEEPTTL':
        if (options.expiry !== null && options.expiry !== word) throw SYNTAX
        options.expiry = word
        break
      case 'EX':
      case 'PX':
      case 'EXAT':
      case 'PXAT':
        if (options.expiry !== null && options.expiry !== word) throw SYNTAX
        options.expiry = word
        options.expiryText = wordAfter(argv, i++)
        break
      default:
        throw SYNTAX
    }
  }
  return options
}

function wordAfter(argv: readonly string[], index: number): string {
  const word = argv[index + 1]
  if (word === undefined) throw SYNTAX
  return word
}

function isMet({ condition, comparison }: SetOptions, existing: Entry | undefined): boolean {
  if (condition === 'NX') return existing === undefined
  if (existing === undefined) return false
  if (condition !== 'IFEQ') return true
  if (existing.type !== 'string') throw WRONGTYPE
  return stringText(existing.value as StringValue) === comparison
}

/** SET with options. */
function setWith(context: Context, key: string, value: string): Reply {
  const { db } = context
  const options = setOptions(context)
  const { condition, expiry } = options
  const at =
    expiry === null || expiry === 'KEEPTTL'
      ? null
      : deadline(options.expiryText, expiry, context.now, 'set')
  let old: StringValue | undefined
  if (options.get) old = db.readValue(key, 'string')
  const oldText = old === undefined ? null : stringText(old)
  if (condition !== null) {
    const existing = db.find(key)
    if (!isMet(options, existing)) {
      // Otherwise storing is the access.
      db.write(key)
      return oldText
    }
  }
  if (at !== null) storeUntil(context, key, value, at)
  else {
    db.put(key, 'string', argumentValue(context, value), expiry === 'KEEPTTL')
    db.changed(key, '$', 'set')
  }
  return options.get ? oldText : OK
}

export const set: Command = defineCommand({
  name: 'set',
  since: '1.0.0',
  group: 'string',
  summary: 'Stores a string under a key, whatever was there before.',
  complexity: 'O(1)',
  flags: ['write', 'denyoom'],
  effects: ['clock'],
  history: [
    ['2.6.12', 'Added the `EX`, `PX`, `NX` and `XX` options.'],
    ['6.0.0', 'Added the `KEEPTTL` option.'],
    ['6.2.0', 'Added the `GET`, `EXAT` and `PXAT` option.'],
    ['7.0.0', 'Allowed the `NX` and `GET` options to be used together.'],
  ],
  getKeys: keysOfSet,
  args: {
    key: key('RW', 'access', 'update', 'variable_flags'),
    value: bytes(),
    condition: optional(
      oneOf(
        {
          nx: token('NX'),
          xx: token('XX'),
          comparisonValue: option('IFEQ', bytes(), IFEQ),
        },
        { since: '2.6.12' },
      ),
    ),
    get: optional(token('GET', { since: '6.2.0' })),
    expiration: optional(
      oneOf({
        seconds: option('EX', integer(), { since: '2.6.12' }),
        milliseconds: option('PX', integer(), { since: '2.6.12' }),
        unixTimeSeconds: option('EXAT', unixTime(), { since: '6.2.0' }),
        unixTimeMilliseconds: option('PXAT', unixTime(), { since: '6.2.0' }),
        keepttl: token('KEEPTTL', { since: '6.0.0' }),
      }),
    ),
  },
  reply: answer.whenGiven(
    'get',
    answer.nullable(answer.bulk()),
    answer.whenGiven(
      'nx',
      answer.nullable(answer.ok()),
      answer.whenGiven(
        'xx',
        answer.nullable(answer.ok()),
        answer.whenGiven('ifeq', answer.nullable(answer.ok()), answer.ok()),
      ),
    ),
  ),
  /** The options are read from argv, by rules of SET's own. */
  parse: (argv) => ({ key: argv[1], value: argv[2] }),
  run(context, { key, value }) {
    if (context.argv.length > 3) return setWith(context, key, value)
    context.db.put(key, 'string', argumentValue(context, value))
    context.db.changed(key, '$', 'set')
    return OK
  },
})
