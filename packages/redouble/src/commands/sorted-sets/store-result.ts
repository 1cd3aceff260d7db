import type { Context } from '../../command/context.ts'
import { SortedSetValue } from '../../data/sorted-set-value.ts'

/** Puts members under a key, or takes the key away when there are none; returns how many. */
export function storeResult(
  { config, db }: Context,
  key: string,
  scores: ReadonlyMap<string, number>,
  event: string,
): number {
  if (scores.size > 0) {
    db.put(key, 'zset', SortedSetValue.from(scores, config))
    db.changed(key, 'z', event)
  } else if (db.remove(key)) db.changed(key, 'g', 'del')
  return scores.size
}
