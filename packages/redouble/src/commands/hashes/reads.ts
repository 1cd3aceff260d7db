import { bytes, key, multiple } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'
import { expireAsked, expireAskedByMany, FIELDS, livingSlots } from './due-fields.ts'

/** The value of one field, which is the third word. */
function valueOf(context: Context, key: string, field: string): string | undefined {
  const { db } = context
  const hash = db.readValue(key, 'hash')
  if (hash === undefined) return undefined
  if (!hash.hasDeadlines) return hash.get(field)
  expireAsked(context, key, hash, FIELDS)
  return db.fieldOf(hash, field)
}

export const hget: Command = defineCommand({
  name: 'hget',
  since: '2.0.0',
  group: 'hash',
  summary: 'Returns the value of a field of a hash.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), field: bytes() },
  reply: answer.nullable(answer.bulk()),
  run(context, { key, field }) {
    return valueOf(context, key, field) ?? null
  },
})

export const hmget: Command = defineCommand({
  name: 'hmget',
  since: '2.0.0',
  group: 'hash',
  summary: 'Returns the values of several fields of a hash, null where there is none.',
  complexity: 'O(N) where N is the number of fields being requested.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), field: multiple(bytes()) },
  reply: answer.array(answer.nullable(answer.bulk())),
  parse: byHand,
  run(context) {
    const { argv, db } = context
    const hash = db.readValue(argv[1], 'hash')
    if (hash?.hasDeadlines) expireAskedByMany(context, argv[1], hash)
    const replies: Reply[] = []
    for (let i = 2; i < argv.length; i++) {
      replies.push((hash === undefined ? undefined : db.fieldOf(hash, argv[i])) ?? null)
    }
    return replies
  },
})

export const hlen: Command = defineCommand({
  name: 'hlen',
  since: '2.0.0',
  group: 'hash',
  summary: 'Counts the fields of a hash.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  reply: answer.integer(),
  run: ({ db }, { key }) => db.readValue(key, 'hash')?.size ?? 0,
})

export const hstrlen: Command = defineCommand({
  name: 'hstrlen',
  since: '3.2.0',
  group: 'hash',
  summary: 'Returns the length of the value of a field in bytes.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO'), field: bytes() },
  reply: answer.integer(),
  run: (context, { key, field }) => valueOf(context, key, field)?.length ?? 0,
})

export const hexists: Command = defineCommand({
  name: 'hexists',
  since: '2.0.0',
  group: 'hash',
  summary: 'Tells whether a hash has a field.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO'), field: bytes() },
  reply: answer.oneOrZero(),
  run: (context, { key, field }) => (valueOf(context, key, field) === undefined ? 0 : 1),
})

export const hkeys: Command = defineCommand({
  name: 'hkeys',
  since: '2.0.0',
  group: 'hash',
  summary: 'Returns the fields of a hash.',
  complexity: 'O(N) where N is the size of the hash.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { key: key('RO', 'access') },
  reply: answer.array(answer.bulk()),
  run({ db }, { key }) {
    const hash = db.readValue(key, 'hash')
    if (hash === undefined) return []
    const { fields } = hash
    return hash.hasDeadlines
      ? livingSlots(hash, db.now).map((slot) => fields[slot])
      : fields.slice()
  },
})

export const hvals: Command = defineCommand({
  name: 'hvals',
  since: '2.0.0',
  group: 'hash',
  summary: 'Returns the values of a hash.',
  complexity: 'O(N) where N is the size of the hash.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { key: key('RO', 'access') },
  reply: answer.array(answer.bulk()),
  run({ db }, { key }) {
    const hash = db.readValue(key, 'hash')
    if (hash === undefined) return []
    const { values } = hash
    return hash.hasDeadlines
      ? livingSlots(hash, db.now).map((slot) => values[slot])
      : values.slice()
  },
})

export const hgetall: Command = defineCommand({
  name: 'hgetall',
  since: '2.0.0',
  group: 'hash',
  summary: 'Returns the fields and values of a hash.',
  complexity: 'O(N) where N is the size of the hash.',
  flags: ['readonly'],
  tips: ['nondeterministic_output_order'],
  args: { key: key('RO', 'access') },
  reply: answer.map(answer.bulk()),
  run({ db }, { key }) {
    const hash = db.readValue(key, 'hash')
    const entries: Reply[] = []
    if (hash !== undefined) {
      const { fields, values } = hash
      if (hash.hasDeadlines) {
        for (const slot of livingSlots(hash, db.now)) entries.push(fields[slot], values[slot])
        return new MapReply(entries)
      }
      for (let i = 0; i < fields.length; i++) entries.push(fields[i], values[i])
    }
    return new MapReply(entries)
  },
})
