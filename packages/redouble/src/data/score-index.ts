import { Branch, build, cut, firstLeaf, firstOf, Leaf, type Node } from './order-tree.ts'
import { placeNode, placeSlot, sizeOf } from './order-tree.ts'

/** Scores and members by slot; the owner writes them, the index only reads. */
export interface ScoreColumns {
  readonly scores: number[]
  readonly members: string[]
}

/**
 * The order of a sorted set: slots by score, then by the bytes of the member. A B+-tree that counts
 * what is below each branch, so that a rank is found, and found back, in O(log n). Splits and merges
 * touch one path; removing a range drops whole subtrees.
 */
export class ScoreIndex {
  readonly #columns: ScoreColumns
  #root: Node = new Leaf([])

  constructor(columns: ScoreColumns, ordered: number[] = []) {
    this.#columns = columns
    if (ordered.length > 0) this.#root = build(ordered)
  }

  get size(): number {
    return sizeOf(this.#root)
  }

  /** Adds a slot whose columns are set. */
  insert(slot: number): void {
    const split = this.#insert(this.#root, slot)
    if (split !== null) this.#root = new Branch([this.#root, split])
  }

  /** Takes a slot out, while its columns still are what they were when it went in. */
  remove(slot: number): void {
    const rank = this.rankOf(slot)
    this.removeRange(rank, 1)
  }

  /** Takes `count` slots out, beginning at a rank; they must exist. */
  removeRange(start: number, count: number): void {
    if (count <= 0) return
    if (count === this.size) {
      this.#root = new Leaf([])
      return
    }
    cut(this.#root, start, count)
    while (this.#root instanceof Branch && this.#root.nodes.length === 1)
      this.#root = this.#root.nodes[0]
  }

  rankOf(slot: number): number {
    return this.countBefore(this.#columns.scores[slot], this.#columns.members[slot])
  }

  /** How many come before this score and member. */
  countBefore(score: number, member: string): number {
    let node = this.#root
    let rank = 0
    while (node instanceof Branch) {
      const at = this.#childBefore(node, score, member)
      for (let i = 0; i < at; i++) rank += node.sizes[i]
      node = node.nodes[at]
    }
    return rank + this.#placeIn(node.slots, score, member)
  }

  /** How many have a score below this one, or, `inclusive`, not above it. */
  countBelow(score: number, inclusive: boolean): number {
    const scores = this.#columns.scores
    return this.#countWhile((slot) => scores[slot] < score || (inclusive && scores[slot] === score))
  }

  /** How many begin the order with a member below this one; meaningful when all scores are equal. */
  countBelowMember(member: string, inclusive: boolean): number {
    const members = this.#columns.members
    return this.#countWhile(
      (slot) => members[slot] < member || (inclusive && members[slot] === member),
    )
  }

  /** Reads on from a rank, forwards or backwards. */
  cursor(rank: number, reverse: boolean): SlotCursor {
    let node = this.#root
    let rest = rank
    while (node instanceof Branch) {
      let at = 0
      while (at < node.nodes.length - 1 && rest >= node.sizes[at]) rest -= node.sizes[at++]
      node = node.nodes[at]
    }
    return new SlotCursor(node, rest, reverse)
  }

  /** All slots in order. */
  ordered(): number[] {
    const out: number[] = []
    for (let leaf: Leaf | null = firstLeaf(this.#root); leaf !== null; leaf = leaf.next) {
      for (let i = 0; i < leaf.slots.length; i++) out.push(leaf.slots[i])
    }
    return out
  }

  #precedes(slot: number, score: number, member: string): boolean {
    const other = this.#columns.scores[slot]
    return other < score || (other === score && this.#columns.members[slot] < member)
  }

  /** The number of slots in a leaf before this score and member. */
  #placeIn(slots: number[], score: number, member: string): number {
    let low = 0
    let high = slots.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#precedes(slots[middle], score, member)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The child in which this score and member is, or would be put. */
  #childBefore(branch: Branch, score: number, member: string): number {
    const firsts = branch.firsts
    let low = 0
    let high = firsts.length - 1
    // Growing scores (times, counters) always end in the last child: look there first.
    if (this.#precedes(firsts[high], score, member)) return high
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#reaches(firsts[middle], score, member)) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Whether a slot is at or before this score and member. */
  #reaches(slot: number, score: number, member: string): boolean {
    const other = this.#columns.scores[slot]
    return other < score || (other === score && this.#columns.members[slot] <= member)
  }

  #insert(node: Node, slot: number): Node | null {
    const score = this.#columns.scores[slot]
    const member = this.#columns.members[slot]
    if (!(node instanceof Branch)) {
      return placeSlot(node, this.#placeIn(node.slots, score, member), slot)
    }
    const at = this.#childBefore(node, score, member)
    const split = this.#insert(node.nodes[at], slot)
    node.size++
    node.firsts[at] = firstOf(node.nodes[at])
    if (split === null) {
      node.sizes[at]++
      return null
    }
    node.sizes[at] = sizeOf(node.nodes[at])
    return placeNode(node, at + 1, split)
  }

  /** The number of slots at the head of the order for which `holds` is true; it must be monotonic. */
  #countWhile(holds: (slot: number) => boolean): number {
    let node = this.#root
    let count = 0
    while (node instanceof Branch) {
      let low = 0
      let high = node.firsts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >>> 1
        if (holds(node.firsts[middle])) low = middle
        else high = middle - 1
      }
      for (let i = 0; i < low; i++) count += node.sizes[i]
      node = node.nodes[low]
    }
    let low = 0
    let high = node.slots.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (holds(node.slots[middle])) low = middle + 1
      else high = middle
    }
    return count + low
  }
}

/** Reads slots one after the other. The index must not change meanwhile. */
export class SlotCursor {
  #leaf: Leaf | null
  #at: number
  readonly #reverse: boolean

  constructor(leaf: Leaf, at: number, reverse: boolean) {
    this.#leaf = leaf
    this.#at = at
    this.#reverse = reverse
  }

  /** The next slot, -1 at the end. */
  next(): number {
    let leaf = this.#leaf
    if (leaf === null) return -1
    if (this.#reverse) {
      if (this.#at < 0) {
        leaf = leaf.previous
        this.#leaf = leaf
        if (leaf === null) return -1
        this.#at = leaf.slots.length - 1
      }
      return leaf.slots[this.#at--]
    }
    if (this.#at >= leaf.slots.length) {
      leaf = leaf.next
      this.#leaf = leaf
      if (leaf === null) return -1
      this.#at = 0
    }
    return leaf.slots[this.#at++]
  }
}
