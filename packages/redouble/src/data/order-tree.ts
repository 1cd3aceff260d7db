/** The nodes of a counting B+-tree over slots, and what keeps them in shape; they compare nothing. */

const LEAF_SLOTS = 128
const BRANCH_NODES = 64
/** What bulk building leaves free, so that the next insertions do not split at once. */
const LEAF_FILL = 112
const BRANCH_FILL = 56

/** Slots in order; neighbours are linked so that a range is read without climbing. */
export class Leaf {
  readonly slots: number[]
  previous: Leaf | null = null
  next: Leaf | null = null

  constructor(slots: number[]) {
    this.slots = slots
  }
}

/** Children in order, with what each holds and the slot it begins with. */
export class Branch {
  readonly nodes: Node[]
  readonly sizes: number[]
  readonly firsts: number[]
  size: number

  constructor(nodes: Node[]) {
    this.nodes = nodes
    this.sizes = nodes.map(sizeOf)
    this.firsts = nodes.map(firstOf)
    this.size = this.sizes.reduce((sum, size) => sum + size, 0)
  }
}

export type Node = Leaf | Branch

export function sizeOf(node: Node): number {
  return node instanceof Branch ? node.size : node.slots.length
}

export function firstOf(node: Node): number {
  return node instanceof Branch ? node.firsts[0] : node.slots[0]
}

export function firstLeaf(node: Node): Leaf {
  let below = node
  while (below instanceof Branch) below = below.nodes[0]
  return below
}

/** `splice(at, 0, value)` without its allocation. */
function insertAt<T>(items: T[], at: number, value: T): void {
  items.push(value)
  for (let i = items.length - 1; i > at; i--) items[i] = items[i - 1]
  items[at] = value
}

function removeAt<T>(items: T[], at: number, count: number): void {
  const length = items.length
  for (let i = at + count; i < length; i++) items[i - count] = items[i]
  items.length = length - count
}

/** Puts a slot into a leaf; returns the right half when the leaf had to be split. */
export function placeSlot(leaf: Leaf, at: number, slot: number): Leaf | null {
  insertAt(leaf.slots, at, slot)
  return leaf.slots.length > LEAF_SLOTS ? splitLeaf(leaf, at === leaf.slots.length - 1) : null
}

/** Puts a node into a branch, whose size has it already; returns the right half of a split. */
export function placeNode(branch: Branch, at: number, node: Node): Branch | null {
  adopt(branch, at, node)
  return branch.nodes.length > BRANCH_NODES
    ? splitBranch(branch, at === branch.nodes.length - 1)
    : null
}

function adopt(branch: Branch, at: number, node: Node): void {
  insertAt(branch.nodes, at, node)
  insertAt(branch.sizes, at, sizeOf(node))
  insertAt(branch.firsts, at, firstOf(node))
}

function disown(branch: Branch, at: number, count: number): void {
  removeAt(branch.nodes, at, count)
  removeAt(branch.sizes, at, count)
  removeAt(branch.firsts, at, count)
}

/** Splits in the middle, or, when growing at the end, leaves the full leaf full. */
function splitLeaf(leaf: Leaf, isAppend: boolean): Leaf {
  const at = isAppend ? leaf.slots.length - 1 : leaf.slots.length >>> 1
  const right = new Leaf(leaf.slots.splice(at))
  right.previous = leaf
  right.next = leaf.next
  if (right.next !== null) right.next.previous = right
  leaf.next = right
  return right
}

function splitBranch(branch: Branch, isAppend: boolean): Branch {
  const at = isAppend ? branch.nodes.length - 1 : branch.nodes.length >>> 1
  const right = new Branch(branch.nodes.splice(at))
  branch.sizes.length = at
  branch.firsts.length = at
  branch.size -= right.size
  return right
}

/** Removes `count` slots from `start` on below a node that keeps at least one. */
export function cut(node: Node, start: number, count: number): void {
  if (!(node instanceof Branch)) {
    removeAt(node.slots, start, count)
    return
  }
  node.size -= count
  let at = 0
  let before = start
  while (before >= node.sizes[at]) before -= node.sizes[at++]
  let rest = count
  if (before > 0) {
    const here = Math.min(rest, node.sizes[at] - before)
    cutChild(node, at, before, here)
    rest -= here
    at++
  }
  let whole = at
  while (rest > 0 && rest >= node.sizes[whole]) {
    unlink(node.nodes[whole])
    rest -= node.sizes[whole++]
  }
  if (whole > at) disown(node, at, whole - at)
  if (rest > 0) cutChild(node, at, 0, rest)
  if (at < node.nodes.length) merge(node, at)
  if (at > 0) merge(node, at - 1)
}

function cutChild(branch: Branch, at: number, start: number, count: number): void {
  const child = branch.nodes[at]
  cut(child, start, count)
  branch.sizes[at] -= count
  branch.firsts[at] = firstOf(child)
}

/** Takes the leaves below a node out of the chain. */
function unlink(node: Node): void {
  const first = firstLeaf(node)
  let last: Node = node
  while (last instanceof Branch) last = last.nodes[last.nodes.length - 1]
  if (first.previous !== null) first.previous.next = last.next
  if (last.next !== null) last.next.previous = first.previous
}

/** Joins a child with its right neighbour when both fit well into one. */
function merge(branch: Branch, at: number): void {
  if (at + 1 >= branch.nodes.length) return
  const left = branch.nodes[at]
  const right = branch.nodes[at + 1]
  if (left instanceof Branch && right instanceof Branch) {
    if (left.nodes.length + right.nodes.length > BRANCH_NODES / 2) return
    for (let i = 0; i < right.nodes.length; i++) adopt(left, left.nodes.length, right.nodes[i])
    left.size += right.size
  } else {
    const slots = (left as Leaf).slots
    const more = (right as Leaf).slots
    if (slots.length + more.length > LEAF_SLOTS / 2) return
    for (let i = 0; i < more.length; i++) slots.push(more[i])
    unlink(right)
  }
  branch.sizes[at] += branch.sizes[at + 1]
  disown(branch, at + 1, 1)
}

/** A tree over slots that are in order already. */
export function build(ordered: number[]): Node {
  let level: Node[] = []
  let previous: Leaf | null = null
  for (let i = 0; i < ordered.length; i += LEAF_FILL) {
    const leaf: Leaf = new Leaf(ordered.slice(i, i + LEAF_FILL))
    leaf.previous = previous
    if (previous !== null) previous.next = leaf
    previous = leaf
    level.push(leaf)
  }
  while (level.length > 1) {
    const above: Node[] = []
    for (let i = 0; i < level.length; i += BRANCH_FILL) {
      above.push(new Branch(level.slice(i, i + BRANCH_FILL)))
    }
    level = above
  }
  return level[0]
}
