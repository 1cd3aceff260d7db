import { block, bytes, double, key, multiple, oneOf, optional, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { scoreOf } from '../../data/geohash.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Reply } from '../../resp/reply.ts'
import { addScored } from '../sorted-sets/add.ts'
import { readPoint } from './values.ts'

/** As ZADD with the points' geohashes as scores, which is what the servers make of it. */
function addPoints(context: Context): Reply {
  const { argv, profile } = context
  let nx = false
  let xx = false
  let first = 2
  for (; first < argv.length; first++) {
    const word = upperAscii(argv[first])
    if (word === 'NX') nx = true
    else if (word === 'XX') xx = true
    else if (word !== 'CH') break
  }
  if ((argv.length - first) % 3 !== 0 || (nx && xx)) throw SYNTAX
  const asScores = ['zadd', ...argv.slice(1, first)]
  for (let i = first; i < argv.length; i += 3) {
    asScores.push(String(scoreOf(readPoint(argv, i, profile))), argv[i + 2])
  }
  return addScored(context, asScores)
}

export const geoadd: Command = defineCommand({
  name: 'geoadd',
  since: '3.2.0',
  group: 'geo',
  summary: 'Puts members at points of the earth, or moves them there.',
  complexity: 'O(log(N)) for each member, N being the size of the sorted set.',
  flags: ['write', 'denyoom'],
  history: [['6.2.0', 'Added the `CH`, `NX` and `XX` options.']],
  args: {
    key: key('RW', 'update'),
    condition: optional(oneOf({ nx: token('NX'), xx: token('XX') }, { since: '6.2.0' })),
    change: optional(token('CH', { since: '6.2.0' })),
    data: multiple(block({ longitude: double(), latitude: double(), member: bytes() })),
  },
  reply: answer.integer('members that were new, and with CH those that moved too'),
  parse: byHand,
  run: addPoints,
})
