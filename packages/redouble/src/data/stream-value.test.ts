import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UINT64_MAX } from '../kernel/numbers.ts'
import { radixNodeCount } from './radix-node-count.ts'
import { compareIds, GREATEST_ID, idText, LEAST_ID, type StreamId } from './stream-id.ts'
import { StreamValue } from './stream-value.ts'

const LIMITS = { maxNodeBytes: 4096, maxNodeEntries: 4 }

/** A stream of the ids 1-0, 2-0, …, each with one field. */
function filled(count: number, limits = LIMITS): StreamValue {
  const stream = new StreamValue()
  for (let ms = 1; ms <= count; ms++) stream.append({ ms, seq: 0 }, ['f', 'v'], limits)
  return stream
}

function ids(stream: StreamValue, start = LEAST_ID, end = GREATEST_ID, reverse = false): string[] {
  return stream.range(start, end, reverse).map((entry) => idText(entry.id))
}

const smallId = fc.record({
  ms: fc.integer({ min: 0, max: 40 }),
  seq: fc.integer({ min: 0, max: 3 }),
})
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('append' as const), gap: smallId }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('delete' as const), id: smallId }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('keep' as const),
      length: fc.integer({ min: 0, max: 20 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('from' as const), id: smallId }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('clone' as const) }) },
)

