import type { Uint64 } from '../data/stream-id.ts'
import { projectionMatrix } from '../data/vector-numbers.ts'
import type { Quantization, VectorElement, VectorSetValue } from '../data/vector-set.ts'
import type { RdbDialect } from './dialect.ts'
import { ModulePart } from './format.ts'
import type { RdbWriter } from './rdb-writer.ts'
import { graphOf, type GraphNode, maxLinksAt } from './vector-graph.ts'

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
  part(
    (hasProjection ? VectorFlag.projection : 0) | (hasAttributes ? VectorFlag.attributes : 0),
  )
  if (hasProjection) {
    part(set.inputDimension)
    text(bytesOf(projectionMatrix(set.inputDimension, set.dimension)))
  }
  const nodes = graphOf(set)
  const firstId = set.lastUid - nodes.length + 1
  const tellsWorst = rdbVectorSets === 'worst-links'
  // The youngest first.
  for (let place = nodes.length - 1; place >= 0; place--) {
    const { element } = nodes[place]
    text(element.name)
    if (hasAttributes) text(element.attributes ?? '')
    text(directionBytes(element))
    const numbers = numbersOf(set, nodes, place, firstId, tellsWorst)
    part(numbers.length)
    for (const number of numbers) part(number)
  }
  out.count(ModulePart.end)
}

/** An element's id, its level, its links on each, and how long and how wide its vector is. */
function numbersOf(
  set: VectorSetValue,
  nodes: readonly GraphNode[],
  place: number,
  firstId: number,
  tellsWorst: boolean,
): Uint64[] {
  const { element, links } = nodes[place]
  const level = tellsWorst ? element.level + WORST_LINKS_FLAG : element.level
  const numbers: Uint64[] = [firstId + place, level]
  for (const [at, neighbours] of links.entries()) {
    numbers.push(neighbours.length, maxLinksAt(set, at))
    for (const one of neighbours) numbers.push(firstId + one)
    if (tellsWorst) numbers.push(worstOf(set, nodes, place, neighbours))
  }
  const range = 'range' in element.direction ? element.direction.range : 0
  numbers.push(twoFloats(range, element.length))
  return numbers
}

/** How far the farthest neighbour is, and which of them it is. */
function worstOf(
  set: VectorSetValue,
  nodes: readonly GraphNode[],
  place: number,
  neighbours: readonly number[],
): bigint {
  let worst = 0
  let which = 0
  for (const [i, one] of neighbours.entries()) {
    const distance = set.distanceBetween(nodes[place].element, nodes[one].element)
    if (distance <= worst) continue
    worst = distance
    which = i
  }
  return (twoFloats(worst, 0) & 0xffffffff00000000n) | BigInt(which)
}

function directionBytes({ direction }: VectorElement): string {
  return bytesOf('range' in direction ? direction.values : direction)
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}
