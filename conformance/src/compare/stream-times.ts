import type { Tree } from '../subjects/reply-reader.ts'

const MOMENT = 1e11
/** What XINFO calls its durations. */
const DURATIONS = new Set(['idle', 'inactive'])
/** A row of XPENDING: id, consumer, idle time, deliveries. */
const PENDING_ROW = 4
const PENDING_IDLE = 2

/**
 * Whether two replies about consumer groups agree, but for when things happened: moments, and the
 * time since. Whether they happened at all is exact, as is all else.
 */
export function sameButTimes(a: Tree, b: Tree, toleranceMs: number): boolean {
  if (!('items' in a) || !('items' in b)) {
    return same(a, b) || (isMoment(a) && isMoment(b) && isNear(a, b, toleranceMs))
  }
  if (a.type !== b.type || a.items.length !== b.items.length) return false
  return a.items.every((item, i) => {
    const other = b.items[i]
    if (isDuration(a.items, i) && isNear(item, other, toleranceMs)) return true
    return sameButTimes(item, other, toleranceMs)
  })
}

function isDuration(items: readonly Tree[], index: number): boolean {
  const before = items[index - 1]
  if (before !== undefined && 'text' in before && DURATIONS.has(before.text)) return true
  return items.length === PENDING_ROW && index === PENDING_IDLE
}

function isMoment(tree: Tree): boolean {
  return 'text' in tree && tree.type === ':' && Number(tree.text) > MOMENT
}

function isNear(a: Tree, b: Tree, toleranceMs: number): boolean {
  if (!('text' in a) || !('text' in b) || a.type !== ':' || b.type !== ':') return false
  const x = Number(a.text)
  const y = Number(b.text)
  // -1 says that it never was.
  return x < 0 || y < 0 ? x === y : Math.abs(x - y) <= toleranceMs
}

function same(a: Tree, b: Tree): boolean {
  return 'text' in a && 'text' in b && a.type === b.type && a.text === b.text
}
