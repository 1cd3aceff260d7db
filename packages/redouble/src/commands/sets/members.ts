import { bytes, key, multiple } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { SetValue } from '../../data/set-value.ts'
import { SetReply } from '../../resp/reply.ts'
import { setLimits } from './set-limits.ts'

const keyAndMembers = (argv: readonly string[]): { key: string; member: string[] } => ({
  key: argv[1],
  member: argv.slice(2),
})

export const sadd: Command = defineCommand({
  name: 'sadd',
  since: '1.0.0',
  group: 'set',
  summary: 'Adds members to a set; creates the set if absent.',
  complexity: 'O(1) for each member, so O(N) for N of them',
  flags: ['write', 'denyoom', 'fast'],
  history: [['2.4.0', 'Several members at once.']],
  args: { key: key('RW', 'insert'), member: multiple(bytes()) },
  reply: answer.integer(),
  parse: keyAndMembers,
  run(context, { key, member }) {
    const { db, profile } = context
    const limits = setLimits(context)
    const stored = db.writeValue(key, 'set')
    // Redis 7.0 does not look ahead at how many members come.
    const count = profile.quirks.setsWithoutListpack ? 1 : member.length
    const set = stored ?? SetValue.for(member[0], count, limits)
    if (stored !== undefined) set.expect(count, limits)
    let added = 0
    for (const one of member) if (set.add(one, limits)) added++
    if (added === 0) return 0
    if (stored === undefined) db.put(key, 'set', set)
    db.changed(key, 's', 'sadd')
    return added
  },
})

export const srem: Command = defineCommand({
  name: 'srem',
  since: '1.0.0',
  group: 'set',
  summary: 'Removes members from a set; an emptied set is removed.',
  complexity: 'O(N), N being the number of members given',
  flags: ['write', 'fast'],
  history: [['2.4.0', 'Several members at once.']],
  args: { key: key('RW', 'delete'), member: multiple(bytes()) },
  reply: answer.integer(),
  parse: keyAndMembers,
  run({ db }, { key, member }) {
    const set = db.writeValue(key, 'set')
    if (set === undefined) return 0
    let removed = 0
    for (const one of member) if (set.delete(one)) removed++
    if (removed === 0) return 0
    db.changed(key, 's', 'srem')
    db.removeIfEmpty(key, set.size)
    return removed
  },
})

export const smove: Command = defineCommand({
  name: 'smove',
  since: '1.0.0',
  group: 'set',
  summary: 'Moves a member from one set to another.',
  complexity: 'O(1)',
  flags: ['write', 'fast'],
  args: {
    source: key('RW', 'access', 'delete'),
    destination: key('RW', 'insert'),
    member: bytes(),
  },
  reply: answer.oneOrZero(),
  run(context, { source, destination, member }) {
    const { db } = context
    const from = db.writeValue(source, 'set')
    if (from === undefined) return 0
    const to = db.writeValue(destination, 'set')
    if (from === to) return from.has(member) ? 1 : 0
    if (!from.delete(member)) return 0
    db.changed(source, 's', 'srem')
    db.removeIfEmpty(source, from.size)
    const limits = setLimits(context)
    const receiver = to ?? SetValue.for(member, 1, limits)
    const isAdded = receiver.add(member, limits)
    if (to === undefined) db.put(destination, 'set', receiver)
    if (isAdded) db.changed(destination, 's', 'sadd')
    return 1
  },
})

export const scard: Command = defineCommand({
  name: 'scard',
  since: '1.0.0',
  group: 'set',
  summary: 'Counts the members of a set.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  reply: answer.integer(),
  run: ({ db }, { key }) => db.readValue(key, 'set')?.size ?? 0,
})

export const sismember: Command = defineCommand({
  name: 'sismember',
  since: '1.0.0',
  group: 'set',
  summary: 'Tells whether a set has a member.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO'), member: bytes() },
  reply: answer.oneOrZero(),
  run: ({ db }, { key, member }) => (db.readValue(key, 'set')?.has(member) === true ? 1 : 0),
})

export const smismember: Command = defineCommand({
  name: 'smismember',
  since: '6.2.0',
  group: 'set',
  summary: 'Tells of each of several members whether a set has it.',
  complexity: 'O(N), N being the number of members given',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), member: multiple(bytes()) },
  reply: answer.array(answer.oneOrZero()),
  parse: keyAndMembers,
  run({ db }, { key, member }) {
    const set = db.readValue(key, 'set')
    return member.map((one) => (set?.has(one) === true ? 1 : 0))
  },
})

export const smembers: Command = defineCommand({
  name: 'smembers',
  since: '1.0.0',
  group: 'set',
  summary: 'Returns all members of a set.',
  complexity: 'O(N), N being the size of the set',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { key: key('RO', 'access') },
  reply: answer.array(answer.bulk()),
  run: ({ db }, { key }) => new SetReply(db.readValue(key, 'set')?.members() ?? []),
})
