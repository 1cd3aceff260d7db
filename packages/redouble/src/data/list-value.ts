import { EMPTY_LISTPACK_BYTES, listpackEntryBytes } from './listpack-size.ts'
import {
  type EntrySizes,
  exceedsListpack,
  type ListpackLimits,
  listpackLimits,
  type QuicklistNode,
  QuicklistNodes,
} from './quicklist-nodes.ts'
import { StringDeque } from './string-deque.ts'

/**
 * A list. The elements live in a deque; beside it stands the accounting by which OBJECT ENCODING
 * says `listpack` or `quicklist`. Commands tell when the servers consider a conversion: `grow`
 * before they add, `shrink` after they took away. `fill` is list-max-listpack-size.
 */
export class ListValue implements EntrySizes {
  readonly #isAlwaysQuicklist: boolean
  #items: StringDeque
  /** Of the listpack, while it is one. */
  #bytes = EMPTY_LISTPACK_BYTES
  /** Of the quicklist, when it is one. */
  #nodes: QuicklistNodes | null = null

  /** Up to Redis 7.0 every list is a quicklist. */
  constructor(isAlwaysQuicklist = false, items: StringDeque = new StringDeque()) {
    this.#isAlwaysQuicklist = isAlwaysQuicklist
    this.#items = items
  }

  /**
   * A list of these elements, made at once as SORT stores one: a quicklist, and a listpack when one
   * node holds it all.
   */
  static of(elements: readonly string[], fill: number, isAlwaysQuicklist: boolean): ListValue {
    const list = new ListValue(isAlwaysQuicklist)
    list.#nodes = new QuicklistNodes(fill, !isAlwaysQuicklist)
    for (const element of elements) list.pushTail(element)
    list.#packWithin(listpackLimits(fill))
    return list
  }

  /**
   * A list whose nodes were cut elsewhere, as a dump brings it; a listpack when one holds it all,
   * unless `mayPack` is false.
   */
  static ofNodes(
    nodes: readonly { readonly elements: readonly string[]; readonly isPlain: boolean }[],
    fill: number,
    isAlwaysQuicklist: boolean,
    mayPack = true,
  ): ListValue {
    const items = nodes.flatMap(({ elements }) => elements)
    const list = new ListValue(isAlwaysQuicklist, new StringDeque(items))
    const own = new QuicklistNodes(fill, !isAlwaysQuicklist)
    for (const { elements, isPlain } of nodes) {
      const bytes = isPlain ? elements[0].length : listpackBytes(elements)
      own.appendNode(elements.length, bytes, isPlain)
    }
    list.#nodes = own
    if (mayPack) list.#packWithin(listpackLimits(fill))
    return list
  }

  get length(): number {
    return this.#items.length
  }

  get encoding(): 'listpack' | 'quicklist' {
    return this.#nodes === null && !this.#isAlwaysQuicklist ? 'listpack' : 'quicklist'
  }

  /** Nodes of the quicklist, as DEBUG OBJECT counts them; 0 for a listpack. */
  get nodeCount(): number {
    return this.#nodes?.length ?? 0
  }

  /** The nodes of the quicklist; a listpack is one. For reading only. */
  get nodes(): readonly QuicklistNode[] {
    return this.#nodes?.all ?? [{ count: this.length, bytes: this.#bytes, isPlain: false }]
  }

  /** Bytes of the listpack or of all nodes, as DEBUG OBJECT says. */
  get nodeBytes(): number {
    return this.#nodes?.bytes ?? this.#bytes
  }

  /** The element at an index that is in range. */
  at(index: number): string {
    return this.#items.at(index)
  }

  /** The elements from `from` up to and without `to`, both in range. */
  slice(from: number, to: number): string[] {
    return this.#items.slice(from, to)
  }

