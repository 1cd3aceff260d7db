import type { VectorElement, VectorSetValue } from '../data/vector-set.ts'

/** Of how many that came before it an element looks for the nearest. */
const WINDOW = 64
/** Of how many, far back, it looks beside these, so that the graph has long ways too. */
const FAR = 8
/** A prime near 2^32 divided by the golden ratio scatters the far ones. */
const SCATTER = 2654435761

/** One element in the graph, by its place among the elements. */
export interface GraphNode {
  readonly element: VectorElement
  /** On each of its levels, the lowest first, the places of its neighbours. */
  readonly links: readonly number[][]
}

export function maxLinksAt(set: VectorSetValue, level: number): number {
  return level === 0 ? set.maxLinks * 2 : set.maxLinks
}

/**
 * A graph in which a server finds its way. The double has none of its own, for it looks at all
 * elements; so one is made for a dump: every element is linked with the nearest of some that came
 * before it, and they with it.
 */
export function graphOf(set: VectorSetValue): GraphNode[] {
  const nodes = [...set.elements()].map((element) => ({
    element,
    links: Array.from({ length: element.level + 1 }, (): number[] => []),
  }))
  const highest = nodes.reduce((level, { element }) => Math.max(level, element.level), 0)
  for (let level = 0; level <= highest; level++) linkLevel(set, nodes, level)
  return nodes
}

function linkLevel(set: VectorSetValue, nodes: readonly GraphNode[], level: number): void {
  const most = maxLinksAt(set, level)
  const places = nodes.flatMap(({ element }, i) => (element.level >= level ? [i] : []))
  for (let at = 1; at < places.length; at++) {
    const place = places[at]
    const { element, links } = nodes[place]
    const near = candidates(places, at).filter((one) => nodes[one].links[level].length < most)
    const byDistance = near
      .map((one) => ({ one, distance: set.distanceBetween(element, nodes[one].element) }))
      .sort((a, b) => a.distance - b.distance)
    for (const { one } of byDistance.slice(0, set.maxLinks)) {
      links[level].push(one)
      nodes[one].links[level].push(place)
    }
  }
}

function candidates(places: readonly number[], at: number): number[] {
  const chosen = places.slice(Math.max(0, at - WINDOW), at)
  const rest = at - chosen.length
  for (let i = 0; i < FAR && i < rest; i++) {
    const far = places[((at + i) * SCATTER) % rest]
    if (!chosen.includes(far)) chosen.push(far)
  }
  return chosen
}
