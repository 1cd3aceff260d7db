import { bytes, double, key } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { parseLexRange, parseScoreRange } from './score-text.ts'
import { lexSpan, scoreSpan } from './spans.ts'

export const zcount: Command = defineCommand({
  name: 'zcount',
  since: '2.0.0',
  group: 'sorted-set',
  summary: 'Counts the members between two scores.',
  complexity: 'O(log(N)), N being the size of the sorted set.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), min: double(), max: double() },
  reply: answer.integer(),
  parse: byHand,
  run({ argv, db, profile }) {
    const range = parseScoreRange(argv[2], argv[3], profile)
    const set = db.readValue(argv[1], 'zset')
    return set === undefined ? 0 : scoreSpan(set, range).count
  },
})

export const zlexcount: Command = defineCommand({
  name: 'zlexcount',
  since: '2.8.9',
  group: 'sorted-set',
  summary: 'Counts the members between two members, in a sorted set of equal scores.',
  complexity: 'O(log(N)), N being the size of the sorted set.',
  flags: ['readonly', 'fast'],
  args: { key: key('RO', 'access'), min: bytes(), max: bytes() },
  reply: answer.integer(),
  run({ db }, { key, min, max }) {
    const range = parseLexRange(min, max)
    const set = db.readValue(key, 'zset')
    return set === undefined ? 0 : lexSpan(set, range, false).count
  },
})
