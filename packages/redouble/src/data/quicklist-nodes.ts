import { EMPTY_LISTPACK_BYTES, listpackEntryBytes } from './listpack-size.ts'

/** Sizes that the negative values of list-max-listpack-size stand for: -1 is the first. */
const BYTE_CLASSES = [4096, 8192, 16384, 32768, 65536]
/** No listpack that is limited by its entries grows beyond this. */
const SAFE_BYTES = 8192
/** What a push adds to an element's length when it asks whether a node still has room. */
const ESTIMATED_OVERHEAD = 8

/** A listpack of a quicklist, or (plain) one element too large for any listpack. */
interface Node {
  count: number
  bytes: number
  readonly isPlain: boolean
}

/** A node as a dump has it. */
export type QuicklistNode = Readonly<Node>

/** The list behind the nodes. */
export interface EntrySizes {
  /** The bytes of the entries from `from` up to and without `to`. */
  bytesOf(from: number, to: number): number
}

export interface ListpackLimits {
  readonly bytes: number
  readonly entries: number
}

/** The largest listpack in bytes and entries that a list-max-listpack-size allows. */
export function listpackLimits(fill: number): ListpackLimits {
  if (fill >= 0) return { bytes: Infinity, entries: fill === 0 ? 1 : fill }
  return { bytes: byteClass(fill), entries: Infinity }
}

/** Whether a listpack of so many bytes and entries is past what list-max-listpack-size allows. */
export function exceedsListpack(fill: number, bytes: number, entries: number): boolean {
  if (fill < 0) return bytes > byteClass(fill)
  return bytes > SAFE_BYTES || entries > (fill === 0 ? 1 : fill)
}

function byteClass(fill: number): number {
  return BYTE_CLASSES[Math.min(-fill, BYTE_CLASSES.length) - 1]
}

/**
 * How a quicklist of the servers would be cut into nodes. Nothing is stored here: the shape alone
 * decides when a list that shrinks becomes a listpack again, because only a single node does.
 */
export class QuicklistNodes {
  /** The list-max-listpack-size of the time when the list became a quicklist. */
  readonly #fill: number
  readonly #hasPlain: boolean
  readonly #nodes: Node[] = []

  /** Up to Redis 7.0 an element has no node for itself, however large it is: `hasPlain` is false. */
  constructor(fill: number, hasPlain = true) {
    this.#fill = fill
    this.#hasPlain = hasPlain
  }

  /** The nodes in order, for reading only. */
  get all(): readonly QuicklistNode[] {
    return this.#nodes
  }

  get length(): number {
    return this.#nodes.length
  }

  /** Bytes of all nodes together. */
  get bytes(): number {
    return this.#nodes.reduce((sum, node) => sum + node.bytes, 0)
  }

  /** Bytes of the only node, or undefined when there are several or it is plain. */
  get singleListpackBytes(): number | undefined {
    const [node] = this.#nodes
    return this.#nodes.length === 1 && !node.isPlain ? node.bytes : undefined
  }

  /** A whole listpack, or a plain element, becomes a node at the tail. */
  appendNode(count: number, bytes: number, isPlain = false): void {
    if (count > 0) this.#nodes.push({ count, bytes, isPlain })
  }

  push(atHead: boolean, element: string): void {
    const node = this.#nodes[atHead ? 0 : this.#nodes.length - 1]
    if (this.#hasRoom(node, element)) addTo(node, element)
    else if (atHead) this.#nodes.unshift(this.#newNode(element))
    else this.#nodes.push(this.#newNode(element))
  }

  pop(atHead: boolean, element: string): void {
    this.#removeEntry(atHead ? 0 : this.#nodes.length - 1, element)
  }

  /** The element at an index is exchanged for another. */
  replace(index: number, old: string, element: string, list: EntrySizes): void {
    const { position, offset } = this.#locate(index)
    const node = this.#nodes[position]
    const large = this.#isLarge(element)
    if (!node.isPlain && !large) {
      node.bytes += listpackEntryBytes(element) - listpackEntryBytes(old)
    } else if (node.isPlain && large) {
      node.bytes = element.length
    } else if (node.isPlain) {
      this.insert(index, element, true, list)
      this.#removeEntry(position, old)
    } else {
      this.#splitAround(
        position,
        offset,
        old,
        element,
        list.bytesOf(index + 1, index - offset + node.count),
      )
    }
  }

