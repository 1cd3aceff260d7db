import { key } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, type CommandSpec, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { type Int64, narrow } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'
import { deadlinesChanged } from './due-fields.ts'
import { FIELDS_ARG, OF_READS, OF_REMOVALS, readFields } from './field-arguments.ts'

const NO_FIELD = -2
const NO_DEADLINE = -1
const PERSISTED = 1

/** Where the fields begin, which Redis reads behind the look at the key, Valkey before. */
function fieldsBeforeKey(context: Context): number {
  return context.profile.quirks.readsFieldsBeforeKey ? readFields(context, 2, OF_READS) : 0
}

function deadlines(context: Context, of: (at: Int64, context: Context) => Int64): Reply {
  const { argv, db, now } = context
  const early = fieldsBeforeKey(context)
  const hash = db.readValue(argv[1], 'hash')
  const from = early || readFields(context, 2, OF_READS)
  const replies: Reply[] = []
  for (let i = from; i < argv.length; i++) {
    const at = hash?.deadlineOf(argv[i])
    if (hash === undefined || !hash.has(argv[i]) || (at !== undefined && at <= now)) {
      replies.push(NO_FIELD)
    } else replies.push(at === undefined ? NO_DEADLINE : of(at, context))
  }
  return replies
}

/** To whole seconds, up from a half or from anything. */
function seconds(ms: Int64, { profile }: Context): Int64 {
  const more = profile.quirks.fieldSecondsRoundUp ? 999 : 500
  if (typeof ms === 'number') return Math.floor((ms + more) / 1000)
  return narrow((ms + BigInt(more)) / 1000n)
}

function remaining(at: Int64, { now }: Context): Int64 {
  return typeof at === 'number' ? at - now : narrow(at - BigInt(now))
}

function define(
  spec: Pick<CommandSpec, 'name' | 'summary' | 'tips' | 'effects'>,
  of: (at: Int64, context: Context) => Int64,
): Command {
  return defineCommand({
    ...spec,
    since: '7.4.0',
    valkeySince: '9.0.0',
    group: 'hash',
    complexity: 'O(N) where N is the number of fields',
    flags: ['readonly', 'fast'],
    differsIn: ({ flavour }) => (flavour === 'valkey' ? { tips: [] } : undefined),
    args: { key: key('RO', 'access'), fields: FIELDS_ARG },
    reply: answer.array(answer.duration()),
    parse: byHand,
    run: (context) => deadlines(context, of),
  })
}

const TTL_TIPS = ['nondeterministic_output']

export const httl: Command = define(
  {
    name: 'httl',
    summary: 'Tells how many seconds fields of a hash still have.',
    tips: TTL_TIPS,
    effects: ['clock'],
  },
  (at, context) => seconds(remaining(at, context), context),
)

export const hpttl: Command = define(
  {
    name: 'hpttl',
    summary: 'Tells how many milliseconds fields of a hash still have.',
    tips: TTL_TIPS,
    effects: ['clock'],
  },
  remaining,
)

export const hexpiretime: Command = define(
  {
    name: 'hexpiretime',
    summary: 'Tells at which Unix time in seconds fields of a hash run out.',
    effects: ['clock'],
  },
  seconds,
)

export const hpexpiretime: Command = define(
  {
    name: 'hpexpiretime',
    summary: 'Tells at which Unix time in milliseconds fields of a hash run out.',
    effects: ['clock'],
  },
  (at) => at,
)

export const hpersist: Command = defineCommand({
  name: 'hpersist',
  since: '7.4.0',
  valkeySince: '9.0.0',
  group: 'hash',
  summary: 'Takes the deadlines of fields of a hash away.',
  complexity: 'O(N) where N is the number of fields',
  flags: ['write', 'fast'],
  effects: ['clock'],
  args: { key: key('RW', 'update'), fields: FIELDS_ARG },
  reply: answer.array(answer.integer()),
  parse: byHand,
  run(context) {
    const { argv, db, now, profile } = context
    const isEarly = profile.quirks.readsFieldsBeforeKey
    const early = isEarly ? readFields(context, 2, OF_REMOVALS) : 0
    const hash = db.writeValue(argv[1], 'hash')
    const from = early || readFields(context, 2, OF_REMOVALS)
    const results: number[] = []
    for (let i = from; i < argv.length; i++) {
      const field = argv[i]
      if (hash === undefined || !hash.has(field) || hash.isDue(field, now)) results.push(NO_FIELD)
      else results.push(hash.persist(field) ? PERSISTED : NO_DEADLINE)
    }
    if (results.includes(PERSISTED)) {
      db.changed(argv[1], 'h', 'hpersist')
      deadlinesChanged(context, argv[1])
    }
    return results
  },
})
