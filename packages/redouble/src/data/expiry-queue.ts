import { type Entry, NO_EXPIRY } from './entry.ts'

interface Deadline {
  at: number
  /** Breaks ties in the order in which the deadlines were set. */
  sequence: number
  entry: Entry
}

function isEarlier(a: Deadline, b: Deadline): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}

/**
 * Deadlines in order: a binary heap. A deadline that was moved or cleared stays behind as a ghost,
 * told by `entry.expireAt` no longer being its own; ghosts are swept once they are the majority,
 * so every operation is O(log n) amortised.
 */
export class ExpiryQueue {
  #heap: Deadline[] = []
  #sequence = 0

  add(entry: Entry): void {
    this.#push({ at: entry.expireAt, sequence: this.#sequence++, entry })
  }

  /** Called when a deadline became a ghost; `live` is how many real ones there are. */
  forget(live: number): void {
    if (this.#heap.length < 64 || this.#heap.length < live * 2 + 64) return
    const kept = this.#heap.filter((deadline) => !isGhost(deadline))
    kept.sort((a, b) => (isEarlier(a, b) ? -1 : 1))
    // A sorted array is a heap.
    this.#heap = kept
  }

  /** The entry with the earliest deadline; it stays in the queue. */
  next(): Entry | undefined {
    while (this.#heap.length > 0) {
      const top = this.#heap[0]
      if (!isGhost(top)) return top.entry
      this.#pop()
    }
    return undefined
  }

  /** The earliest entry whose deadline has come; the caller expires it, which makes it a ghost. */
  due(now: number): Entry | undefined {
    const entry = this.next()
    return entry !== undefined && entry.expireAt <= now ? entry : undefined
  }

  #push(deadline: Deadline): void {
    const heap = this.#heap
    let index = heap.length
    heap.push(deadline)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isEarlier(deadline, heap[parent])) break
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = deadline
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop() as Deadline
    if (heap.length === 0) return
    let index = 0
    for (;;) {
      let child = index * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isEarlier(heap[child + 1], heap[child])) child++
      if (!isEarlier(heap[child], last)) break
      heap[index] = heap[child]
      index = child
    }
    heap[index] = last
  }
}

function isGhost(deadline: Deadline): boolean {
  return deadline.entry.expireAt === NO_EXPIRY || deadline.entry.expireAt !== deadline.at
}
