import { addInt64, INT64_MIN, type Int64 } from '../kernel/numbers.ts'
import { compareIds, GREATEST_ID, idAfter, LEAST_ID, type StreamId } from './stream-id.ts'
import { StreamNode } from './stream-node.ts'

/** stream-node-max-bytes and stream-node-max-entries; 0 is no limit. */
export interface StreamLimits {
  readonly maxNodeBytes: number
  readonly maxNodeEntries: number
}

/** What XTRIM and XADD's own trimming remove. */
export interface TrimRule {
  /** Keep so many of the youngest entries. */
  readonly maxLength?: number
  /** Remove what is older than this id. */
  readonly minId?: StreamId
  /** `~`: whole nodes only. */
  readonly isApproximate: boolean
  /** With `~`: at most about so many entries; 0 is no limit. */
  readonly limit: number
}

export interface StreamEntry {
  readonly id: StreamId
  /** Field, value, field, value, …; never changed once it is here. */
  readonly fields: readonly string[]
}

/** Sees an entry; false ends the walk. */
export type EntryVisitor = (id: StreamId, fields: readonly string[]) => boolean

/** No listpack grows beyond this, whatever the limits say. */
const MAX_LISTPACK_BYTES = 2 ** 30
/** Below so many trimmed nodes it is not worth moving the others. */
const MIN_GONE_TO_MOVE = 32
/** Stands where a trimmed node was. */
const NO_NODE = new StreamNode(LEAST_ID, [])

/** A stream: nodes of entries in the order of their ids. */
export class StreamValue {
  #nodes: StreamNode[] = []
  /** How many nodes at the front were trimmed away. */
  #gone = 0
  #length = 0
  lastId: StreamId = LEAST_ID
  maxDeletedId: StreamId = LEAST_ID
  /** All entries ever added, the deleted ones too; wraps around as in Redis. */
  entriesAdded: Int64 = 0

  get length(): number {
    return this.#length
  }

  /** The id of the oldest entry; 0-0 when there is none. */
  get firstId(): StreamId {
    return this.#edge(false)?.id ?? LEAST_ID
  }

  /** The nodes' first ids: the keys of Redis's radix tree. */
  get nodeIds(): StreamId[] {
    return this.#nodes.slice(this.#gone).map((node) => node.first)
  }

  /** The id that `*` gives at a time, or null when no id is left. */
  nextId(now: number): StreamId | null {
    return now > this.lastId.ms ? { ms: now, seq: 0 } : idAfter(this.lastId)
  }

  /** Appends an entry whose id is above `lastId`. */
  append(id: StreamId, fields: readonly string[], limits: StreamLimits): void {
    let node = this.#nodes[this.#nodes.length - 1]
    if (this.#gone === this.#nodes.length || isFull(node, fields, limits)) {
      node = new StreamNode(
        id,
        fields.filter((_, index) => index % 2 === 0),
      )
      this.#nodes.push(node)
    }
    node.append(id, fields)
    this.#length++
    this.lastId = id
    this.entriesAdded = addInt64(this.entriesAdded, 1) ?? INT64_MIN
  }

