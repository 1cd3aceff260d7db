import { integer, key, option, optional, pattern, token } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { isAvailable } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { parseScanCursor } from '../../command/scan-cursor.ts'
import { parseScanOptions } from '../../command/scan-options.ts'
import { globMatches } from '../../kernel/glob.ts'
import type { Reply } from '../../resp/reply.ts'

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
  /** The cursor is read first, then the key is looked at, then the options are read. */
  parse: keyByHand,
  run({ db, argv, profile }, { key }) {
    const cursor = parseScanCursor(argv[2], profile)
    const hash = db.readValue(key, 'hash')
    if (hash === undefined) return ['0', []]
    const options = parseScanOptions(argv, 3, isAvailable(NOVALUES, profile))
    const found: Reply[] = []
    const next = hash.scan(cursor, options.count, (field, value) => {
      if (options.pattern !== null && !globMatches(options.pattern, field)) return
      if (options.noValues) found.push(field)
      else found.push(field, value)
    })
    return [String(next), found]
  },
})
