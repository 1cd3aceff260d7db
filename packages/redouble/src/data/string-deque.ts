const SMALLEST = 4
/** Below this many slots a deque does not bother to give memory back. */
const SHRINK_FROM = 64

/**
 * Strings in a ring: O(1) at both ends and by index. Slots that hold nothing hold '', so that the
 * array keeps one kind of element and popped strings can be collected.
 */
export class StringDeque {
  #slots: string[]
  #head: number
  #length: number

  /** Takes the array over when it is given one. */
  constructor(items: string[] = []) {
    this.#length = items.length
    this.#head = 0
    this.#slots = padded(items, capacityFor(items.length))
  }

  get length(): number {
    return this.#length
  }

  /** The element at an index that is in range. */
  at(index: number): string {
    return this.#slots[(this.#head + index) & (this.#slots.length - 1)]
  }

  set(index: number, value: string): void {
    this.#slots[(this.#head + index) & (this.#slots.length - 1)] = value
  }

  pushHead(value: string): void {
    if (this.#length === this.#slots.length) this.#resize(this.#length * 2)
    this.#head = (this.#head - 1) & (this.#slots.length - 1)
    this.#slots[this.#head] = value
    this.#length++
  }

  pushTail(value: string): void {
    if (this.#length === this.#slots.length) this.#resize(this.#length * 2)
    this.#slots[(this.#head + this.#length) & (this.#slots.length - 1)] = value
    this.#length++
  }

  /** The first element of a deque that is not empty. */
  popHead(): string {
    const value = this.#slots[this.#head]
    this.#slots[this.#head] = ''
    this.#head = (this.#head + 1) & (this.#slots.length - 1)
    this.#length--
    this.#shrink()
    return value
  }

  /** The last element of a deque that is not empty. */
  popTail(): string {
    const slot = (this.#head + this.#length - 1) & (this.#slots.length - 1)
    const value = this.#slots[slot]
    this.#slots[slot] = ''
    this.#length--
    this.#shrink()
    return value
  }

  /** The elements from `from` up to and without `to`, both in range. */
  slice(from: number, to: number): string[] {
    const slots = this.#slots
    const start = (this.#head + from) & (slots.length - 1)
    const end = start + to - from
    if (end <= slots.length) return slots.slice(start, end)
    return slots.slice(start).concat(slots.slice(0, end - slots.length))
  }

  /** Puts a value before the one at `index`; moves the shorter side. */
  insert(index: number, value: string): void {
    if (index * 2 < this.#length) {
      this.pushHead(value)
      for (let i = 0; i < index; i++) this.set(i, this.at(i + 1))
    } else {
      this.pushTail(value)
      for (let i = this.#length - 1; i > index; i--) this.set(i, this.at(i - 1))
    }
    this.set(index, value)
  }

  /** Removes the elements from `from` up to and without `to`; moves the shorter side. */
  removeRange(from: number, to: number): void {
    const count = to - from
    if (count <= 0) return
    if (from < this.#length - to) {
      for (let i = from - 1; i >= 0; i--) this.set(i + count, this.at(i))
      for (let i = 0; i < count; i++) this.set(i, '')
      this.#head = (this.#head + count) & (this.#slots.length - 1)
    } else {
      for (let i = to; i < this.#length; i++) this.set(i - count, this.at(i))
      for (let i = this.#length - count; i < this.#length; i++) this.set(i, '')
    }
    this.#length -= count
    this.#shrink()
  }

  /** Removes the elements at these ascending indexes in one pass. */
  removeAll(indexes: readonly number[]): void {
    if (indexes.length === 0) return
    let write = indexes[0]
    let next = 0
    for (let read = write; read < this.#length; read++) {
      if (read === indexes[next]) next++
      else this.set(write++, this.at(read))
    }
    for (let i = write; i < this.#length; i++) this.set(i, '')
    this.#length = write
    this.#shrink()
  }

  clone(): StringDeque {
    return new StringDeque(this.slice(0, this.#length))
  }

  #shrink(): void {
    const capacity = this.#slots.length
    if (capacity > SHRINK_FROM && this.#length * 4 < capacity) this.#resize(capacity / 2)
  }

  #resize(capacity: number): void {
    this.#slots = padded(this.slice(0, this.#length), capacityFor(capacity))
    this.#head = 0
  }
}

function padded(items: string[], capacity: number): string[] {
  while (items.length < capacity) items.push('')
  return items
}

/** The power of two that holds so many. */
function capacityFor(length: number): number {
  return length <= SMALLEST ? SMALLEST : 2 ** Math.ceil(Math.log2(length))
}
