import {
  compareIds,
  GREATEST_ID,
  idAfter,
  LEAST_ID,
  type StreamId,
} from './stream-id.ts'
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
  readonly fields: readonly string[]
}

/** A stream: nodes of entries in the order of their ids. */
export class StreamValue {
  #nodes: StreamNode[] = []
  #length = 0
  lastId: StreamId = LEAST_ID
  maxDeletedId: StreamId = LEAST_ID
  /** All entries ever added, the deleted ones too. */
  entriesAdded: number | bigint = 0
  #firstId: StreamId = LEAST_ID

  get length(): number {
    return this.#length
  }

  /** The id of the oldest entry; 0-0 when there is none. */
  get firstId(): StreamId {
    return this.#firstId
  }

  /** The nodes' first ids: the keys of Redis's radix tree. */
  get nodeIds(): StreamId[] {
    return this.#nodes.map((node) => node.first)
  }

  /** The id that `*` gives at a time, or null when no id is left. */
  nextId(now: number): StreamId | null {
    if (now > this.lastId.ms) return { ms: now, seq: 0 }
    return idAfter(this.lastId)
  }

  /** Appends an entry whose id is above `lastId`. */
  append(id: StreamId, fields: readonly string[], limits: StreamLimits): void {
    let node = this.#nodes[this.#nodes.length - 1]
    if (node === undefined || isFull(node, fields, limits)) {
      node = new StreamNode(fields)
      this.#nodes.push(node)
    }
    node.append(id, fields)
    if (this.#length === 0) this.#firstId = id
    this.#length++
    this.lastId = id
    this.entriesAdded = typeof this.entriesAdded === 'number' ? this.entriesAdded + 1 : this.entriesAdded + 1n
  }

  /** True when the entry was there. */
  delete(id: StreamId): boolean {
    const position = this.#nodeFor(id)
    const node = this.#nodes[position]
    if (node === undefined) return false
    const index = node.lowerBound(id)
    if (index >= node.count || compareIds(node.idAt(index), id) !== 0) return false
    if (node.fieldsAt(index) === null) return false
    node.delete(index)
    if (node.live === 0) this.#nodes.splice(position, 1)
    this.#length--
    if (compareIds(id, this.maxDeletedId) > 0) this.maxDeletedId = id
    if (compareIds(id, this.#firstId) === 0) this.#findFirst()
    return true
  }

  /** Removes old entries from the front. Returns how many. */
  trim(rule: TrimRule): number {
    let removed = 0
    let gone = 0
    for (const node of this.#nodes) {
      if (rule.maxLength !== undefined && this.#length <= rule.maxLength) break
      if (rule.limit > 0 && removed + node.live > rule.limit) break
      if (this.#mayDrop(node, rule)) {
        this.#length -= node.live
        removed += node.live
        gone++
        continue
      }
      if (!rule.isApproximate) removed += this.#trimWithin(node, rule)
      break
    }
    if (gone > 0) this.#nodes.splice(0, gone)
    if (removed > 0) this.#findFirst()
    return removed
  }

  /** Entries from `start` to `end`, both included, oldest or youngest first. */
  *range(start: StreamId, end: StreamId, isReverse = false): IterableIterator<StreamEntry> {
    if (isReverse) yield* this.#rangeDown(start, end)
    else yield* this.#rangeUp(start, end)
  }

  /** The youngest entry that is there. */
  lastEntry(): StreamEntry | undefined {
    for (const entry of this.range(LEAST_ID, GREATEST_ID, true)) return entry
    return undefined
  }

  clone(): StreamValue {
    const copy = new StreamValue()
    copy.#nodes = this.#nodes.map((node) => node.clone())
    copy.#length = this.#length
    copy.lastId = this.lastId
    copy.maxDeletedId = this.maxDeletedId
    copy.entriesAdded = this.entriesAdded
    copy.#firstId = this.#firstId
    return copy
  }

  *#rangeUp(start: StreamId, end: StreamId): IterableIterator<StreamEntry> {
    for (let position = Math.max(0, this.#nodeFor(start)); position < this.#nodes.length; position++) {
      const node = this.#nodes[position]
      for (let index = node.lowerBound(start); index < node.count; index++) {
        const id = node.idAt(index)
        if (compareIds(id, end) > 0) return
        const fields = node.fieldsAt(index)
        if (fields !== null) yield { id, fields }
      }
    }
  }

  *#rangeDown(start: StreamId, end: StreamId): IterableIterator<StreamEntry> {
    for (let position = this.#nodeFor(end); position >= 0; position--) {
      const node = this.#nodes[position]
      let index = node.lowerBound(end)
      if (index >= node.count || compareIds(node.idAt(index), end) > 0) index--
      for (; index >= 0; index--) {
        const id = node.idAt(index)
        if (compareIds(id, start) < 0) return
        const fields = node.fieldsAt(index)
        if (fields !== null) yield { id, fields }
      }
    }
  }

  /** The last node that begins at or before an id; -1 when all begin behind it. */
  #nodeFor(id: StreamId): number {
    let low = 0
    let high = this.#nodes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareIds(this.#nodes[middle].first, id) <= 0) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #mayDrop(node: StreamNode, rule: TrimRule): boolean {
    if (rule.maxLength !== undefined) return this.#length - node.live >= rule.maxLength
    return compareIds(node.last, rule.minId as StreamId) < 0
  }

  #trimWithin(node: StreamNode, rule: TrimRule): number {
    let removed = 0
    for (let index = 0; index < node.count; index++) {
      if (node.fieldsAt(index) === null) continue
      const isDone =
        rule.maxLength !== undefined
          ? this.#length <= rule.maxLength
          : compareIds(node.idAt(index), rule.minId as StreamId) >= 0
      if (isDone) break
      node.delete(index)
      this.#length--
      removed++
    }
    return removed
  }

  #findFirst(): void {
    this.#firstId = LEAST_ID
    for (const { id } of this.range(LEAST_ID, GREATEST_ID)) {
      this.#firstId = id
      break
    }
  }
}

/** Whether a node takes no further entry. The new entry's listpack overhead does not count. */
function isFull(node: StreamNode, fields: readonly string[], limits: StreamLimits): boolean {
  if (limits.maxNodeEntries > 0 && node.count >= limits.maxNodeEntries) return true
  if (limits.maxNodeBytes === 0) return false
  let added = 0
  for (const text of fields) added += text.length
  return node.bytes + added >= limits.maxNodeBytes
}
