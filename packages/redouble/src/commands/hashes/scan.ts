import { integer, key, option, optional, pattern, token } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { isAvailable } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { scanCollection } from '../../command/scan-collection.ts'

const NOVALUES = { since: '7.4.0', valkeySince: '8.0.0' } as const

export const hscan: Command = defineCommand({
  name: 'hscan',
  since: '2.8.0',
  group: 'hash',
  summary: 'Walks through the fields of a hash in steps.',
  complexity: 'O(1) for every call. O(N) for a complete iteration, N being the size of the hash.',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: {
    key: key('RO', 'access'),
    cursor: integer(),
    pattern: optional(option('MATCH', pattern())),
    count: optional(option('COUNT', integer())),
    novalues: optional(token('NOVALUES', { ...NOVALUES, isSinceHidden: true })),
  },
  reply: answer.tuple({ cursor: answer.bulk(), entries: answer.array(answer.bulk()) }),
  parse: byHand,
  run(context) {
    const onlyNames = isAvailable(NOVALUES, context.profile) ? 'NOVALUES' : undefined
    const { now } = context.db
    return scanCollection(context, 'hash', { onlyNames }, (hash, cursor, count, visit) => {
      if (!hash.hasDeadlines) return hash.scan(cursor, count, visit)
      return hash.scan(cursor, count, (field, value) => {
        if (!hash.isDue(field, now)) visit(field, value)
      })
    })
  },
})
