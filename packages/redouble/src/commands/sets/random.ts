import { integer, key, optional, type Parsed } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { OUT_OF_RANGE_POSITIVE, SYNTAX, unsupported } from '../../command/errors/common.ts'
import { readSignedCount } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import { isInteger, type SetValue } from '../../data/set-value.ts'
import { type Reply, SetReply } from '../../resp/reply.ts'
import { setLimits } from './set-limits.ts'

/** SPOP that leaves at most a fifth of what it takes: the servers build a set of the rest. */
const REBUILD_FACTOR = 5
/** A server would send so many repetitions until its memory ends. */
const MAX_REPETITIONS = 2 ** 24

export const spop: Command = defineCommand({
  name: 'spop',
  since: '1.0.0',
  group: 'set',
  summary: 'Takes members chosen by chance out of a set; an emptied set is removed.',
  complexity: 'O(N), N being the number of members taken',
  flags: ['write', 'fast'],
  tips: ['nondeterministic_output'],
  history: [['3.2.0', 'The argument count.']],
  effects: ['random'],
  args: {
    key: key('RW', 'access', 'delete'),
    count: optional(integer({ since: '3.2.0', min: 0, error: OUT_OF_RANGE_POSITIVE })),
  },
  reply: answer.whenGiven('count', answer.array(answer.bulk()), answer.nullable(answer.bulk())),
  run(context, { key, count }) {
    const { db } = context
    const set = db.writeValue(key, 'set')
    if (set === undefined) return count === undefined ? null : new SetReply([])
    if (count === 0) return new SetReply([])
    const taken = count === undefined ? takeOne(context, set) : takeMany(context, set, count)
    db.changed(key, 's', 'spop')
    db.removeIfEmpty(key, set.size)
    return taken
  },
})

function takeOne({ random }: Context, set: SetValue): string {
  const member = set.randomMember(random)
  set.delete(member)
  return member
}

function takeMany(context: Context, set: SetValue, count: number): SetReply {
  if (count >= set.size) return new SetReply(set.clear())
  const members = set.sample(count, context.random)
  for (const member of members) set.delete(member)
  if (set.encoding === 'hashtable' && set.size * REBUILD_FACTOR <= count) rebuild(context, set)
  return new SetReply(members)
}

/** Redis 7.0 begins with the encoding that suits a member; later versions with a listpack. */
function rebuild(context: Context, set: SetValue): void {
  const isOld = context.profile.quirks.setsWithoutListpack
  const first = set.members()[0]
  set.rebuild(isOld && isInteger(first) ? 'intset' : 'listpack', setLimits(context))
}

const args = {
  key: key('RO', 'access'),
  count: optional(integer({ since: '2.6.0' })),
}

export const srandmember: Command = defineCommand({
  name: 'srandmember',
  since: '1.0.0',
  group: 'set',
  summary: 'Returns members of a set chosen by chance; with repetitions when count is negative.',
  complexity: 'O(N), N being the absolute value of count',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  history: [['2.6.0', 'The argument count.']],
  effects: ['random'],
  args,
  parse(argv): Parsed<typeof args> {
    if (argv.length === 2) return { key: argv[1], count: undefined }
    if (argv.length > 3) throw SYNTAX
    return { key: argv[1], count: readSignedCount(argv[2]) }
  },
  run({ db, random }, { key, count }): Reply {
    const set = db.readValue(key, 'set')
    if (set === undefined) return count === undefined ? null : []
    if (count === undefined) return set.randomMember(random)
    if (count >= set.size) return set.members()
    if (count >= 0) return set.sample(count, random)
    if (-count > MAX_REPETITIONS) return unsupported('SRANDMEMBER with so many repetitions')
    return Array.from({ length: -count }, () => set.randomMember(random))
  },
  reply: answer.whenGiven('count', answer.array(answer.bulk()), answer.nullable(answer.bulk())),
})
