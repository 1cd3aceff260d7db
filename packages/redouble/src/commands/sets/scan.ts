import { integer, key, option, optional, pattern } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'
import { parseScanCursor } from '../../command/scan-cursor.ts'
import { parseScanOptions } from '../../command/scan-options.ts'
import { globMatches } from '../../kernel/glob.ts'

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
  /** The cursor is read first, then the key is looked at, then the options are read. */
  parse: keyByHand,
  run({ db, argv, profile }, { key }) {
    const cursor = parseScanCursor(argv[2], profile)
    const set = db.readValue(key, 'set')
    if (set === undefined) return ['0', []]
    const options = parseScanOptions(argv, 3, false, {
      refusesNoValues: profile.quirks.scansKnowNoValues,
    })
    const found: string[] = []
    const next = set.scan(cursor, options.count, (member) => {
      if (options.pattern === null || globMatches(options.pattern, member)) found.push(member)
    })
    return [String(next), found]
  },
})
