import { integer, key, option, optional, pattern } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { scanCollection } from '../../command/scan-collection.ts'

export const sscan: Command = defineCommand({
  name: 'sscan',
  since: '2.8.0',
  group: 'set',
  summary: 'Walks through the members of a set in steps.',
  complexity: 'O(1) for a step, O(N) for the whole walk',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  args: {
    key: key('RO', 'access'),
    cursor: integer(),
    pattern: optional(option('MATCH', pattern())),
    count: optional(option('COUNT', integer())),
  },
  reply: answer.tuple({ cursor: answer.bulk(), members: answer.array(answer.bulk()) }),
  parse: byHand,
  run(context) {
    const { scansKnowNoValues: refusesNoValues } = context.profile.quirks
    return scanCollection(context, 'set', { refusesNoValues }, (set, cursor, count, visit) =>
      set.scan(cursor, count, visit),
    )
  },
})
