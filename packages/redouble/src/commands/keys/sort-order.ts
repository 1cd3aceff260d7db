import type { Context } from '../../command/context.ts'
import { WEIGHT_NOT_A_DOUBLE } from '../../command/errors/keys.ts'
import { compareBytes } from '../../kernel/bytes.ts'
import { type Compare, partialSort } from '../../kernel/partial-sort.ts'
import { parseSortNumber } from './sort-numbers.ts'
import type { SortOptions } from './sort-options.ts'
import { lookUp } from './sort-patterns.ts'

/** The places of the result in the sorted elements, both included; empty when `to` is smaller. */
export interface SortRange {
  readonly from: number
  readonly to: number
}

export function sortRange({ offset, count }: SortOptions, length: number): SortRange {
  const from = Math.max(0, offset)
  if (from >= length) return { from: 0, to: -1 }
  return { from, to: count < 0 ? length - 1 : Math.min(length, from + count) - 1 }
}

interface Weighted {
  readonly element: string
  readonly number: number
  /** What ALPHA compares; undefined when BY leads nowhere. */
  readonly text: string | undefined
}

/** The elements in order, as far as the range needs them to be. */
export function sortElements(
  context: Context,
  elements: readonly string[],
  options: SortOptions,
  range: SortRange,
): string[] {
  const items = elements.map((element) => weigh(context, element, options))
  const ascending: Compare<Weighted> = options.isAlpha ? alphabetic(options) : numeric
  const compare: Compare<Weighted> = options.isDescending ? (a, b) => ascending(b, a) : ascending
  const isWhole = range.from === 0 && range.to === items.length - 1
  // Servers use the partial sort for a limited BY only; elsewhere a merge sort, which is stable.
  if (options.by === null || isWhole) items.sort(compare)
  else partialSort(items, compare, range.from, range.to)
  return items.map((item) => item.element)
}

function weigh(context: Context, element: string, options: SortOptions): Weighted {
  const { by, isAlpha, destination } = options
  const found = by === null ? element : lookUp(context.db, by, element)
  if (isAlpha) {
    // strcoll in the C locale sees the text up to its first zero byte; STORE compares all bytes.
    const text = destination === null ? found?.split('\0', 1)[0] : found
    return { element, number: 0, text }
  }
  const number = found === undefined ? 0 : parseSortNumber(found, context.profile)
  if (number === null) throw WEIGHT_NOT_A_DOUBLE
  return { element, number, text: undefined }
}

function numeric(a: Weighted, b: Weighted): number {
  if (a.number !== b.number) return a.number < b.number ? -1 : 1
  return compareBytes(a.element, b.element)
}

function alphabetic({ by }: SortOptions): Compare<Weighted> {
  if (by === null) return (a, b) => compareBytes(a.text as string, b.text as string)
  return (a, b) => {
    if (a.text === undefined || b.text === undefined) {
      return a.text === b.text ? 0 : a.text === undefined ? -1 : 1
    }
    return compareBytes(a.text, b.text)
  }
}
