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
  unixTime,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import { SYNTAX, wrongArity } from '../../command/errors/common.ts'
import { INVALID_NUMKEYS } from '../../command/errors/string.ts'
import * as answer from '../../command/reply-types.ts'
import { NO_EXPIRY } from '../../data/entry.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { OK, type Reply } from '../../resp/reply.ts'
import { deadline, type ExpiryUnit } from './expiry.ts'
import { argumentValue } from './argument-value.ts'

export const mget: Command = defineCommand({
  name: 'mget',
  since: '1.0.0',
  group: 'string',
  summary: 'Returns the strings of several keys, null where there is none.',
  complexity: 'O(N) where N is the number of keys to retrieve.',
  flags: ['readonly', 'fast'],
  tips: ['request_policy:multi_shard'],
  args: { key: multiple(key('RO', 'access')) },
  reply: answer.array(answer.nullable(answer.bulk())),
  parse: byHand,
  run({ db, argv }) {
    const replies: Reply[] = []
    for (let i = 1; i < argv.length; i++) {
      const entry = db.read(argv[i])
      if (entry === undefined || entry.type !== 'string') replies.push(null)
      else replies.push(stringText(entry.value as StringValue))
    }
    return replies
  },
})

/** Stores the pairs of argv from `from` up to `to`. */
function storePairs(context: Context, from: number, to: number): void {
  const { db, argv } = context
  for (let i = from; i < to; i += 2) {
    db.put(argv[i], 'string', argumentValue(context, argv[i + 1]))
    db.changed(argv[i], '$', 'set')
  }
}

export const mset: Command = defineCommand({
  name: 'mset',
  since: '1.0.1',
  group: 'string',
  summary: 'Stores several strings at once.',
  complexity: 'O(N) where N is the number of keys to set.',
  flags: ['write', 'denyoom'],
  tips: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
  args: { data: multiple(block({ key: key('OW', 'update'), value: bytes() })) },
  reply: answer.ok(),
  parse: byHand,
  run(context) {
    const { length } = context.argv
    if (length % 2 === 0) throw wrongArity('mset')
    storePairs(context, 1, length)
    return OK
  },
})

export const msetnx: Command = defineCommand({
  name: 'msetnx',
  since: '1.0.1',
  group: 'string',
  summary: 'Stores several strings at once if none of the keys exists.',
  complexity: 'O(N) where N is the number of keys to set.',
  flags: ['write', 'denyoom'],
  differsIn: in70({ tips: ['request_policy:multi_shard', 'response_policy:agg_min'] }),
  args: { data: multiple(block({ key: key('OW', 'insert'), value: bytes() })) },
  reply: answer.oneOrZero(),
  parse: byHand,
  run(context) {
    const { argv, db } = context
    if (argv.length % 2 === 0) throw wrongArity('msetnx')
    for (let i = 1; i < argv.length; i += 2) if (db.write(argv[i]) !== undefined) return 0
    storePairs(context, 1, argv.length)
    return 1
  },
})

interface MsetexOptions {
  condition: 'NX' | 'XX' | null
  expiry: ExpiryUnit | 'KEEPTTL' | null
  expiryText: string
}

function msetexOptions(argv: readonly string[], from: number): MsetexOptions {
  const options: MsetexOptions = { condition: null, expiry: null, expiryText: '' }
  for (let i = from; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'NX' || word === 'XX') {
      if (options.condition !== null && options.condition !== word) throw SYNTAX
      options.condition = word
      continue
    }
    if (options.expiry !== null && options.expiry !== word) throw SYNTAX
    if (word === 'KEEPTTL') {
      options.expiry = word
    } else if (word === 'EX' || word === 'PX' || word === 'EXAT' || word === 'PXAT') {
      if (i + 1 >= argv.length) throw SYNTAX
      options.expiry = word
      options.expiryText = argv[++i]
    } else throw SYNTAX
  }
  return options
}

export const msetex: Command = defineCommand({
  name: 'msetex',
  since: '8.4.0',
  valkeySince: '9.1.0',
  group: 'string',
  summary: 'Stores several strings at once, on a condition and with an expiry if wanted.',
  complexity: 'O(N) where N is the number of keys to set.',
  flags: ['write', 'denyoom', 'movablekeys'],
  effects: ['clock'],
  tips: ['request_policy:multi_shard', 'response_policy:all_succeeded'],
  keySpecs: [
    {
      flags: ['OW', 'update'],
      begin: { index: 1 },
      find: { keyNumIndex: 0, firstKey: 1, step: 2 },
    },
  ],
  args: {
    numkeys: integer(),
    data: multiple(block({ key: key('OW', 'update'), value: bytes() })),
    condition: optional(oneOf({ nx: token('NX'), xx: token('XX') })),
    expiration: optional(
      oneOf({
        seconds: option('EX', integer()),
        milliseconds: option('PX', integer()),
        unixTimeSeconds: option('EXAT', unixTime()),
        unixTimeMilliseconds: option('PXAT', unixTime()),
        keepttl: token('KEEPTTL'),
      }),
    ),
  },
  reply: answer.oneOrZero(),
  parse: byHand,
  run(context) {
    const { argv, db } = context
    const count = parseInt64(argv[1])
    if (typeof count !== 'number' || count <= 0 || count > 0x7fffffff) throw INVALID_NUMKEYS
    const end = 2 + 2 * count
    if (end > argv.length) throw SYNTAX
    const { condition, expiry, expiryText } = msetexOptions(argv, end)
    const keepsExpiry = expiry === 'KEEPTTL'
    const at =
      expiry === null || expiry === 'KEEPTTL'
        ? NO_EXPIRY
        : deadline(expiryText, expiry, context.now, 'msetex')
    if (condition !== null) {
      const mustExist = condition === 'XX'
      for (let i = 2; i < end; i += 2) {
        if ((db.write(argv[i]) !== undefined) !== mustExist) return 0
      }
    }
    for (let i = 2; i < end; i += 2) {
      const entry = db.put(argv[i], 'string', argumentValue(context, argv[i + 1]), keepsExpiry)
      db.changed(argv[i], '$', 'set')
      if (at === NO_EXPIRY) continue
      db.setExpiry(entry, at)
      db.notify('g', 'expire', argv[i])
    }
    return 1
  },
})
