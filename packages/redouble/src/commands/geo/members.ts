import { bytes, key, multiple, optional } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import * as answer from '../../command/reply-types.ts'
import { geohashText, pointOf } from '../../data/geohash.ts'
import { distanceBetween } from '../../data/geohash-distance.ts'
import { NULL_ARRAY } from '../../resp/reply.ts'
import { coordinatesReply, distanceText, POSITION, readUnit, UNIT } from './values.ts'

export const geodist: Command = defineCommand({
  name: 'geodist',
  since: '3.2.0',
  group: 'geo',
  summary: 'Returns how far two members are from each other.',
  complexity: 'O(1)',
  flags: ['readonly'],
  args: {
    key: key('RO', 'access'),
    member1: bytes(),
    member2: bytes(),
    unit: optional(UNIT),
  },
  reply: answer.nullable(answer.bulk('the distance with four decimals')),
  parse: byHand,
  run({ argv, db, profile }) {
    if (argv.length > 5) throw SYNTAX
    const unit = argv.length === 5 ? readUnit(argv[4]) : 1
    const set = db.readValue(argv[1], 'zset')
    const from = set?.score(argv[2])
    const to = set?.score(argv[3])
    if (from === undefined || to === undefined) return null
    return distanceText(distanceBetween(pointOf(from), pointOf(to)) / unit, profile)
  },
})

export const geohash: Command = defineCommand({
  name: 'geohash',
  since: '3.2.0',
  group: 'geo',
  summary: 'Returns where members are as the geohashes that other systems know.',
  complexity: 'O(1) for each member.',
  flags: ['readonly'],
  args: { key: key('RO', 'access'), member: optional(multiple(bytes())) },
  reply: answer.array(answer.nullable(answer.bulk())),
  run({ db }, { key, member }) {
    const set = db.readValue(key, 'zset')
    return (member ?? []).map((one) => {
      const score = set?.score(one)
      return score === undefined ? null : geohashText(pointOf(score))
    })
  },
})

export const geopos: Command = defineCommand({
  name: 'geopos',
  since: '3.2.0',
  group: 'geo',
  summary: 'Returns the longitude and the latitude of members.',
  complexity: 'O(1) for each member.',
  flags: ['readonly'],
  args: { key: key('RO', 'access'), member: optional(multiple(bytes())) },
  reply: answer.array(answer.nullable(POSITION)),
  run({ db, profile }, { key, member }) {
    const set = db.readValue(key, 'zset')
    return (member ?? []).map((one) => {
      const score = set?.score(one)
      return score === undefined ? NULL_ARRAY : coordinatesReply(pointOf(score), profile)
    })
  },
})
