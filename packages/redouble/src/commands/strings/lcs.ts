import { integer, key, option, optional, token } from '../../command/args.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { LCS_LEN_AND_IDX, LCS_NOT_STRINGS, LCS_TOO_LARGE } from '../../command/errors/string.ts'
import { readInt64 } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { Entry } from '../../data/entry.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import {
  type CommonSubsequence,
  longestCommonSubsequence,
} from '../../kernel/longest-common-subsequence.ts'
import { MapReply, type Reply } from '../../resp/reply.ts'

function textOf(entry: Entry | undefined): string {
  if (entry === undefined) return ''
  if (entry.type !== 'string') throw LCS_NOT_STRINGS
  return stringText(entry.value as StringValue)
}

interface LcsOptions {
  len: boolean
  idx: boolean
  minMatchLen: number
  withMatchLen: boolean
}

/** Options may be repeated, the last one counting. */
function lcsOptions(argv: readonly string[]): LcsOptions {
  const options: LcsOptions = { len: false, idx: false, minMatchLen: 0, withMatchLen: false }
  for (let i = 3; i < argv.length; i++) {
    switch (upperAscii(argv[i])) {
      case 'LEN':
        options.len = true
        break
      case 'IDX':
        options.idx = true
        break
      case 'WITHMATCHLEN':
        options.withMatchLen = true
        break
      case 'MINMATCHLEN': {
        if (i + 1 >= argv.length) throw SYNTAX
        const value = readInt64(argv[++i])
        options.minMatchLen = Number(value)
        break
      }
      default:
        throw SYNTAX
    }
  }
  if (options.len && options.idx) throw LCS_LEN_AND_IDX
  return options
}

function matches(found: CommonSubsequence, options: LcsOptions): Reply {
  const replies: Reply[] = []
  for (const { aStart, aEnd, bStart, bEnd } of found.runs) {
    const length = aEnd - aStart + 1
    if (length < options.minMatchLen) continue
    const ranges: Reply[] = [
      [aStart, aEnd],
      [bStart, bEnd],
    ]
    if (options.withMatchLen) ranges.push(length)
    replies.push(ranges)
  }
  return new MapReply(['matches', replies, 'len', found.length])
}

export const lcs: Command = defineCommand({
  name: 'lcs',
  since: '7.0.0',
  group: 'string',
  summary: 'Finds the longest common subsequence of two strings.',
  complexity: 'O(N*M) where N and M are the lengths of s1 and s2, respectively',
  flags: ['readonly'],
  args: {
    key1: key('RO', 'access'),
    key2: key('RO', 'access'),
    len: optional(token('LEN')),
    idx: optional(token('IDX')),
    minMatchLen: optional(option('MINMATCHLEN', integer())),
    withmatchlen: optional(token('WITHMATCHLEN')),
  },
  reply: answer.whenGiven(
    'len',
    answer.integer(),
    answer.whenGiven(
      'idx',
      answer.record({
        matches: answer.array(
          answer.array(answer.anyOf(answer.array(answer.integer()), answer.integer())),
        ),
        len: answer.integer(),
      }),
      answer.bulk(),
    ),
  ),
  /** Redis looks at the keys' types before it reads the options. */
  parse: (argv) => ({ key1: argv[1], key2: argv[2] }),
  run({ db, argv, config }, { key1, key2 }) {
    // Both are looked up, and missed, before a type is looked at.
    const first = db.read(key1)
    const second = db.read(key2)
    const a = textOf(first)
    const b = textOf(second)
    const options = lcsOptions(argv)
    if (4 * (a.length + 1) * (b.length + 1) > config.protoMaxBulkLen) throw LCS_TOO_LARGE
    const found = longestCommonSubsequence(a, b)
    if (options.idx) return matches(found, options)
    return options.len ? found.length : found.text
  },
})
