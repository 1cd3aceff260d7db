import { type Arg, int64, key, oneOf, optional, token, unixTime } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import { invalidExpireTime } from '../../command/errors/common.ts'
import { GT_AND_LT, NX_AND_OTHERS, unsupportedOption } from '../../command/errors/keys.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { NO_EXPIRY } from '../../data/entry.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MAX, INT64_MIN, type Int64, narrow } from '../../kernel/numbers.ts'

/** What has to be so for a new deadline to be taken. */
export interface Conditions {
  nx: boolean
  xx: boolean
  gt: boolean
  lt: boolean
}

/** All options are looked at before the time is, and may repeat. */
export function parseConditions(argv: readonly string[], end: number = argv.length): Conditions {
  const found: Conditions = { nx: false, xx: false, gt: false, lt: false }
  for (let i = 3; i < end; i++) {
    const word = upperAscii(argv[i])
    if (word === 'NX') found.nx = true
    else if (word === 'XX') found.xx = true
    else if (word === 'GT') found.gt = true
    else if (word === 'LT') found.lt = true
    else throw unsupportedOption(argv[i])
  }
  if (found.nx && (found.xx || found.gt || found.lt)) throw NX_AND_OTHERS
  if (found.gt && found.lt) throw GT_AND_LT
  return found
}

/** No deadline counts as one that is infinitely far away. */
export function meets({ nx, xx, gt, lt }: Conditions, at: Int64, current: Int64): boolean {
  const hasNone = current === NO_EXPIRY
  if (nx && !hasNone) return false
  if (xx && hasNone) return false
  if (gt && (hasNone || at <= current)) return false
  return !lt || hasNone || at < current
}

/** The deadline in Unix milliseconds; throws when it leaves the signed 64-bit range. */
function deadlineOf(text: string, scale: number, base: number, command: string): Int64 {
  const value = readInt64(text)
  const quick = Number(value) * scale + base
  if (Number.isSafeInteger(quick)) return quick
  const scaled = BigInt(value) * BigInt(scale)
  const exact = scaled + BigInt(base)
  if (scaled < INT64_MIN || exact > INT64_MAX) throw invalidExpireTime(command)
  return narrow(exact)
}

function setDeadline(context: Context, name: string, scale: number, isRelative: boolean): number {
  const { argv, db, now, profile, server } = context
  const conditions = parseConditions(argv)
  const at = deadlineOf(argv[2], scale, isRelative ? now : 0, name)
  const key = argv[1]
  const entry = db.write(key)
  if (entry === undefined || !meets(conditions, at, db.expiryOf(entry))) return 0
  if (at > now) {
    db.setExpiry(entry, at)
    db.changed(key, 'g', 'expire')
    return 1
  }
  db.remove(key)
  if (profile.quirks.pastDeadlineExpires) {
    server.stats.expired++
    db.changed(key, 'x', 'expired')
  } else db.changed(key, 'g', 'del')
  return 1
}

const condition = optional(
  oneOf({ nx: token('NX'), xx: token('XX'), gt: token('GT'), lt: token('LT') }, { since: '7.0.0' }),
)

type Names = Pick<CommandSpec, 'name' | 'since' | 'summary'>

function define<A extends Record<string, Arg>>(
  names: Names,
  time: A,
  scale: number,
  isRelative: boolean,
): Command {
  return defineCommand({
    ...names,
    group: 'generic',
    complexity: 'O(1)',
    flags: ['write', 'fast'],
    effects: ['clock'],
    history: [['7.0.0', 'The options NX, XX, GT and LT.']],
    args: { key: key('RW', 'update'), ...time, condition },
    reply: answer.oneOrZero(),
    parse: byHand,
    run: (context) => setDeadline(context, names.name, scale, isRelative),
  })
}

export const expire: Command = define(
  { name: 'expire', since: '1.0.0', summary: 'Lets a key run out after some seconds.' },
  { seconds: int64() },
  1000,
  true,
)

export const pexpire: Command = define(
  { name: 'pexpire', since: '2.6.0', summary: 'Lets a key run out after some milliseconds.' },
  { milliseconds: int64() },
  1,
  true,
)

export const expireat: Command = define(
  { name: 'expireat', since: '1.2.0', summary: 'Lets a key run out at a Unix time in seconds.' },
  { unixTimeSeconds: unixTime() },
  1000,
  false,
)

export const pexpireat: Command = define(
  {
    name: 'pexpireat',
    since: '2.6.0',
    summary: 'Lets a key run out at a Unix time in milliseconds.',
  },
  { unixTimeMilliseconds: unixTime() },
  1,
  false,
)