describe('a stream', () => {
  test('holds what a sorted list would, through any changes', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120, size: 'max' }),
        smallId,
        smallId,
        (steps, start, end) => {
          let stream = new StreamValue()
          let model: StreamId[] = []
          let last: { ms: number; seq: number } = { ms: 0, seq: 0 }
          for (const one of steps) {
            if (one.op === 'append') {
              const { ms, seq } = one.gap
              last =
                ms % 4 === 0 ? { ms: last.ms, seq: last.seq + seq + 1 } : { ms: last.ms + 1, seq }
              stream.append(last, ['f', 'v'], LIMITS)
              model.push(last)
            } else if (one.op === 'delete') {
              const isThere = model.some((id) => compareIds(id, one.id) === 0)
              expect(stream.delete(one.id)).toBe(isThere)
              model = model.filter((id) => compareIds(id, one.id) !== 0)
            } else if (one.op === 'keep') {
              const surplus = Math.max(0, model.length - one.length)
              const rule = { maxLength: one.length, isApproximate: false, limit: 0 }
              expect(stream.trim(rule)).toBe(surplus)
              model = model.slice(surplus)
            } else if (one.op === 'from') {
              const kept = model.filter((id) => compareIds(id, one.id) >= 0)
              const rule = { minId: one.id, isApproximate: false, limit: 0 }
              expect(stream.trim(rule)).toBe(model.length - kept.length)
              model = kept
            } else stream = stream.clone()
          }
          expect(ids(stream)).toEqual(model.map(idText))
          expect(ids(stream, LEAST_ID, GREATEST_ID, true)).toEqual(model.map(idText).toReversed())
          const within = model.filter(
            (id) => compareIds(id, start) >= 0 && compareIds(id, end) <= 0,
          )
          expect(ids(stream, start, end)).toEqual(within.map(idText))
          expect(ids(stream, start, end, true)).toEqual(within.map(idText).toReversed())
          expect(stream.length).toBe(model.length)
          expect(idText(stream.firstId)).toBe(idText(model[0] ?? LEAST_ID))
          expect(stream.lastEntry()?.id).toEqual(model.at(-1))
          expect(stream.lastId).toEqual(last)
        },
      ),
    )
  })

  test('trims approximately by whole nodes only, and not beyond its limit', () => {
    const trimmed = (maxLength: number, limit: number): number =>
      filled(20).trim({ maxLength, isApproximate: true, limit })
    expect(trimmed(17, 0)).toBe(0)
    expect(trimmed(16, 0)).toBe(4)
    expect(trimmed(9, 0)).toBe(8)
    expect(trimmed(0, 11)).toBe(8)
    expect(trimmed(0, 3)).toBe(0)
    const minId = { ms: 9, seq: 0 }
    expect(filled(20).trim({ minId, isApproximate: true, limit: 0 })).toBe(8)
    expect(filled(20).trim({ minId, isApproximate: false, limit: 0 })).toBe(8)
  })

  test('begins a node when the entry would not fit by bytes, whatever the entries', () => {
    // 7 bytes of listpack, 10 of the node itself, 10 for each entry: f and v are 3 bytes each.
    const nodes = (maxNodeBytes: number): number =>
      filled(9, { maxNodeBytes, maxNodeEntries: 0 }).nodeIds.length
    expect(nodes(0)).toBe(1)
    expect(nodes(1)).toBe(9)
    expect(nodes(4096)).toBe(1)
    const sizes = Array.from({ length: 120 }, (_, bytes) => nodes(bytes + 1))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(new Set(sizes)).toEqual(new Set([9, 5, 3, 2, 1]))
  })

  test('counts deleted entries when it decides whether a node is full', () => {
    const stream = filled(3)
    stream.delete({ ms: 2, seq: 0 })
    stream.append({ ms: 4, seq: 0 }, ['f', 'v'], LIMITS)
    expect(stream.nodeIds).toHaveLength(1)
    stream.append({ ms: 5, seq: 0 }, ['f', 'v'], LIMITS)
    expect(stream.nodeIds.map(idText)).toEqual(['1-0', '5-0'])
  })

  test('keeps a node that an exact MINID has emptied up to a deleted tail', () => {
    const stream = filled(3)
    stream.delete({ ms: 3, seq: 0 })
    const rule = { minId: { ms: 3, seq: 0 }, isApproximate: false, limit: 0 }
    expect(stream.trim(rule)).toBe(2)
    expect([stream.length, stream.nodeIds.length]).toEqual([0, 1])
    expect(stream.lastEntry()).toBeUndefined()
    stream.append({ ms: 9, seq: 0 }, ['f', 'v'], LIMITS)
    expect(ids(stream)).toEqual(['9-0'])
  })

  test('remembers the greatest deleted id and all that was ever added', () => {
    const stream = filled(5)
    stream.delete({ ms: 4, seq: 0 })
    stream.delete({ ms: 2, seq: 0 })
    expect(idText(stream.maxDeletedId)).toBe('4-0')
    stream.trim({ maxLength: 0, isApproximate: false, limit: 0 })
    expect([stream.entriesAdded, idText(stream.maxDeletedId)]).toEqual([5, '4-0'])
    stream.entriesAdded = 9223372036854775807n
    stream.append({ ms: 9, seq: 0 }, ['f', 'v'], LIMITS)
    expect(stream.entriesAdded).toBe(-9223372036854775808n)
  })

  test('works at the far end of the ids', () => {
    const stream = new StreamValue()
    const nearly = { ms: UINT64_MAX, seq: UINT64_MAX - 1n }
    stream.append(nearly, ['f', 'v'], LIMITS)
    const next = stream.nextId(5)
    expect(next).toEqual(GREATEST_ID)
    stream.append(GREATEST_ID, ['f', 'v'], LIMITS)
    expect(stream.nextId(5)).toBeNull()
    expect(ids(stream, nearly, GREATEST_ID, true)).toHaveLength(2)
    expect(stream.delete(nearly)).toBe(true)
    expect(ids(stream)).toEqual(['18446744073709551615-18446744073709551615'])
  })

  test('forgets trimmed nodes however long it is trimmed', () => {
    const stream = new StreamValue()
    for (let ms = 1; ms <= 5000; ms++) {
      stream.append({ ms, seq: 0 }, ['f', 'v'], LIMITS)
      stream.trim({ maxLength: 10, isApproximate: true, limit: 400 })
    }
    expect(stream.length).toBeLessThanOrEqual(13)
    expect(stream.nodeIds.length).toBeLessThanOrEqual(4)
    expect(ids(stream).at(-1)).toBe('5000-0')
    expect(ids(stream, { ms: 1, seq: 0 }, { ms: 100, seq: 0 })).toEqual([])
    expect(stream.delete({ ms: 100, seq: 0 })).toBe(false)
  })
})

test('the radix tree has a node for each run and each end', () => {
  const id = (ms: number | bigint, seq: number): StreamId => ({ ms, seq })
  expect(radixNodeCount([])).toBe(1)
  expect(radixNodeCount([id(1, 0)])).toBe(2)
  // 15 bytes in common, a fork, two ends.
  expect(radixNodeCount([id(1, 0), id(1, 1)])).toBe(4)
  // 7 bytes, a fork, and two runs of 8 with their ends.
  expect(radixNodeCount([id(1, 0), id(2, 0)])).toBe(6)
  // A fork at once.
  expect(radixNodeCount([id(1, 0), id(UINT64_MAX, 0)])).toBe(5)
})
