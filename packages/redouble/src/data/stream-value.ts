import { addInt64, INT64_MIN, type Int64 } from '../kernel/numbers.ts'
import { compareIds, GREATEST_ID, idAfter, LEAST_ID, type StreamId } from './stream-id.ts'
import { StreamGroups } from './stream-group.ts'
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
  /** What becomes of references that groups hold; without it they are kept. */
  readonly references?: References
}

/**
 * What a deletion does with the references that groups hold to an entry: keeps them, deletes them
 * too, or spares the entry until there are none and no group is still to get it.
 */
export type References = 'keep' | 'delete' | 'acked'

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
  groups: StreamGroups = new StreamGroups()

  /** A stream of nodes that are there already, as a DUMP has them. */
  static of(nodes: StreamNode[]): StreamValue {
    const stream = new StreamValue()
    stream.#nodes = nodes
    for (const node of nodes) stream.#length += node.live
    return stream
  }

  /** The nodes in order: what are listpacks in Redis, deleted entries included. */
  get nodes(): readonly StreamNode[] {
    return this.#nodes.slice(this.#gone)
  }

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
    const index = node.find(id)
    if (index < 0) return false
    if (node.live === 1) this.#removeNode(position)
    else node.delete(index)
    this.#length--
    if (compareIds(id, this.maxDeletedId) > 0) this.maxDeletedId = id
    return true
  }

  /** The fields of an entry that is there. */
  fieldsOf(id: StreamId): readonly string[] | undefined {
    const position = this.#nodeFor(id)
    if (position < this.#gone) return undefined
    const node = this.#nodes[position]
    const index = node.find(id)
    return index < 0 ? undefined : node.fieldsAt(index)
  }

  /** Removes old entries from the front. Returns how many. */
  trim(rule: TrimRule): number {
    const references = rule.references ?? 'keep'
    if (references !== 'keep') return rule.isApproximate ? 0 : this.#trimEach(rule, references)
    let removed = 0
    while (this.#gone < this.#nodes.length) {
      if (rule.maxLength !== undefined && this.#length <= rule.maxLength) break
      const node = this.#nodes[this.#gone]
      if (rule.limit > 0 && removed + node.live > rule.limit) break
      if (this.#mayDrop(node, rule)) {
        removed += node.live
        this.#length -= node.live
        this.#removeNode(this.#gone)
        continue
      }
      if (!rule.isApproximate) removed += this.#trimWithin(node, rule, references)
      // Redis keeps a node that an exact MINID has emptied but whose deleted tail is not older.
      break
    }
    return removed
  }

  /** Trimming that looks at the references of each entry; whole nodes do not go at once then. */
  #trimEach(rule: TrimRule, references: References): number {
    let removed = 0
    let position = this.#gone
    while (position < this.#nodes.length) {
      if (rule.maxLength !== undefined && this.#length <= rule.maxLength) break
      const node = this.#nodes[position]
      const isWhole = this.#mayDrop(node, rule)
      removed += this.#trimWithin(node, rule, references)
      if (isWhole && node.live === 0) {
        const behind = this.#nodes.length - position - 1
        this.#removeNode(position)
        position = this.#nodes.length - behind
      } else if (!isWhole) break
      else position++
    }
    return removed
  }

  /** Deletes what the rule says of a node's entries. Returns how many. */
  #trimWithin(node: StreamNode, rule: TrimRule, references: References): number {
    const { maxLength, minId } = rule
    let removed = 0
    for (let i = node.nextLive(0); i < node.size; i = node.nextLive(i + 1)) {
      if (maxLength !== undefined && this.#length <= maxLength) break
      const id = node.idAt(i)
      if (minId !== undefined && compareIds(id, minId) >= 0) break
      if (references === 'acked' && this.groups.isAwaited(id)) continue
      if (references === 'delete') this.groups.forget(id)
      node.delete(i)
      this.#length--
      removed++
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
    copy.groups = this.groups.clone()
    return copy
  }

  #edge(isLast: boolean): StreamEntry | undefined {
    if (this.#length === 0) return undefined
    const step = isLast ? -1 : 1
    let position = isLast ? this.#nodes.length - 1 : this.#gone
    while (this.#nodes[position].live === 0) position += step
    const node = this.#nodes[position]
    const index = isLast ? node.previousLive(node.size - 1) : node.nextLive(0)
    return { id: node.idAt(index), fields: node.fieldsAt(index) }
  }

  #visitUp(start: StreamId, end: StreamId, see: EntryVisitor): void {
    // Most walks have no end; comparing with numbers of 64 bits is slow.
    const isOpen = end === GREATEST_ID
    let position = Math.max(this.#gone, this.#nodeFor(start))
    if (position >= this.#nodes.length) return
    let from = this.#nodes[position].lowerBound(start)
    for (; position < this.#nodes.length; position++, from = 0) {
      const node = this.#nodes[position]
      for (let index = node.nextLive(from); index < node.size; index = node.nextLive(index + 1)) {
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
      let index = isOpen ? node.size : node.lowerBound(end)
      if (index >= node.size || compareIds(node.idAt(index), end) > 0) index--
      for (index = node.previousLive(index); index >= 0; index = node.previousLive(index - 1)) {
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
  if (maxNodeEntries > 0 && node.size >= maxNodeEntries) return true
  let bytes = node.bytes
  for (let i = 0; i < fields.length; i++) bytes += fields[i].length
  return bytes >= (maxNodeBytes > 0 ? maxNodeBytes : MAX_LISTPACK_BYTES)
}
