/** Below this many items insertion is quicker than partitioning. */
const SMALL = 7
/** From this many items on the pivot is the median of three medians. */
const LARGE = 40

/** As for Array.prototype.sort. */
export type Compare<T> = (a: T, b: T) => number

/**
 * Sorts in place as far as it takes to have the right items from index `from` to `to`, both
 * included; the others end up on their side of the range in any order. It is the quicksort of
 * Bentley and McIlroy ("Engineering a Sort Function", 1993), whose choice of pivots and exchanges
 * decides where equal items land: the servers sort a limited SORT with it, so this is observable.
 */
export function partialSort<T>(items: T[], compare: Compare<T>, from: number, to: number): void {
  new PartialSort(items, compare, from, to).run(0, items.length)
}

class PartialSort<T> {
  readonly #items: T[]
  readonly #compare: Compare<T>
  readonly #from: number
  readonly #to: number

  constructor(items: T[], compare: Compare<T>, from: number, to: number) {
    this.#items = items
    this.#compare = compare
    this.#from = from
    this.#to = to
  }

  /** Sorts `count` items from `start` on. */
  run(start: number, count: number): void {
    while (count >= SMALL) {
      this.#swap(start, this.#pivot(start, count))
      const { smaller, larger } = this.#partition(start, count)
      if (smaller > 1 && this.#isWanted(start, smaller)) this.run(start, smaller)
      start += count - larger
      count = larger
      if (count <= 1 || !this.#isWanted(start, count)) return
    }
    this.#insert(start, count)
  }

  #isWanted(start: number, count: number): boolean {
    return start <= this.#to && start + count - 1 >= this.#from
  }

  #insert(start: number, count: number): void {
    for (let i = start + 1; i < start + count; i++) {
      for (let j = i; j > start && this.#order(j - 1, j) > 0; j--) this.#swap(j, j - 1)
    }
  }

  #pivot(start: number, count: number): number {
    const middle = start + (count >> 1)
    if (count === SMALL) return middle
    const last = start + count - 1
    if (count <= LARGE) return this.#median(start, middle, last)
    const step = count >> 3
    return this.#median(
      this.#median(start, start + step, start + 2 * step),
      this.#median(middle - step, middle, middle + step),
      this.#median(last - 2 * step, last - step, last),
    )
  }

  #median(a: number, b: number, c: number): number {
    if (this.#order(a, b) < 0) {
      if (this.#order(b, c) < 0) return b
      return this.#order(a, c) < 0 ? c : a
    }
    if (this.#order(b, c) > 0) return b
    return this.#order(a, c) < 0 ? a : c
  }

  /**
   * Around the first item, gathers equal ones at both ends while the rest is divided, then puts
   * them between the halves. Returns how many are smaller and how many are larger.
   */
  #partition(start: number, count: number): { smaller: number; larger: number } {
    const end = start + count
    let equalLeft = start + 1
    let left = start + 1
    let right = end - 1
    let equalRight = end - 1
    for (;;) {
      for (; left <= right; left++) {
        const order = this.#order(left, start)
        if (order > 0) break
        if (order === 0) this.#swap(equalLeft++, left)
      }
      for (; left <= right; right--) {
        const order = this.#order(right, start)
        if (order < 0) break
        if (order === 0) this.#swap(right, equalRight--)
      }
      if (left > right) break
      this.#swap(left++, right--)
    }
    const smaller = left - equalLeft
    const larger = equalRight - right
    this.#exchange(start, left, Math.min(equalLeft - start, smaller))
    this.#exchange(left, end, Math.min(larger, end - 1 - equalRight))
    return { smaller, larger }
  }

  /** Exchanges the `count` items from `start` on with the `count` items before `end`. */
  #exchange(start: number, end: number, count: number): void {
    for (let i = 0; i < count; i++) this.#swap(start + i, end - count + i)
  }

  #order(a: number, b: number): number {
    return this.#compare(this.#items[a], this.#items[b])
  }

  #swap(a: number, b: number): void {
    const item = this.#items[a]
    this.#items[a] = this.#items[b]
    this.#items[b] = item
  }
}
