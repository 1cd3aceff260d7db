import { type Int64, narrow } from '../kernel/numbers.ts'
import type { Uint64 } from './stream-id.ts'
import { type Direction, VectorElement } from './vector-element.ts'
import { buildGraph, type VectorGraph } from './vector-graph.ts'
import {
  dequantize,
  distance,
  normalized,
  projected,
  projectionMatrix,
  quantize,
  type Quantized,
  quantizedDistance,
  signDistance,
  signsOf,
  vectorOfSigns,
} from './vector-numbers.ts'

/** How vectors are kept, by the names that VINFO answers. */
export type Quantization = 'int8' | 'f32' | 'bin'

/** A chance of one in four to be on each higher level. */
const LEVEL_CHANCE = 0.25
const LEVELS = 16

export interface Neighbour {
  readonly element: VectorElement
  /** From 0 to 2. */
  readonly distance: number
}

/** What is asked of a search; `admits` is a filter. */
export interface VectorQuery {
  readonly vector: Float32Array
  readonly count: number
  /** Of equally near ones the newest comes first, as the graph mostly has it; else the oldest. */
  readonly newestFirst: boolean
  readonly admits?: (element: VectorElement) => boolean
}

/** What a vector set is made with. */
export interface VectorSetShape {
  readonly quantization: Quantization
  readonly dimension: number
  /** Of the vectors that are given, when they are projected; 0 when they are not. */
  readonly inputDimension: number
  /** What they are projected with, row by row, unless it is what every set projects with. */
  readonly projection?: Float32Array
  readonly maxLinks: number
  /** Tells vector sets apart. */
  readonly uid: number
}

/** What a dump brings, the elements in the order in which their vectors came. */
export interface VectorSetContent {
  readonly elements: readonly VectorElement[]
  readonly graph: VectorGraph
  readonly lastUid: Uint64
}

/**
 * A vector set. The servers keep a graph in which they find what is near, most of the time; here
 * all elements are looked at, which finds what is nearest, always. A graph is made when somebody
 * wants to see it: for a dump, and for VLINKS.
 */
export class VectorSetValue implements VectorSetShape {
  readonly quantization: Quantization
  readonly dimension: number
  readonly inputDimension: number
  readonly maxLinks: number
  readonly uid: number
  #elements = new Map<string, VectorElement>()
  #projection: Float32Array | undefined
  /** As long as no vector comes or goes. */
  #graph: VectorGraph | undefined
  /** How many vectors were ever added. */
  #lastUid: Uint64 = 0
  #attributesCount = 0

  static of(shape: VectorSetShape, { elements, graph, lastUid }: VectorSetContent): VectorSetValue {
    const set = new VectorSetValue(shape)
    for (const element of elements) {
      set.#elements.set(element.name, element)
      if (element.attributes !== null) set.#attributesCount++
    }
    set.#graph = graph
    set.#lastUid = lastUid
    return set
  }

  constructor(shape: VectorSetShape) {
    this.quantization = shape.quantization
    this.dimension = shape.dimension
    this.inputDimension = shape.inputDimension
    this.#projection = shape.projection
    this.maxLinks = shape.maxLinks
    this.uid = shape.uid
  }

  get size(): number {
    return this.#elements.size
  }

  /** As the servers tell it, who take it for a signed number. */
  get lastUid(): Int64 {
    const uid = this.#lastUid
    return typeof uid === 'number' ? uid : narrow(BigInt.asIntN(64, uid))
  }

  get projection(): Float32Array {
    this.#projection ??= projectionMatrix(this.inputDimension, this.dimension)
    return this.#projection
  }

