import { block, integer, key, optional, token } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { NOT_AN_INTEGER, OUT_OF_RANGE, SYNTAX } from '../../command/errors/common.ts'
import { COUNT_OUT_OF_RANGE } from '../../command/errors/hash.ts'
import * as answer from '../../command/reply-types.ts'
import type { HashValue } from '../../data/hash-value.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { INT64_MAX, INT64_MIN, parseInt64 } from '../../kernel/numbers.ts'
import type { Random } from '../../kernel/random.ts'
import type { Reply } from '../../resp/reply.ts'

/** Half of the range: pairs count twice. */
const MAX_PAIRS = INT64_MAX / 2n

interface RandomOptions {
  readonly count: number
  readonly withValues: boolean
}

function randomOptions(argv: readonly string[]): RandomOptions {
  const count = parseInt64(argv[2])
  if (count === null) throw NOT_AN_INTEGER
  if (count === INT64_MIN) throw COUNT_OUT_OF_RANGE
  if (argv.length === 3) return { count: Number(count), withValues: false }
  if (argv.length > 4 || upperAscii(argv[3]) !== 'WITHVALUES') throw SYNTAX
  if (count < -MAX_PAIRS || count > MAX_PAIRS) throw OUT_OF_RANGE
  return { count: Number(count), withValues: true }
}

/** `count` different slots below `size`, in ascending order. */
function pickInOrder(size: number, count: number, random: Random): number[] {
  const slots: number[] = []
  for (let slot = 0; slots.length < count; slot++) {
    if (random.below(size - slot) < count - slots.length) slots.push(slot)
  }
  return slots
}

/** `count` different slots below `size`, where `count` is much smaller. */
function pickFew(size: number, count: number, random: Random): Iterable<number> {
  const slots = new Set<number>()
  while (slots.size < count) slots.add(random.below(size))
  return slots
}

function pickRepeated(size: number, count: number, random: Random): number[] {
  const slots: number[] = []
  while (slots.length < count) slots.push(random.below(size))
  return slots
}

/** A negative count may repeat itself; a positive one takes each field once at most. */
function pick(hash: HashValue, count: number, random: Random): Iterable<number> {
  const { size } = hash
  if (count < 0) return pickRepeated(size, -count, random)
  if (hash.encoding === 'hashtable' && count * 3 <= size) return pickFew(size, count, random)
  return pickInOrder(size, Math.min(count, size), random)
}

function pairs({ resp, random }: Context, hash: HashValue, count: number): Reply {
  const { fields, values } = hash
  const replies: Reply[] = []
  for (const slot of pick(hash, count, random)) {
    if (resp === 3) replies.push([fields[slot], values[slot]])
    else replies.push(fields[slot], values[slot])
  }
  return replies
}

export const hrandfield: Command = defineCommand({
  name: 'hrandfield',
  since: '6.2.0',
  group: 'hash',
  summary: 'Returns fields of a hash that are chosen by chance.',
  complexity: 'O(N) where N is the number of fields returned',
  flags: ['readonly'],
  tips: ['nondeterministic_output'],
  effects: ['random'],
  args: {
    key: key('RO', 'access'),
    options: optional(block({ count: integer(), withvalues: optional(token('WITHVALUES')) })),
  },
  reply: answer.whenGiven(
    'withvalues',
    answer.array(answer.tuple({ field: answer.bulk(), value: answer.bulk() })),
    answer.whenGiven('count', answer.array(answer.bulk()), answer.nullable(answer.bulk())),
  ),
  parse: keyByHand,
  run(context, { key }) {
    const { argv, db, random } = context
    if (argv.length === 2) {
      const hash = db.readValue(key, 'hash')
      return hash === undefined ? null : hash.fields[random.below(hash.size)]
    }
    const { count, withValues } = randomOptions(argv)
    const hash = db.readValue(key, 'hash')
    if (hash === undefined || count === 0) return []
    if (withValues) return pairs(context, hash, count)
    const replies: Reply[] = []
    for (const slot of pick(hash, count, random)) replies.push(hash.fields[slot])
    return replies
  },
})
