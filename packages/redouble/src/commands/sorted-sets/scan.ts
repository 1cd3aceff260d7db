import { integer, key, option, optional, pattern as glob, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { doubleText } from '../../command/double-reply.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { isAvailable, type Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { parseScanCursor } from '../../command/scan-cursor.ts'
import { parseScanOptions } from '../../command/scan-options.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import { globMatches } from '../../kernel/glob.ts'
import { formatDouble17 } from '../../kernel/numbers.ts'
import type { Reply } from '../../resp/reply.ts'

const NOSCORES = { since: 'never', valkeySince: '8.0.0', isSinceHidden: true } as const

/**
 * A score as ZSCAN shows it: the text that a listpack keeps, or `%.17g` of a skiplist's double,
 * whatever the other commands of the version print.
 */
function scanText(set: SortedSetValue, score: number, profile: Profile): string {
  if (set.encoding === 'listpack') {
    return Number.isInteger(score) && Math.abs(score) <= 2 ** 62
      ? String(BigInt(score))
      : doubleText(score, profile)
  }
  return formatDouble17(score)
}

export const zscan: Command = defineCommand({
  name: 'zscan',
  since: '2.8.0',
  group: 'sorted-set',
  summary: 'Walks through the members and scores of a sorted set in steps.',
  complexity: 'O(1) for every call. O(N) for a complete iteration, N being the size of the set.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: {
    key: key('RO', 'access'),
    cursor: integer(),
    pattern: optional(option('MATCH', glob())),
    count: optional(option('COUNT', integer())),
    noscores: optional(token('NOSCORES', NOSCORES)),
  },
  reply: answer.tuple({ cursor: answer.bulk(), entries: answer.array(answer.bulk()) }),
  parse: byHand,
  run({ argv, db, profile }) {
    const cursor = parseScanCursor(argv[2], profile)
    const set = db.readValue(argv[1], 'zset')
    if (set === undefined) return ['0', []]
    const { count, noValues, pattern } = parseScanOptions(argv, 3, false, {
      refusesNoValues: profile.quirks.scansKnowNoValues,
      takesNoScores: isAvailable(NOSCORES, profile),
    })
    const found: Reply[] = []
    const visit = (member: string, score: number): void => {
      if (pattern !== null && !globMatches(pattern, member)) return
      if (noValues) found.push(member)
      else found.push(member, scanText(set, score, profile))
    }
    if (set.encoding === 'skiplist') return [String(set.scan(cursor, count, visit)), found]
    for (const [member, score] of set) visit(member, score)
    return ['0', found]
  },
})
