import type { StreamId } from './stream-id.ts'

/**
 * How many nodes Redis's radix tree has for these ids, which XINFO shows: keys are 16 bytes, big
 * endian; a run of bytes without a branch is one node, and so is each end. Ids are in order.
 */
export function radixNodeCount(ids: readonly StreamId[]): number {
  if (ids.length === 0) return 1
  const keys = ids.map(({ ms, seq }) => hex(ms) + hex(seq))
  return countBelow(keys, 0)
}

const KEY_DIGITS = 32

function hex(value: number | bigint): string {
  return value.toString(16).padStart(16, '0')
}

/** Nodes of the subtree of keys that agree up to `digit`; two hex digits are one byte. */
function countBelow(keys: readonly string[], digit: number): number {
  let at = digit
  const first = keys[0]
  const last = keys[keys.length - 1]
  while (at < KEY_DIGITS && first.slice(at, at + 2) === last.slice(at, at + 2)) at += 2
  const prefix = at > digit ? 1 : 0
  if (at === KEY_DIGITS) return prefix + 1
  let count = prefix + 1
  for (let from = 0; from < keys.length; ) {
    const byte = keys[from].slice(at, at + 2)
    let to = from + 1
    while (to < keys.length && keys[to].slice(at, at + 2) === byte) to++
    count += countBelow(keys.slice(from, to), at + 2)
    from = to
  }
  return count
}
