import type { Uint64 } from '../data/stream-id.ts'
import type { Near } from '../data/near.ts'
import { directionBytes, numberBytes, type VectorElement } from '../data/vector-element.ts'
import type { Quantization, VectorSetValue } from '../data/vector-set.ts'
import type { RdbDialect } from './dialect.ts'
import { ModulePart } from './format.ts'
import type { RdbWriter } from './rdb-writer.ts'

/** `vectorset`, version 0. */
export const VECTOR_SET_MODULE = 0xbde72da2bb1eb400n
/** How vectors are kept, by the numbers in a dump. */
export const QUANTIZATIONS: readonly Quantization[] = ['f32', 'int8', 'bin']
export const VectorFlag = { projection: 1, attributes: 2 } as const
/** Where a level is told, this says that the worst links are told too. */
export const WORST_LINKS_FLAG = 0x01000000

const bits = new DataView(new ArrayBuffer(8))

/** Two floats in 64 bits. */
function twoFloats(high: number, low: number): bigint {
  bits.setFloat32(0, high)
  bits.setFloat32(4, low)
  return bits.getBigUint64(0)
}

export function saveVectorSet(
  out: RdbWriter,
  set: VectorSetValue,
  { rdbVectorSets }: RdbDialect,
): void {
  const part = (value: Uint64): void => {
    out.count(ModulePart.unsigned)
    out.count(value)
  }
  const text = (value: string): void => {
    out.count(ModulePart.string)
    out.string(value)
  }
  const hasAttributes = set.attributesCount > 0
  const hasProjection = set.inputDimension > 0
  out.count(VECTOR_SET_MODULE)
  part(set.dimension)
  part(set.size)
  part(set.maxLinks * 256 + QUANTIZATIONS.indexOf(set.quantization))
  part((hasProjection ? VectorFlag.projection : 0) | (hasAttributes ? VectorFlag.attributes : 0))
  if (hasProjection) {
    part(set.inputDimension)
    text(numberBytes(set.projection))
  }
  const tellsWorst = rdbVectorSets === 'worst-links'
  // The youngest first.
  for (const element of [...set.elements()].reverse()) {
    text(element.name)
    if (hasAttributes) text(element.attributes ?? '')
    text(directionBytes(element.direction))
    const numbers = numbersOf(set, element, tellsWorst)
    part(numbers.length)
    for (const number of numbers) part(number)
  }
  out.count(ModulePart.end)
}

/** An element's id, its level, its links on each, and how long and how wide its vector is. */
function numbersOf(set: VectorSetValue, element: VectorElement, tellsWorst: boolean): Uint64[] {
  const { direction, length, level, name, uid } = element
  const numbers: Uint64[] = [uid, tellsWorst ? level + WORST_LINKS_FLAG : level]
  for (const { links, capacity, farthest } of set.graph.get(name) ?? []) {
    const linked = links.map((other) => set.get(other) as VectorElement)
    numbers.push(linked.length, capacity)
    for (const other of linked) numbers.push(other.uid)
    if (!tellsWorst) continue
    const { place, distance } = farthest ?? farthestLink(set, element, linked)
    numbers.push(twoFloats(distance, 0) | BigInt(place))
  }
  numbers.push(twoFloats('range' in direction ? direction.range : 0, length))
  return numbers
}

/** How far the farthest neighbour is, and which of them it is; none is nearer than 0. */
function farthestLink(
  set: VectorSetValue,
  element: VectorElement,
  linked: readonly VectorElement[],
): Near {
  let farthest: Near = { place: 0, distance: 0 }
  for (const [place, other] of linked.entries()) {
    const distance = set.distanceBetween(element, other)
    if (distance > farthest.distance) farthest = { place, distance }
  }
  return farthest
}
