import { bytes, integer, key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { notDeprecatedIn } from '../../command/describe/differences.ts'
import * as answer from '../../command/reply-types.ts'
import { stringText } from '../../data/string-value.ts'
import { OK, type Reply } from '../../resp/reply.ts'
import { deadline, type ExpiryUnit, storeUntil } from './expiry.ts'
import { argumentValue } from './argument-value.ts'

export const setnx: Command = defineCommand({
  name: 'setnx',
  since: '1.0.0',
  group: 'string',
  summary: 'Stores a string under a key that does not exist yet.',
  complexity: 'O(1)',
  deprecatedSince: '2.6.12',
  replacedBy: '`SET` with the `NX` argument',
  flags: ['write', 'denyoom', 'fast'],
  differsIn: notDeprecatedIn('7.0', 'valkey-9'),
  args: { key: key('OW', 'insert'), value: bytes() },
  reply: answer.oneOrZero(),
  run(context, { key, value }) {
    const { db } = context
    if (db.write(key) !== undefined) return 0
    db.put(key, 'string', argumentValue(context, value))
    db.changed(key, '$', 'set')
    return 1
  },
})

function setFor(context: Context, unit: ExpiryUnit, command: string): Reply {
  const [, key, time, value] = context.argv
  storeUntil(context, key, value, deadline(time, unit, context.now, command))
  return OK
}

export const setex: Command = defineCommand({
  name: 'setex',
  since: '2.0.0',
  group: 'string',
  summary: 'Stores a string that expires after some seconds.',
  complexity: 'O(1)',
  deprecatedSince: '2.6.12',
  replacedBy: '`SET` with the `EX` argument',
  flags: ['write', 'denyoom'],
  effects: ['clock'],
  differsIn: notDeprecatedIn('7.0', 'valkey-9'),
  args: { key: key('OW', 'update'), seconds: integer(), value: bytes() },
  reply: answer.ok(),
  run: (context) => setFor(context, 'EX', 'setex'),
})

export const psetex: Command = defineCommand({
  name: 'psetex',
  since: '2.6.0',
  group: 'string',
  summary: 'Stores a string that expires after some milliseconds.',
  complexity: 'O(1)',
  deprecatedSince: '2.6.12',
  replacedBy: '`SET` with the `PX` argument',
  flags: ['write', 'denyoom'],
  effects: ['clock'],
  differsIn: notDeprecatedIn('7.0', 'valkey-9'),
  args: { key: key('OW', 'update'), milliseconds: integer(), value: bytes() },
  reply: answer.ok(),
  run: (context) => setFor(context, 'PX', 'psetex'),
})

export const getset: Command = defineCommand({
  name: 'getset',
  since: '1.0.0',
  group: 'string',
  summary: 'Stores a string and returns the one that was there.',
  complexity: 'O(1)',
  deprecatedSince: '6.2.0',
  replacedBy: '`SET` with the `!GET` argument',
  flags: ['write', 'denyoom', 'fast'],
  differsIn: notDeprecatedIn('valkey-9'),
  args: { key: key('RW', 'access', 'update'), value: bytes() },
  reply: answer.nullable(answer.bulk()),
  run(context, { key, value }) {
    const { db } = context
    const old = db.readValue(key, 'string')
    const reply = old === undefined ? null : stringText(old)
    db.put(key, 'string', argumentValue(context, value))
    db.changed(key, '$', 'set')
    return reply
  },
})
