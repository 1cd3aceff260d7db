import { bytes, integer, key, option, optional, type Parsed } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { SYNTAX } from '../../command/errors/common.ts'
import { COUNT_NEGATIVE, MAXLEN_NEGATIVE, RANK_ZERO } from '../../command/errors/list.ts'
import { readSignedCount } from '../../command/read-integer.ts'
import * as answer from '../../command/reply-types.ts'
import type { ListValue } from '../../data/list-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MIN, parseInt64 } from '../../kernel/numbers.ts'
import type { ErrorReply } from '../../resp/reply.ts'

const args = {
  key: key('RO', 'access'),
  element: bytes(),
  rank: optional(option('RANK', integer())),
  numMatches: optional(option('COUNT', integer())),
  len: optional(option('MAXLEN', integer())),
}

/** Options come in any order and may repeat; the last of each counts. */
function parse(argv: readonly string[], { profile }: Context): Parsed<typeof args> {
  const parsed: Parsed<typeof args> = {
    key: argv[1],
    element: argv[2],
    rank: undefined,
    numMatches: undefined,
    len: undefined,
  }
  for (let i = 3; i < argv.length; i += 2) {
    if (i + 1 === argv.length) throw SYNTAX
    const value = argv[i + 1]
    const word = upperAscii(argv[i])
    if (word === 'RANK') parsed.rank = parseRank(value, profile.quirks.acceptsLeastInteger)
    else if (word === 'COUNT') parsed.numMatches = parsePositive(value, COUNT_NEGATIVE)
    else if (word === 'MAXLEN') parsed.len = parsePositive(value, MAXLEN_NEGATIVE)
    else throw SYNTAX
  }
  return parsed
}

function parseRank(text: string, acceptsLeast: boolean): number {
  // Redis 7.0 negates it into itself, finds every match good enough, and begins at the tail.
  if (acceptsLeast && parseInt64(text) === INT64_MIN) return -1
  const rank = readSignedCount(text)
  if (rank === 0) throw RANK_ZERO
  return rank
}

function parsePositive(text: string, error: ErrorReply): number {
  const value = parseInt64(text)
  if (value === null || value < 0) throw error
  return Number(value)
}

export const lpos: Command = defineCommand({
  name: 'lpos',
  since: '6.0.6',
  group: 'list',
  summary: 'Finds where in a list an element stands.',
  complexity: 'O(N), N being the length of the list, or what RANK and MAXLEN leave of it',
  flags: ['readonly'],
  args,
  parse,
  run({ db }, { key, element, rank = 1, numMatches, len = 0 }) {
    const list = db.readValue(key, 'list')
    if (list === undefined) return numMatches === undefined ? null : []
    const matches = findAll(list, element, rank, numMatches ?? 1, len)
    return numMatches === undefined ? (matches[0] ?? null) : matches
  },
  reply: answer.whenGiven(
    'count',
    answer.array(answer.integer()),
    answer.nullable(answer.integer()),
  ),
})

/** Indexes of the matches from the one that `rank` names; `limit` and `compared` 0 are unlimited. */
function findAll(
  list: ListValue,
  element: string,
  rank: number,
  limit: number,
  compared: number,
): number[] {
  const found: number[] = []
  const { length } = list
  const steps = compared === 0 ? length : Math.min(compared, length)
  let skip = Math.abs(rank) - 1
  for (let i = 0; i < steps; i++) {
    const index = rank > 0 ? i : length - 1 - i
    if (list.at(index) !== element) continue
    if (skip > 0) skip--
    else if (found.push(index) === limit) break
  }
  return found
}
