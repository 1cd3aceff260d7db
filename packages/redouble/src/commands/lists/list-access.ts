import type { Context } from '../../command/context.ts'
import type { MultiPop } from '../../command/multi-pop.ts'
import { ListValue } from '../../data/list-value.ts'
import type { Reply } from '../../resp/reply.ts'

/** An end of a list. */
export type End = 'head' | 'tail'

/**
 * Adds elements, each at the end, to the list stored under a key, or to a new one when it is
 * undefined, and says so. `estimated` is what the server looks at to foresee the size. Returns the
 * new length.
 */
export function pushAll(
  { db, config, profile }: Context,
  key: string,
  stored: ListValue | undefined,
  elements: readonly string[],
  end: End,
  estimated: readonly string[] = elements,
): number {
  const list = stored ?? new ListValue(profile.quirks.listsAreQuicklists)
  list.grow(estimated, 0, config.listMaxListpackSize)
  if (end === 'head') for (const element of elements) list.pushHead(element)
  else for (const element of elements) list.pushTail(element)
  if (stored === undefined) db.put(key, 'list', list)
  db.changed(key, 'l', end === 'head' ? 'lpush' : 'rpush')
  return list.length
}

/** Takes up to `count` elements off an end of a stored list, the outermost first, and says so. */
export function popMany(
  context: Context,
  key: string,
  list: ListValue,
  count: number,
  end: End,
): string[] {
  const length = list.length
  const taken = Math.min(count, length)
  const from = end === 'head' ? 0 : length - taken
  const elements = list.slice(from, from + taken)
  if (end === 'tail') elements.reverse()
  list.removeRange(from, from + taken)
  announceRemoval(context, key, list, end === 'head' ? 'lpop' : 'rpop')
  return elements
}

/** Takes one element off an end of a stored list and says so. */
export function popOne(context: Context, key: string, list: ListValue, end: End): string {
  const element = end === 'head' ? list.popHead() : list.popTail()
  announceRemoval(context, key, list, end === 'head' ? 'lpop' : 'rpop')
  return element
}

/** What follows when elements were taken out of a stored list: events, and the end of the key. */
export function announceRemoval(
  { db, config }: Context,
  key: string,
  list: ListValue,
  event: string,
): void {
  db.changed(key, 'l', event)
  if (!db.removeIfEmpty(key, list.length)) list.shrink(config.listMaxListpackSize)
}

/** Pops from the first list that there is: its key and the elements. */
export function popFirstOf(
  context: Context,
  keys: readonly string[],
  { end, count }: MultiPop<End>,
): Reply | undefined {
  for (const key of keys) {
    const list = context.db.writeValue(key, 'list')
    if (list !== undefined) return [key, popMany(context, key, list, count, end)]
  }
  return undefined
}
