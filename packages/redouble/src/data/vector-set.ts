import {
  dequantize,
  distance,
  normalized,
  projected,
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

/** A direction as a set keeps it. */
type Direction = Float32Array | Quantized | Uint32Array

export class VectorElement {
  readonly name: string
  /** Of the vector that was given; the direction has the length 1. */
  readonly length: number
  readonly direction: Direction
  /** The highest level of the graph in which the servers would find it. */
  readonly level: number
  attributes: string | null

  constructor(
    name: string,
    length: number,
    direction: Direction,
    level: number,
    attributes: string | null,
  ) {
    this.name = name
    this.length = length
    this.direction = direction
    this.level = level
    this.attributes = attributes
  }
}

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
export type VectorSetShape = Pick<
  VectorSetValue,
  'quantization' | 'dimension' | 'inputDimension' | 'maxLinks' | 'uid'
>

/**
 * A vector set. The servers keep a graph in which they find what is near, most of the time; here
 * all elements are looked at, which finds what is nearest, always.
 */
export class VectorSetValue {
  readonly quantization: Quantization
  readonly dimension: number
  /** Of the vectors that are given, when they are projected; 0 when they are not. */
  readonly inputDimension: number
  readonly maxLinks: number
  /** Tells vector sets apart. */
  readonly uid: number
  #elements = new Map<string, VectorElement>()
  /** How many vectors were ever added. */
  #lastUid = 0
  #attributesCount = 0

  /** A set of elements that a dump brings, in the order in which their vectors came. */
  static of(
    shape: VectorSetShape,
    elements: readonly VectorElement[],
    lastUid: number,
  ): VectorSetValue {
    const set = new VectorSetValue(shape)
    for (const element of elements) {
      set.#elements.set(element.name, element)
      if (element.attributes !== null) set.#attributesCount++
    }
    set.#lastUid = lastUid
    return set
  }

  constructor(shape: VectorSetShape) {
    this.quantization = shape.quantization
    this.dimension = shape.dimension
    this.inputDimension = shape.inputDimension
    this.maxLinks = shape.maxLinks
    this.uid = shape.uid
  }

  get size(): number {
    return this.#elements.size
  }

  get lastUid(): number {
    return this.#lastUid
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
    this.#lastUid++
    this.#elements.set(
      name,
      new VectorElement(name, length, this.#directionOf(unit), level, attributes),
    )
    return existing === undefined
  }

  delete(name: string): boolean {
    const element = this.#elements.get(name)
    if (element === undefined) return false
    this.setAttributes(element, null)
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

  /**
   * Whom an element would be linked with, from its highest level down to the lowest: the nearest of
   * those that were there before it, the nearest first, and then who came later.
   */
  links(element: VectorElement): Neighbour[][] {
    const before: Neighbour[] = []
    const after: Neighbour[] = []
    let isLater = false
    for (const other of this.#elements.values()) {
      if (other === element) isLater = true
      else {
        const far = this.#distance(element.direction, other.direction)
        const side = isLater ? after : before
        side.push({ element: other, distance: far })
      }
    }
    before.sort((a, b) => a.distance - b.distance)
    const levels: Neighbour[][] = []
    for (let level = element.level; level >= 0; level--) {
      const isThere = (other: Neighbour): boolean => other.element.level >= level
      const links = before.filter(isThere).slice(0, this.maxLinks)
      links.push(...after.filter(isThere))
      levels.push(links.slice(0, level === 0 ? 2 * this.maxLinks : this.maxLinks))
    }
    return levels
  }

  /** From 0 to 2. */
  distanceBetween(a: VectorElement, b: VectorElement): number {
    return this.#distance(a.direction, b.direction)
  }

  clone(): VectorSetValue {
    const copy = new VectorSetValue(this)
    for (const { name, length, direction, level, attributes } of this.#elements.values()) {
      const element = new VectorElement(name, length, direction, level, attributes)
      copy.#elements.set(name, element)
    }
    copy.#lastUid = this.#lastUid
    copy.#attributesCount = this.#attributesCount
    return copy
  }

  #projected(vector: Float32Array): Float32Array {
    const isGiven = this.inputDimension !== 0 && vector.length === this.inputDimension
    return isGiven ? projected(vector, this.dimension) : vector
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