  /**
   * Before elements are added (those of `added` from `start` on): becomes a quicklist when the
   * listpack would get too large. The servers estimate by the bare lengths of what comes.
   */
  grow(added: readonly string[], start: number, fill: number): void {
    if (this.#nodes !== null) return
    if (this.#isAlwaysQuicklist) {
      this.#nodes = new QuicklistNodes(fill, false)
      return
    }
    let bytes = this.#bytes
    for (let i = start; i < added.length; i++) bytes += added[i].length
    if (!exceedsListpack(fill, bytes, this.length + added.length - start)) return
    this.#nodes = new QuicklistNodes(fill)
    this.#nodes.appendNode(this.length, this.#bytes)
  }

  /** After elements were taken away: a quicklist of one small node becomes a listpack. */
  shrink(fill: number): void {
    if (this.#nodes === null) return
    const { bytes, entries } = listpackLimits(fill)
    // Half the limits, so that a list at the limit does not go to and fro.
    this.#packWithin({ bytes: bytes / 2, entries: Math.floor(entries / 2) })
  }

  #packWithin(limits: ListpackLimits): void {
    if (this.#isAlwaysQuicklist) return
    const bytes = this.#nodes?.singleListpackBytes
    if (bytes === undefined || bytes > limits.bytes || this.length > limits.entries) return
    this.#nodes = null
    this.#bytes = bytes
  }

  pushHead(element: string): void {
    if (this.#nodes !== null) this.#nodes.push(true, element)
    else this.#bytes += listpackEntryBytes(element)
    this.#items.pushHead(element)
  }

  pushTail(element: string): void {
    if (this.#nodes !== null) this.#nodes.push(false, element)
    else this.#bytes += listpackEntryBytes(element)
    this.#items.pushTail(element)
  }

  popHead(): string {
    const element = this.#items.popHead()
    if (this.#nodes !== null) this.#nodes.pop(true, element)
    else this.#bytes -= listpackEntryBytes(element)
    return element
  }

  popTail(): string {
    const element = this.#items.popTail()
    if (this.#nodes !== null) this.#nodes.pop(false, element)
    else this.#bytes -= listpackEntryBytes(element)
    return element
  }

  set(index: number, element: string): void {
    const old = this.#items.at(index)
    if (this.#nodes !== null) this.#nodes.replace(index, old, element, this)
    else this.#bytes += listpackEntryBytes(element) - listpackEntryBytes(old)
    this.#items.set(index, element)
  }

  /** Puts an element before or after the one at `index`. */
  insert(index: number, element: string, after: boolean): void {
    if (this.#nodes !== null) this.#nodes.insert(index, element, after, this)
    else this.#bytes += listpackEntryBytes(element)
    this.#items.insert(after ? index + 1 : index, element)
  }

  /** Removes the elements from `from` up to and without `to`. */
  removeRange(from: number, to: number): void {
    if (this.#nodes !== null) this.#nodes.removeRange(from, to, this)
    else this.#bytes -= this.bytesOf(from, to)
    this.#items.removeRange(from, to)
  }

  /** Removes up to `limit` elements equal to `element`, from one end. Returns how many. */
  removeMatches(element: string, limit: number, fromTail: boolean): number {
    const indexes: number[] = []
    const length = this.length
    for (let i = 0; i < length && indexes.length < limit; i++) {
      const index = fromTail ? length - 1 - i : i
      if (this.#items.at(index) === element) indexes.push(index)
    }
    if (indexes.length === 0) return 0
    if (fromTail) indexes.reverse()
    if (this.#nodes !== null) this.#nodes.removeAll(indexes, element)
    else this.#bytes -= indexes.length * listpackEntryBytes(element)
    this.#items.removeAll(indexes)
    return indexes.length
  }

  clone(): ListValue {
    const copy = new ListValue(this.#isAlwaysQuicklist, this.#items.clone())
    copy.#bytes = this.#bytes
    copy.#nodes = this.#nodes?.clone() ?? null
    return copy
  }

  /** The listpack bytes of the elements from `from` up to and without `to`. */
  bytesOf(from: number, to: number): number {
    let bytes = 0
    for (let i = from; i < to; i++) bytes += listpackEntryBytes(this.#items.at(i))
    return bytes
  }
}

function listpackBytes(elements: readonly string[]): number {
  return elements.reduce((sum, one) => sum + listpackEntryBytes(one), EMPTY_LISTPACK_BYTES)
}
