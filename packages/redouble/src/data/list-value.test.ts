import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY_LISTPACK_BYTES, listpackEntryBytes } from './listpack-size.ts'
import { ListValue } from './list-value.ts'

/** list-max-listpack-size: -2 stands for 8192 bytes, 4 for four entries. */
const EIGHT_KB = -2
const FOUR = 4

function listOf(elements: string[], fill: number): ListValue {
  return ListValue.of(elements, fill, false)
}

function add(list: ListValue, fill: number, ...elements: string[]): void {
  list.grow(elements, 0, fill)
  for (const element of elements) list.pushTail(element)
}

test('a list leaves the listpack when one entry more than allowed comes', () => {
  const list = listOf(['a', 'b', 'c', 'd'], FOUR)
  expect(list.encoding).toBe('listpack')
  add(list, FOUR, 'e')
  expect(list.encoding).toBe('quicklist')
})

test('a list leaves the listpack when the bytes would exceed the class', () => {
  const list = listOf(['x'.repeat(8100)], EIGHT_KB)
  expect(list.encoding).toBe('listpack')
  add(list, EIGHT_KB, 'y'.repeat(90))
  expect(list.encoding).toBe('quicklist')
})

test('a shrinking list becomes a listpack at half the limit, and not before', () => {
  const list = listOf(['a', 'b', 'c', 'd', 'e'], FOUR)
  list.popTail()
  list.shrink(FOUR)
  list.popTail()
  list.shrink(FOUR)
  expect(list.encoding).toBe('quicklist')
  list.popTail()
  list.shrink(FOUR)
  expect(list.encoding).toBe('listpack')
})

test('elements in two nodes stay a quicklist, however few they are', () => {
  const list = listOf(['a', 'b', 'c', 'd', 'e'], FOUR)
  list.removeRange(0, 3)
  list.shrink(FOUR)
  expect(list.slice(0, 2)).toEqual(['d', 'e'])
  expect(list.encoding).toBe('quicklist')
})

test('before Redis 7.2 every list is a quicklist', () => {
  expect(ListValue.of(['a'], FOUR, true).encoding).toBe('quicklist')
})

test('the account of bytes agrees with the elements after any changes', () => {
  const element = fc.oneof(
    fc.integer().map(String),
    fc.string({ maxLength: 5 }),
    fc.integer({ min: 0, max: 300 }).map((length) => 'z'.repeat(length)),
  )
  const change = fc.tuple(fc.nat(5), fc.nat(), element)
  fc.assert(
    fc.property(fc.constantFrom(-1, 1, 3, 4, 20), fc.array(change), (fill, changes) => {
      const list = new ListValue()
      for (const [kind, at, value] of changes) {
        const index = list.length === 0 ? 0 : at % list.length
        list.grow([value], 0, fill)
        if (kind === 0 || list.length === 0) list.pushHead(value)
        else if (kind === 1) list.pushTail(value)
        else if (kind === 2) list.set(index, value)
        else if (kind === 3) list.insert(index, value, at % 2 === 0)
        else if (kind === 4) list.removeRange(index, Math.min(list.length, index + 2))
        else list.removeMatches(list.at(index), 2, at % 2 === 0)
        list.shrink(fill)
        const bytes = list
          .slice(0, list.length)
          .reduce((sum, one) => sum + listpackEntryBytes(one), 0)
        const listpacks = list.encoding === 'listpack' ? 1 : list.nodeCount
        expect(list.nodeBytes).toBe(bytes + listpacks * EMPTY_LISTPACK_BYTES)
      }
    }),
  )
})

test('entries take the bytes of the listpack format', () => {
  const sizes = { '0': 2, '127': 2, '128': 3, '-1': 3, '4096': 4, '40000': 5, '9000000': 6 }
  for (const [text, bytes] of Object.entries(sizes)) expect(listpackEntryBytes(text)).toBe(bytes)
  expect(listpackEntryBytes('9223372036854775807')).toBe(10)
  // No canonical integers: strings.
  expect(listpackEntryBytes('007')).toBe(5)
  expect(listpackEntryBytes('9223372036854775808')).toBe(21)
  expect(listpackEntryBytes('x'.repeat(63))).toBe(65)
  expect(listpackEntryBytes('x'.repeat(64))).toBe(67)
  expect(listpackEntryBytes('x'.repeat(126))).toBe(130)
  expect(listpackEntryBytes('x'.repeat(4096))).toBe(4103)
})

test('a clone goes its own way', () => {
  const list = listOf(['a', 'b', 'c', 'd', 'e'], FOUR)
  const copy = list.clone()
  while (copy.length > 1) copy.popTail()
  copy.shrink(FOUR)
  expect(copy.encoding).toBe('listpack')
  expect(list.encoding).toBe('quicklist')
  expect(list.length).toBe(5)
})
