import { key } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { NO_EXPIRY } from '../../data/entry.ts'
import { type Int64, narrow } from '../../kernel/numbers.ts'

const NO_KEY = -2
const NO_DEADLINE = -1

/** To whole seconds, a half rounds up. */
function seconds(ms: Int64): Int64 {
  if (typeof ms === 'number') return Math.floor((ms + 500) / 1000)
  return narrow((ms + 500n) / 1000n)
}

/** What is left of the time until `at`; never negative. */
function remaining(at: Int64, { now }: Context): Int64 {
  if (typeof at === 'number') return Math.max(0, at - now)
  return narrow(at - BigInt(now))
}

function define(
  spec: Pick<CommandSpec, 'name' | 'since' | 'summary' | 'tips' | 'history' | 'effects'>,
  of: (at: Int64, context: Context) => Int64,
): Command {
  return defineCommand({
    ...spec,
    group: 'generic',
    complexity: 'O(1)',
    flags: ['readonly', 'fast'],
    args: { key: key('RO', 'access') },
    reply: answer.duration(),
    run(context, { key }) {
      const { db } = context
      const entry = db.probe(key)
      if (entry === undefined) return NO_KEY
      return entry.expireAt === NO_EXPIRY ? NO_DEADLINE : of(db.expiryOf(entry), context)
    },
  })
}

const TTL_TIPS = ['nondeterministic_output']
const TTL_HISTORY = [['2.8.0', 'The reply -2.']] as const

export const ttl: Command = define(
  {
    name: 'ttl',
    since: '1.0.0',
    summary: 'Tells how many seconds a key still has.',
    tips: TTL_TIPS,
    history: TTL_HISTORY,
    effects: ['clock'],
  },
  (at, context) => seconds(remaining(at, context)),
)

export const pttl: Command = define(
  {
    name: 'pttl',
    since: '2.6.0',
    summary: 'Tells how many milliseconds a key still has.',
    tips: TTL_TIPS,
    history: TTL_HISTORY,
    effects: ['clock'],
  },
  remaining,
)

export const expiretime: Command = define(
  {
    name: 'expiretime',
    since: '7.0.0',
    summary: 'Tells at which Unix time in seconds a key runs out.',
  },
  seconds,
)

export const pexpiretime: Command = define(
  {
    name: 'pexpiretime',
    since: '7.0.0',
    summary: 'Tells at which Unix time in milliseconds a key runs out.',
  },
  (at) => at,
)

export const persist: Command = defineCommand({
  name: 'persist',
  since: '2.2.0',
  group: 'generic',
  summary: 'Takes the deadline of a key away.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: { key: key('RW', 'update') },
  reply: answer.oneOrZero(),
  run({ db }, { key }) {
    const entry = db.write(key)
    if (entry === undefined || entry.expireAt === NO_EXPIRY) return 0
    db.setExpiry(entry, NO_EXPIRY)
    db.changed(key, 'g', 'persist')
    return 1
  },
})
