import {
  block,
  bytes,
  double,
  integer,
  key,
  multiple,
  oneOf,
  optional,
  token,
} from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { doubleReply } from '../../command/double-reply.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import {
  GT_WITH_LT_OR_NX,
  INCR_WITH_SEVERAL,
  SCORE_IS_NAN,
  XX_WITH_NX,
} from '../../command/errors/sorted-set.ts'
import * as answer from '../../command/reply-types.ts'
import { SortedSetValue } from '../../data/sorted-set-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import type { Reply } from '../../resp/reply.ts'
import { parseScore } from './score-text.ts'

/** ZADD's options, and where the first pair begins. */
interface AddOptions {
  nx: boolean
  xx: boolean
  gt: boolean
  lt: boolean
  ch: boolean
  incr: boolean
  first: number
}

function readOptions(argv: readonly string[], first: number): AddOptions {
  const options = { nx: false, xx: false, gt: false, lt: false, ch: false, incr: false, first }
  for (; options.first < argv.length; options.first++) {
    switch (upperAscii(argv[options.first])) {
      case 'NX':
        options.nx = true
        break
      case 'XX':
        options.xx = true
        break
      case 'GT':
        options.gt = true
        break
      case 'LT':
        options.lt = true
        break
      case 'CH':
        options.ch = true
        break
      case 'INCR':
        options.incr = true
        break
      default:
        return options
    }
  }
  return options
}

function checkOptions({ nx, xx, gt, lt, incr, first }: AddOptions, argc: number): void {
  const words = argc - first
  if (words === 0 || words % 2 !== 0) throw SYNTAX
  if (nx && xx) throw XX_WITH_NX
  if ((gt && nx) || (lt && nx) || (gt && lt)) throw GT_WITH_LT_OR_NX
  if (incr && words > 2) throw INCR_WITH_SEVERAL
}

/** The set under the key, created unless `mustExist`; undefined when it is absent then. */
function openSet(
  { config, db, profile }: Context,
  argv: readonly string[],
  options: AddOptions,
): SortedSetValue | undefined {
  const { first } = options
  const key = argv[1]
  const found = db.writeValue(key, 'zset')
  if (found === undefined && options.xx) return undefined
  const pairs = profile.quirks.zaddIgnoresPairCount ? 1 : (argv.length - first) / 2
  const set = found ?? new SortedSetValue(pairs <= config.zsetMaxListpackEntries)
  if (found === undefined) db.put(key, 'zset', set)
  const looksAtAll = profile.quirks.zaddConvertsFirst
  if (set.encoding === 'listpack' && (looksAtAll || found === undefined)) {
    const end = looksAtAll ? argv.length : first + 2
    for (let i = first + 1; i < end; i += 2) {
      if (argv[i].length > config.zsetMaxListpackValue) set.becomeSkiplist()
    }
  }
  return set
}

/** ZADD and ZINCRBY once argv is understood: all scores are read before the key is looked at. */
function add(context: Context, argv: readonly string[], options: AddOptions): Reply {
  const { config, db, profile } = context
  const { first, incr } = options
  const key = argv[1]
  const scores: number[] = []
  for (let i = first; i < argv.length; i += 2) scores.push(parseScore(argv[i], profile))
  const set = openSet(context, argv, options)
  if (set === undefined) return incr ? null : 0
  let added = 0
  let changed = 0
  let result: number | null = null
  for (let i = 0; i < scores.length; i++) {
    const member = argv[first + 1 + 2 * i]
    const current = set.score(member)
    const score = current === undefined ? scores[i] : nextScore(current, scores[i], options)
    if (score === null || (current === undefined && options.xx)) continue
    result = score
    if (score === current) continue
    set.set(member, score, config)
    if (current === undefined) added++
    else changed++
  }
  if (added + changed > 0) db.changed(key, 'z', incr ? 'zincr' : 'zadd')
  if (incr) return result === null ? null : doubleReply(result, profile)
  return options.ch ? added + changed : added
}

/** The score that a member is to have, null when the options forbid to change it. */
function nextScore(current: number, given: number, options: AddOptions): number | null {
  if (options.nx) return null
  const score = options.incr ? current + given : given
  if (Number.isNaN(score)) throw SCORE_IS_NAN
  if ((options.gt && score <= current) || (options.lt && score >= current)) return null
  return score
}

/** ZADD of this argv, which GEOADD makes of its own. */
export function addScored(context: Context, argv: readonly string[]): Reply {
  const options = readOptions(argv, 2)
  checkOptions(options, argv.length)
  return add(context, argv, options)
}

export const zadd: Command = defineCommand({
  name: 'zadd',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Gives members of a sorted set their scores, adding those that are new.',
  complexity: 'O(log(N)) for each member, N being the size of the sorted set.',
  flags: ['write', 'denyoom', 'fast'],
  history: [
    ['2.4.0', 'Accepts multiple elements.'],
    ['3.0.2', 'Added the `XX`, `NX`, `CH` and `INCR` options.'],
    ['6.2.0', 'Added the `GT` and `LT` options.'],
  ],
  args: {
    key: key('RW', 'update'),
    condition: optional(oneOf({ nx: token('NX'), xx: token('XX') }, { since: '3.0.2' })),
    comparison: optional(oneOf({ gt: token('GT'), lt: token('LT') }, { since: '6.2.0' })),
    change: optional(token('CH', { since: '3.0.2' })),
    increment: optional(token('INCR', { since: '3.0.2' })),
    data: multiple(block({ score: double(), member: bytes() })),
  },
  reply: answer.whenGiven('incr', answer.nullable(answer.double()), answer.integer()),
  parse: byHand,
  run: (context) => addScored(context, context.argv),
})

const INCREMENT: AddOptions = {
  nx: false,
  xx: false,
  gt: false,
  lt: false,
  ch: false,
  incr: true,
  first: 2,
}

export const zincrby: Command = defineCommand({
  name: 'zincrby',
  since: '1.2.0',
  group: 'sorted-set',
  summary: 'Adds to the score of a member, which begins at 0.',
  complexity: 'O(log(N)), N being the size of the sorted set.',
  flags: ['write', 'denyoom', 'fast'],
  // The documentation calls the increment an integer; it is a double.
  args: { key: key('RW', 'access', 'update'), increment: integer(), member: bytes() },
  reply: answer.double(),
  parse: byHand,
  run: (context) => add(context, context.argv, INCREMENT),
})
