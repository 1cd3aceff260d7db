import { integer, key, option, optional, pattern as glob, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { doubleText } from '../../command/double-reply.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { isAvailable, type Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { scanCollection } from '../../command/scan-collection.ts'
import type { ScanWords } from '../../command/scan-options.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import { formatDouble17 } from '../../kernel/numbers.ts'

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
  run(context) {
    const { profile } = context
    const words: ScanWords = {
      refusesNoValues: profile.quirks.scansKnowNoValues,
      onlyNames: isAvailable(NOSCORES, profile) ? 'NOSCORES' : undefined,
    }
    return scanCollection(context, 'zset', words, (set, cursor, count, visit) => {
      const show = (member: string, score: number): void =>
        visit(member, scanText(set, score, profile))
      if (set.encoding === 'skiplist') return set.scan(cursor, count, show)
      for (const [member, score] of set) show(member, score)
      return 0
    })
  },
})
