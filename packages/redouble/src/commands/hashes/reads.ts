import { bytes, key, multiple } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'

export const hget: Command = defineCommand({
  name: 'hget',
  since: '2.0.0',
  group: 'hash',
  summary: 'Returns the value of a field of a hash.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), field: bytes() },
  reply: answer.nullable(answer.bulk()),
  run({ db }, { key, field }) {
    return db.readValue(key, 'hash')?.get(field) ?? null
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
  run({ db, argv }) {
    const hash = db.readValue(argv[1], 'hash')
    const replies: Reply[] = []
    for (let i = 2; i < argv.length; i++) replies.push(hash?.get(argv[i]) ?? null)
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
  run: ({ db }, { key, field }) => db.readValue(key, 'hash')?.get(field)?.length ?? 0,
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
  run: ({ db }, { key, field }) => (db.readValue(key, 'hash')?.has(field) === true ? 1 : 0),
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
  run: ({ db }, { key }) => db.readValue(key, 'hash')?.fields.slice() ?? [],
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
  run: ({ db }, { key }) => db.readValue(key, 'hash')?.values.slice() ?? [],
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
      for (let i = 0; i < fields.length; i++) entries.push(fields[i], values[i])
    }
    return new MapReply(entries)
  },
})
