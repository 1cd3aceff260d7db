import { integer, key, type Parsed } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { readInteger } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'

export const llen: Command = defineCommand({
  name: 'llen',
  since: '1.0.0',
  group: 'list',
  summary: 'Counts the elements of a list.',
  complexity: 'O(1)',
  flags: ['readonly', 'fast'],
  args: { key: key('RO') },
  reply: answer.integer(),
  run: ({ db }, { key }) => db.readValue(key, 'list')?.length ?? 0,
})

const rangeArgs = { key: key('RO', 'access'), start: integer(), stop: integer() }

export const lrange: Command = defineCommand({
  name: 'lrange',
  since: '1.0.0',
  group: 'list',
  summary: 'Returns the elements between two indexes, both included.',
  complexity: 'O(N), N being the number of elements returned',
  flags: ['readonly'],
  args: rangeArgs,
  reply: answer.array(answer.bulk()),
  parse: (argv): Parsed<typeof rangeArgs> => ({
    key: argv[1],
    start: readInteger(argv[2]),
    stop: readInteger(argv[3]),
  }),
  run({ db }, { key, start, stop }) {
    const list = db.readValue(key, 'list')
    if (list === undefined) return []
    const { length } = list
    const from = start < 0 ? Math.max(0, start + length) : start
    const to = stop < 0 ? stop + length + 1 : Math.min(stop + 1, length)
    return from < to ? list.slice(from, to) : []
  },
})

const indexArgs = { key: key('RO', 'access'), index: integer() }

export const lindex: Command = defineCommand({
  name: 'lindex',
  since: '1.0.0',
  group: 'list',
  summary: 'Returns the element at an index, counted from the tail when negative.',
  complexity: 'O(1)',
  flags: ['readonly'],
  args: indexArgs,
  reply: answer.nullable(answer.bulk()),
  // The index is not looked at when there is no list.
  parse: keyByHand,
  run({ db, argv }, { key }) {
    const list = db.readValue(key, 'list')
    if (list === undefined) return null
    const index = readInteger(argv[2])
    const position = index < 0 ? index + list.length : index
    return position >= 0 && position < list.length ? list.at(position) : null
  },
})