  /** True when the entry was there. */
  delete(id: StreamId): boolean {
    const position = this.#nodeFor(id)
    if (position < this.#gone) return false
    const node = this.#nodes[position]
    const index = node.lowerBound(id)
    if (index === node.live || compareIds(node.idAt(index), id) !== 0) return false
    if (node.live === 1) this.#removeNode(position)
    else node.delete(index, 1)
    this.#length--
    if (compareIds(id, this.maxDeletedId) > 0) this.maxDeletedId = id
    return true
  }

  /** Removes old entries from the front. Returns how many. */
  trim(rule: TrimRule): number {
    let removed = 0
    while (this.#gone < this.#nodes.length) {
      if (rule.maxLength !== undefined && this.#length <= rule.maxLength) break
      const node = this.#nodes[this.#gone]
      if (rule.limit > 0 && removed + node.live > rule.limit) break
      const isWhole = this.#mayDrop(node, rule)
      if (!isWhole && rule.isApproximate) break
      const count = isWhole ? node.live : this.#surplusIn(node, rule)
      if (isWhole) this.#removeNode(this.#gone)
      else if (count > 0) node.delete(0, count)
      this.#length -= count
      removed += count
      // Redis keeps a node that an exact MINID has emptied but whose deleted tail is not older.
      if (!isWhole) break
    }
    return removed
  }

  /** Visits the entries from `start` to `end`, both included, oldest or youngest first. */
  visit(start: StreamId, end: StreamId, isReverse: boolean, see: EntryVisitor): void {
    if (isReverse) this.#visitDown(start, end, see)
    else this.#visitUp(start, end, see)
  }

  /** `visit` as an array. */
  range(start: StreamId, end: StreamId, isReverse = false): StreamEntry[] {
    const entries: StreamEntry[] = []
    this.visit(start, end, isReverse, (id, fields) => {
      entries.push({ id, fields })
      return true
    })
    return entries
  }

  /** The oldest entry that is there. */
  firstEntry(): StreamEntry | undefined {
    return this.#edge(false)
  }

  /** The youngest entry that is there. */
  lastEntry(): StreamEntry | undefined {
    return this.#edge(true)
  }

  clone(): StreamValue {
    const copy = new StreamValue()
    copy.#nodes = this.#nodes.slice(this.#gone).map((node) => node.clone())
    copy.#length = this.#length
    copy.lastId = this.lastId
    copy.maxDeletedId = this.maxDeletedId
    copy.entriesAdded = this.entriesAdded
    return copy
  }

  #edge(isLast: boolean): StreamEntry | undefined {
    if (this.#length === 0) return undefined
    const step = isLast ? -1 : 1
    let position = isLast ? this.#nodes.length - 1 : this.#gone
    while (this.#nodes[position].live === 0) position += step
    const node = this.#nodes[position]
    const index = isLast ? node.live - 1 : 0
    return { id: node.idAt(index), fields: node.fieldsAt(index) }
  }

  #visitUp(start: StreamId, end: StreamId, see: EntryVisitor): void {
    // Most walks have no end; comparing with numbers of 64 bits is slow.
    const isOpen = end === GREATEST_ID
    let position = Math.max(this.#gone, this.#nodeFor(start))
    if (position >= this.#nodes.length) return
    let index = this.#nodes[position].lowerBound(start)
    for (; position < this.#nodes.length; position++, index = 0) {
      const node = this.#nodes[position]
      for (; index < node.live; index++) {
        const id = node.idAt(index)
        if (!isOpen && compareIds(id, end) > 0) return
        if (!see(id, node.fieldsAt(index))) return
      }
    }
  }

  #visitDown(start: StreamId, end: StreamId, see: EntryVisitor): void {
    const isOpen = end === GREATEST_ID
    let position = isOpen ? this.#nodes.length - 1 : this.#nodeFor(end)
    for (; position >= this.#gone; position--) {
      const node = this.#nodes[position]
      let index = isOpen ? node.live : node.lowerBound(end)
      if (index >= node.live || compareIds(node.idAt(index), end) > 0) index--
      for (; index >= 0; index--) {
        const id = node.idAt(index)
        if (compareIds(id, start) < 0) return
        if (!see(id, node.fieldsAt(index))) return
      }
    }
  }

  /** The last node that begins at or before an id; -1 when all begin behind it. */
  #nodeFor(id: StreamId): number {
    let low = this.#gone
    let high = this.#nodes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareIds(this.#nodes[middle].first, id) <= 0) low = middle + 1
      else high = middle
    }
    return low > this.#gone ? low - 1 : -1
  }

  /** Whether all of a node is older than the rule keeps, its deleted entries too. */
  #mayDrop(node: StreamNode, rule: TrimRule): boolean {
    if (rule.maxLength !== undefined) return this.#length - node.live >= rule.maxLength
    return compareIds(node.last, rule.minId as StreamId) < 0
  }

  #surplusIn(node: StreamNode, rule: TrimRule): number {
    if (rule.maxLength !== undefined) return this.#length - rule.maxLength
    return node.lowerBound(rule.minId as StreamId)
  }

  #removeNode(position: number): void {
    if (position > this.#gone) {
      this.#nodes.splice(position, 1)
      return
    }
    this.#nodes[this.#gone++] = NO_NODE
    if (this.#gone < MIN_GONE_TO_MOVE || this.#gone * 2 < this.#nodes.length) return
    this.#nodes.splice(0, this.#gone)
    this.#gone = 0
  }
}

/** Whether a node takes no further entry. The new entry's listpack overhead does not count. */
function isFull(node: StreamNode, fields: readonly string[], limits: StreamLimits): boolean {
  const { maxNodeBytes, maxNodeEntries } = limits
  if (maxNodeEntries > 0 && node.live + node.deleted >= maxNodeEntries) return true
  let bytes = node.bytes
  for (let i = 0; i < fields.length; i++) bytes += fields[i].length
  return bytes >= (maxNodeBytes > 0 ? maxNodeBytes : MAX_LISTPACK_BYTES)
}
