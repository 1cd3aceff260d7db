import { farthestOf, insertByDistance, type Near } from './near.ts'
import type { VectorElement } from './vector-element.ts'

/** An element's neighbours on one level, and how many there may be. */
export interface GraphLevel {
  readonly links: readonly string[]
  readonly capacity: number
  /** Who is the farthest, as far as a dump has told it, be it true or not. */
  readonly farthest?: Near
}

/** By the elements' names: their levels from the lowest up. */
export type VectorGraph = ReadonlyMap<string, readonly GraphLevel[]>

type Distance = (a: VectorElement, b: VectorElement) => number

interface Node {
  readonly element: VectorElement
  /** Per level the nodes' places, and how far they are. */
  readonly neighbours: Near[][]
}

/** Up to so many elements all are looked at to find the nearest; the graph leads to more. */
const FEW = 200
/** How many near ones a way through the graph keeps in view. */
const VIEW = 40

export function linkCapacity(maxLinks: number, level: number): number {
  return level === 0 ? 2 * maxLinks : maxLinks
}

/**
 * The graph that a server has built when it was given these elements in this order: each is linked
 * with the nearest of those before it, and they with it. Where a neighbour has links enough, its
 * farthest makes room. Different from a server's, no link goes unless a common neighbour holds the
 * two together, and on the higher levels none goes at all: so every element can be reached from
 * every other, and ways over long distances stay.
 */
export function buildGraph(
  elements: Iterable<VectorElement>,
  maxLinks: number,
  distance: Distance,
): VectorGraph {
  const builder = new GraphBuilder(maxLinks, distance)
  for (const element of elements) builder.add(element)
  return builder.graph
}

class GraphBuilder {
  readonly #maxLinks: number
  readonly #distance: Distance
  readonly #nodes: Node[] = []
  /** The places of the nodes on each level, in the order in which they came. */
  readonly #levels: number[][] = []
  /** The last search that came by each node. */
  readonly #visits: number[] = []
  #searches = 0

  constructor(maxLinks: number, distance: Distance) {
    this.#maxLinks = maxLinks
    this.#distance = distance
  }

  get graph(): VectorGraph {
    const nameOf = ({ place }: Near): string => this.#nodes[place].element.name
    const graph = new Map<string, GraphLevel[]>()
    for (const { element, neighbours } of this.#nodes) {
      const levels = neighbours.map((near, level) => ({
        links: near.map(nameOf),
        capacity: Math.max(linkCapacity(this.#maxLinks, level), near.length),
      }))
      graph.set(element.name, levels)
    }
    return graph
  }

  add(element: VectorElement): void {
    const place = this.#nodes.length
    const neighbours = Array.from({ length: element.level + 1 }, (): Near[] => [])
    const found = this.#nearestOnLevels(element)
    this.#nodes.push({ element, neighbours })
    this.#visits.push(0)
    for (let level = 0; level <= element.level; level++) {
      if (level === this.#levels.length) this.#levels.push([])
      this.#connect(place, found[level] ?? [], level)
      this.#levels[level].push(place)
    }
  }

  /** Who is near an element on each of its levels, the nearest first. */
  #nearestOnLevels(element: VectorElement): Near[][] {
    const found: Near[][] = []
    let from: Near[] = []
    for (let level = this.#levels.length - 1; level >= 0; level--) {
      const there = this.#levels[level]
      if (there.length <= FEW) {
        from = there.map((place) => this.#near(element, place))
        from.sort((a, b) => a.distance - b.distance)
      } else from = this.#search(element, level, from)
      if (level <= element.level) found[level] = from
    }
    return found
  }

  #near(element: VectorElement, place: number): Near {
    return { place, distance: this.#distance(element, this.#nodes[place].element) }
  }

  /** Goes from neighbour to neighbour as long as it comes nearer. */
  #search(element: VectorElement, level: number, from: readonly Near[]): Near[] {
    const mark = ++this.#searches
    const first = this.#near(element, this.#levels[level][0])
    const view: Near[] = []
    for (const near of from.length === 0 ? [first] : from.slice(0, VIEW)) {
      this.#visits[near.place] = mark
      view.push(near)
    }
    const gone = new Set<number>()
    for (let i = 0; i < view.length; ) {
      const { place } = view[i]
      if (gone.has(place)) {
        i++
        continue
      }
      gone.add(place)
      let first = view.length
      for (const neighbour of this.#nodes[place].neighbours[level]) {
        if (this.#visits[neighbour.place] === mark) continue
        this.#visits[neighbour.place] = mark
        const at = insertByDistance(view, this.#near(element, neighbour.place), VIEW)
        first = Math.min(first, at)
      }
      i = Math.min(i, first)
    }
    return view
  }

  #connect(place: number, candidates: readonly Near[], level: number): void {
    const own = this.#nodes[place].neighbours[level]
    for (const { place: other, distance } of candidates) {
      if (own.length === this.#maxLinks) return
      const theirs = this.#nodes[other].neighbours[level]
      if (level > 0 || theirs.length < linkCapacity(this.#maxLinks, level)) {
        theirs.push({ place, distance })
      } else if (!this.#replaceFarthest(other, level, { place, distance })) continue
      own.push({ place: other, distance })
    }
    if (own.length > 0 || candidates.length === 0) return
    // Nobody has room. Rather than being alone it is one more than there should be.
    const [{ place: nearest, distance }] = candidates
    own.push({ place: nearest, distance })
    this.#nodes[nearest].neighbours[level].push({ place, distance })
  }

  /** Puts a nearer neighbour in the place of the farthest, when that one can be done without. */
  #replaceFarthest(owner: number, level: number, nearer: Near): boolean {
    const links = this.#nodes[owner].neighbours[level]
    const worst = farthestOf(links)
    const lost = links[worst]
    if (lost.distance <= nearer.distance) return false
    const back = this.#nodes[lost.place].neighbours[level]
    const isHeld = links.some(({ place }) => back.some((their) => their.place === place))
    if (!isHeld) return false
    back.splice(
      back.findIndex(({ place }) => place === owner),
      1,
    )
    links[worst] = nearer
    return true
  }
}
