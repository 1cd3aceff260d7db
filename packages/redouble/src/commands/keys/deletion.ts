import { key, multiple } from '../../command/args.ts'
import type { Context } from '../../command/context.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import * as answer from '../../command/reply-types.ts'

const TIPS = ['request_policy:multi_shard', 'response_policy:agg_sum']

function removeAll({ db }: Context, keys: readonly string[]): number {
  let removed = 0
  for (const key of keys) {
    if (!db.remove(key)) continue
    db.changed(key, 'g', 'del')
    removed++
  }
  return removed
}

export const del: Command = defineCommand({
  name: 'del',
  since: '1.0.0',
  group: 'generic',
  summary: 'Removes keys and counts those that were there.',
  complexity: 'O(N) in the number of keys and of the elements of their values',
  flags: ['write'],
  tips: TIPS,
  args: { key: multiple(key('RM', 'delete')) },
  reply: answer.integer(),
  run: (context, { key: keys }) => removeAll(context, keys),
})

/** There is no other thread to give the value to: the garbage collector takes it, as with DEL. */
export const unlink: Command = defineCommand({
  name: 'unlink',
  since: '4.0.0',
  group: 'generic',
  summary: 'Removes keys at once and leaves freeing their values for later.',
  complexity: 'O(1) for each key',
  flags: ['write', 'fast'],
  tips: TIPS,
  args: { key: multiple(key('RM', 'delete')) },
  reply: answer.integer(),
  run: (context, { key: keys }) => removeAll(context, keys),
})