  get graph(): VectorGraph {
    this.#graph ??= buildGraph(this.#elements.values(), this.maxLinks, (a, b) =>
      this.distanceBetween(a, b),
    )
    return this.#graph
  }

  get attributesCount(): number {
    return this.#attributesCount
  }

  get maxLevel(): number {
    let level = 0
    for (const element of this.#elements.values()) level = Math.max(level, element.level)
    return level
  }

  get(name: string): VectorElement | undefined {
    return this.#elements.get(name)
  }

  /** In the order in which their vectors came. */
  elements(): IterableIterator<VectorElement> {
    return this.#elements.values()
  }

  names(): string[] {
    return [...this.#elements.keys()]
  }

  /** Adds an element or gives it another vector, keeping its attributes; true when it is new. */
  add(name: string, vector: Float32Array, random: () => number): boolean {
    const existing = this.#elements.get(name)
    this.#elements.delete(name)
    const { unit, length } = normalized(this.#projected(vector))
    let level = 0
    while (level < LEVELS - 1 && random() < LEVEL_CHANCE) level++
    const attributes = existing?.attributes ?? null
    const uid = nextUid(this.#lastUid)
    const direction = this.#directionOf(unit)
    this.#lastUid = uid
    this.#graph = undefined
    this.#elements.set(name, new VectorElement({ name, uid, length, direction, level, attributes }))
    return existing === undefined
  }

  delete(name: string): boolean {
    const element = this.#elements.get(name)
    if (element === undefined) return false
    this.setAttributes(element, null)
    this.#graph = undefined
    return this.#elements.delete(name)
  }

  setAttributes(element: VectorElement, attributes: string | null): void {
    if (element.attributes !== null) this.#attributesCount--
    element.attributes = attributes
    if (attributes !== null) this.#attributesCount++
  }

  /** The vector as far as it was kept. */
  vectorOf({ direction, length }: VectorElement): Float32Array {
    if (direction instanceof Uint32Array) return vectorOfSigns(direction, this.dimension)
    const unit = direction instanceof Float32Array ? direction : dequantize(direction)
    return unit.map((value) => value * length)
  }

  /** The nearest elements, the nearest first. */
  search({ vector, count, newestFirst, admits }: VectorQuery): Neighbour[] {
    const direction = this.#directionOf(normalized(this.#projected(vector)).unit)
    const found: Neighbour[] = []
    for (const element of this.#elements.values()) {
      if (admits !== undefined && !admits(element)) continue
      found.push({ element, distance: this.#distance(direction, element.direction) })
    }
    if (newestFirst) found.reverse()
    found.sort((a, b) => a.distance - b.distance)
    return found.length > count ? found.slice(0, count) : found
  }

  /** Whom an element is linked with, from its highest level down to the lowest. */
  links(element: VectorElement): Neighbour[][] {
    const levels = this.graph.get(element.name) ?? []
    return levels.toReversed().map(({ links }) =>
      links.flatMap((name) => {
        const other = this.#elements.get(name)
        if (other === undefined) return []
        return [{ element: other, distance: this.distanceBetween(element, other) }]
      }),
    )
  }

  /** From 0 to 2. */
  distanceBetween(a: VectorElement, b: VectorElement): number {
    return this.#distance(a.direction, b.direction)
  }

  clone(): VectorSetValue {
    const copy = new VectorSetValue(this)
    for (const element of this.#elements.values()) {
      copy.#elements.set(element.name, new VectorElement(element))
    }
    copy.#projection = this.#projection
    copy.#graph = this.#graph
    copy.#lastUid = this.#lastUid
    copy.#attributesCount = this.#attributesCount
    return copy
  }

  #projected(vector: Float32Array): Float32Array {
    const isGiven = this.inputDimension !== 0 && vector.length === this.inputDimension
    return isGiven ? projected(vector, this.projection, this.dimension) : vector
  }

  #directionOf(unit: Float32Array): Direction {
    if (this.quantization === 'f32') return unit
    return this.quantization === 'int8' ? quantize(unit) : signsOf(unit)
  }

  #distance(a: Direction, b: Direction): number {
    if (a instanceof Uint32Array) return signDistance(a, b as Uint32Array, this.dimension)
    if (a instanceof Float32Array) return distance(a, b as Float32Array)
    return quantizedDistance(a, b as Quantized)
  }
}

/** The next of 64 bits. */
function nextUid(uid: Uint64): Uint64 {
  if (typeof uid === 'number' && uid < Number.MAX_SAFE_INTEGER) return uid + 1
  return narrow(BigInt.asUintN(64, BigInt(uid) + 1n))
}
