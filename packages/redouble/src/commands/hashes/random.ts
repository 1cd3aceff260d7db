import { block, integer, key, optional, token } from '../../command/args.ts'
import { keyByHand } from '../../command/by-hand.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { parseRandomCount } from '../../command/random-count.ts'
import * as answer from '../../command/reply-types.ts'
import type { HashValue } from '../../data/hash-value.ts'
import { pickAscending, pickFew } from '../../kernel/picking.ts'
import type { Random } from '../../kernel/random.ts'
import type { Reply } from '../../resp/reply.ts'
import { deadlinesChanged } from './due-fields.ts'

function pickRepeated(size: number, count: number, random: Random): number[] {
  const slots: number[] = []
  while (slots.length < count) slots.push(random.below(size))
  return slots
}

/**
 * The hash to choose from. Redis first removes all of its fields that have run out; on Valkey the
 * choice is made in a copy without them.
 */
function livingHash(context: Context, key: string): HashValue | undefined {
  const { db, profile } = context
  const { now } = db
  const hash = db.readValue(key, 'hash')
  if (hash === undefined || !hash.hasDeadlines) return hash
  const isCopied = profile.quirks.dueFieldsAreAbsent
  if (isCopied && (hash.earliestDeadline() ?? now + 1) > now) return hash
  const living = isCopied ? hash.clone() : hash
  const removed = living.removeDue(now)
  if (removed > 0 && !isCopied) {
    context.server.stats.expiredFields += removed
    db.changed(key, 'h', 'hexpired')
    deadlinesChanged(context, key)
    db.removeIfEmpty(key, hash.size)
  }
  return living
}

/** A negative count may repeat itself; a positive one takes each field once at most. */
function pick(hash: HashValue, count: number, random: Random): Iterable<number> {
  const { size } = hash
  if (count < 0) return pickRepeated(size, -count, random)
  if (hash.encoding === 'hashtable' && count * 3 <= size) {
    return pickFew(count, () => random.below(size))
  }
  return pickAscending(size, Math.min(count, size), random)
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
    const { argv, random } = context
    if (argv.length === 2) {
      const hash = livingHash(context, key)
      return hash === undefined || hash.size === 0 ? null : hash.fields[random.below(hash.size)]
    }
    const { count, isPaired } = parseRandomCount(argv, 'WITHVALUES')
    const hash = livingHash(context, key)
    if (hash === undefined || hash.size === 0 || count === 0) return []
    if (isPaired) return pairs(context, hash, count)
    const replies: Reply[] = []
    for (const slot of pick(hash, count, random)) replies.push(hash.fields[slot])
    return replies
  },
})
