import { bytes, integer, optional, option, pattern, type Parsed } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { in70 } from '../../command/describe/differences.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { NOVALUES_OUTSIDE_HSCAN, unknownTypeName } from '../../command/errors/keys.ts'
import * as answer from '../../command/reply-types.ts'
import { parseScanCursor } from '../../command/scan-cursor.ts'
import { readScanCount } from '../../command/scan-options.ts'
import type { Entry } from '../../data/entry.ts'
import { lowerAscii, upperAscii } from '../../kernel/bytes.ts'
import { globMatches } from '../../kernel/glob.ts'

const DEFAULT_COUNT = 10
const TYPE_NAMES = new Set(['string', 'list', 'set', 'zset', 'hash', 'stream'])

const args = {
  cursor: integer(),
  pattern: optional(option('MATCH', pattern())),
  count: optional(option('COUNT', integer())),
  type: optional(option('TYPE', bytes({ since: '6.0.0' }))),
}

/** Options may repeat, and the last of them counts; the cursor is looked at before them. */
function parse(argv: readonly string[], { profile }: Context): Parsed<typeof args> {
  const options: Parsed<typeof args> = {
    cursor: parseScanCursor(argv[1], profile),
    pattern: undefined,
    count: undefined,
    type: undefined,
  }
  for (let i = 2; i < argv.length; i += 2) {
    const word = upperAscii(argv[i])
    if (word === 'NOVALUES' && profile.quirks.scansKnowNoValues) throw NOVALUES_OUTSIDE_HSCAN
    if (i + 1 === argv.length) throw SYNTAX
    const value = argv[i + 1]
    if (word === 'COUNT') options.count = readScanCount(value)
    else if (word === 'MATCH') options.pattern = value
    else if (word === 'TYPE') {
      options.type = lowerAscii(value)
      if (profile.quirks.scanChecksTypeName && !TYPE_NAMES.has(options.type)) {
        throw unknownTypeName(value)
      }
    } else throw SYNTAX
  }
  return options
}

export const scan: Command = defineCommand({
  name: 'scan',
  since: '2.8.0',
  group: 'generic',
  summary: 'Walks through the keys of the database step by step.',
  complexity: 'O(1) for a step, O(N) for the whole walk',
  flags: ['readonly'],
  tips: ['nondeterministic_output', 'request_policy:special', 'response_policy:special'],
  differsIn: in70({ tips: ['nondeterministic_output', 'request_policy:special'] }),
  history: [['6.0.0', 'The option TYPE.']],
  effects: ['keyspace'],
  args,
  parse,
  run(context, { cursor, pattern, count = DEFAULT_COUNT, type }) {
    const found: string[] = []
    const next = context.db.scan(cursor, count, (entry) => {
      if (pattern !== undefined && !globMatches(pattern, entry.key)) return
      if (type === undefined ? isAlive(context, entry) : isOfType(context, entry, type)) {
        found.push(entry.key)
      }
    })
    return [String(next), found]
  },
  reply: answer.tuple({ cursor: answer.bulk(), keys: answer.array(answer.bulk()) }),
})

/** Keys that a step comes across are removed when they have expired. */
function isAlive({ db }: Context, entry: Entry): boolean {
  return db.find(entry.key) !== undefined
}

/** Redis looks the key up to see its type, which expires and counts it; Valkey looks first. */
function isOfType(context: Context, entry: Entry, type: string): boolean {
  const { db, profile } = context
  if (profile.quirks.scanLooksUpType === 'no') return entry.type === type && isAlive(context, entry)
  return db.probe(entry.key, profile.quirks.scanLooksUpType === 'quietly')?.type === type
}
