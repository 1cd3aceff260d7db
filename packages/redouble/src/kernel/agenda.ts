/** A place in an agenda; keep it to cancel. */
export interface Appointment<T> {
  readonly at: number
  readonly item: T
  /** Breaks ties in the order of making. */
  readonly sequence: number
  /** Where the heap has it; -1 once it is over or cancelled. */
  index: number
}

/**
 * Things to do in the order of their times, the earliest first; of those at the same time, the one
 * that was added first. A binary heap that knows where everything is, so that adding, cancelling
 * and taking are O(log n) and nothing that was cancelled stays behind.
 */
export class Agenda<T> {
  readonly #heap: Appointment<T>[] = []
  #nextSequence = 0

  get size(): number {
    return this.#heap.length
  }

  /** All appointments in no particular order, for looking at only. */
  get all(): readonly Appointment<T>[] {
    return this.#heap
  }

  add(at: number, item: T): Appointment<T> {
    const index = this.#heap.length
    const appointment = { at, item, sequence: this.#nextSequence++, index }
    this.#heap.push(appointment)
    this.#rise(appointment, index)
    return appointment
  }

  /** Takes an appointment out. False when it is over or was cancelled before. */
  cancel(appointment: Appointment<T>): boolean {
    const { index } = appointment
    if (index < 0) return false
    appointment.index = -1
    const last = this.#heap.pop() as Appointment<T>
    if (last === appointment) return true
    const parent = (index - 1) >> 1
    if (index > 0 && isEarlier(last, this.#heap[parent])) this.#rise(last, index)
    else this.#sink(last, index)
    return true
  }

  /** The earliest appointment; it stays. */
  earliest(): Appointment<T> | undefined {
    return this.#heap[0]
  }

  #rise(appointment: Appointment<T>, from: number): void {
    const heap = this.#heap
    let index = from
    while (index > 0) {
      const up = (index - 1) >> 1
      if (!isEarlier(appointment, heap[up])) break
      heap[index] = heap[up]
      heap[index].index = index
      index = up
    }
    heap[index] = appointment
    appointment.index = index
  }

  #sink(appointment: Appointment<T>, from: number): void {
    const heap = this.#heap
    let index = from
    for (;;) {
      let child = index * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isEarlier(heap[child + 1], heap[child])) child++
      if (!isEarlier(heap[child], appointment)) break
      heap[index] = heap[child]
      heap[index].index = index
      index = child
    }
    heap[index] = appointment
    appointment.index = index
  }
}

function isEarlier<T>(a: Appointment<T>, b: Appointment<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}