  /** A large element takes the place of one in the midst of a listpack. */
  #splitAround(
    position: number,
    offset: number,
    old: string,
    element: string,
    bytesBehind: number,
  ): void {
    const node = this.#nodes[position]
    const { count } = node
    const inserted = [this.#newNode(element)]
    if (offset < count - 1) inserted.push(cutFrom(node, count - 1 - offset, bytesBehind))
    this.#nodes.splice(position + 1, 0, ...inserted)
    this.#removeEntry(position, old)
    if (offset > 0) this.#mergeAround(position + 1)
  }

  /** A new element comes before or after the one at `index`. */
  insert(index: number, element: string, after: boolean, list: EntrySizes): void {
    const { position, offset } = this.#locate(index)
    const node = this.#nodes[position]
    if (this.#hasRoom(node, element)) {
      addTo(node, element)
      return
    }
    if (offset === (after ? node.count - 1 : 0)) {
      const neighbour = this.#nodes[after ? position + 1 : position - 1]
      if (this.#hasRoom(neighbour, element)) addTo(neighbour, element)
      else this.#nodes.splice(after ? position + 1 : position, 0, this.#newNode(element))
      return
    }
    const start = index - offset
    const [from, to] = after ? [offset + 1, node.count] : [0, offset]
    const moved = cutFrom(node, to - from, list.bytesOf(start + from, start + to))
    this.#nodes.splice(after ? position + 1 : position, 0, moved)
    if (this.#isLarge(element)) {
      this.#nodes.splice(position + 1, 0, this.#newNode(element))
    } else {
      addTo(moved, element)
      this.#mergeAround(this.#nodes.indexOf(node))
    }
  }

  /** The elements from `from` up to and without `to` go; call while the list still has them. */
  removeRange(from: number, to: number, list: EntrySizes): void {
    if (from >= to) return
    let { position, offset } = this.#locate(from)
    for (let index = from; index < to; ) {
      const node = this.#nodes[position]
      const count = Math.min(node.count - offset, to - index)
      if (count === node.count) this.#nodes.splice(position, 1)
      else {
        cutFrom(node, count, list.bytesOf(index, index + count))
        position++
      }
      index += count
      offset = 0
    }
  }

  /** The elements at these ascending indexes, all equal, go. */
  removeAll(indexes: readonly number[], element: string): void {
    let next = 0
    let start = 0
    for (let position = 0; next < indexes.length; ) {
      const node = this.#nodes[position]
      const end = start + node.count
      while (next < indexes.length && indexes[next] < end) {
        this.#removeEntry(position, element)
        next++
      }
      start = end
      if (this.#nodes[position] === node) position++
    }
  }

  clone(): QuicklistNodes {
    const copy = new QuicklistNodes(this.#fill, this.#hasPlain)
    for (const node of this.#nodes) copy.#nodes.push({ ...node })
    return copy
  }

  #locate(index: number): { position: number; offset: number } {
    let position = 0
    let offset = index
    while (offset >= this.#nodes[position].count) offset -= this.#nodes[position++].count
    return { position, offset }
  }

  #isLarge(element: string): boolean {
    if (!this.#hasPlain) return false
    return element.length > (this.#fill < 0 ? byteClass(this.#fill) : SAFE_BYTES)
  }

  #hasRoom(node: Node | undefined, element: string): boolean {
    if (node === undefined || node.isPlain || this.#isLarge(element)) return false
    const bytes = node.bytes + element.length + ESTIMATED_OVERHEAD
    return !exceedsListpack(this.#fill, bytes, node.count + 1)
  }

  #newNode(element: string): Node {
    if (this.#isLarge(element)) {
      return { count: 1, bytes: element.length, isPlain: true }
    }
    const bytes = EMPTY_LISTPACK_BYTES + listpackEntryBytes(element)
    return { count: 1, bytes, isPlain: false }
  }

  #removeEntry(position: number, element: string): void {
    const node = this.#nodes[position]
    if (node.count > 1) cutFrom(node, 1, listpackEntryBytes(element))
    else if (position === 0) this.#nodes.shift()
    else this.#nodes.splice(position, 1)
  }

  /** After a split: joins neighbours where both fit into one node, in the servers' order. */
  #mergeAround(center: number): void {
    let position = center
    if (this.#merge(position - 2)) position--
    this.#merge(position + 1)
    if (this.#merge(position - 1)) position--
    this.#merge(position)
  }

  /** Joins the node at a position with the next one if that is allowed. */
  #merge(position: number): boolean {
    const node = this.#nodes[position]
    const next = this.#nodes[position + 1]
    if (node === undefined || next === undefined || node.isPlain || next.isPlain) return false
    const bytes = node.bytes + next.bytes - EMPTY_LISTPACK_BYTES
    if (exceedsListpack(this.#fill, bytes, node.count + next.count)) return false
    node.count += next.count
    node.bytes = bytes
    this.#nodes.splice(position + 1, 1)
    return true
  }
}

function addTo(node: Node, element: string): void {
  node.count++
  node.bytes += listpackEntryBytes(element)
}

/** Takes entries out of a node; returns a node with what was taken. */
function cutFrom(node: Node, count: number, bytes: number): Node {
  node.count -= count
  node.bytes -= bytes
  return { count, bytes: EMPTY_LISTPACK_BYTES + bytes, isPlain: false }
}
