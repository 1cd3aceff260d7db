import { latin1Slice } from '../kernel/bytes.ts'
import type { Uint64 } from './stream-id.ts'
import type { Quantized } from './vector-numbers.ts'

/** A direction as a set keeps it. */
export type Direction = Float32Array | Quantized | Uint32Array

/** What is known of an element from the beginning on. */
export interface ElementParts {
  readonly name: string
  /** Grows with every vector that is added, and stays in dumps. */
  readonly uid: Uint64
  /** Of the vector that was given; the direction has the length 1. */
  readonly length: number
  readonly direction: Direction
  /** The highest level of the graph in which the servers would find it. */
  readonly level: number
  readonly attributes: string | null
}

export class VectorElement implements ElementParts {
  readonly name: string
  readonly uid: Uint64
  readonly length: number
  readonly direction: Direction
  readonly level: number
  attributes: string | null

  constructor({ name, uid, length, direction, level, attributes }: ElementParts) {
    this.name = name
    this.uid = uid
    this.length = length
    this.direction = direction
    this.level = level
    this.attributes = attributes
  }
}

/** The numbers of a direction as they lie in memory, as a binary string. */
export function directionBytes(direction: Direction): string {
  return numberBytes('range' in direction ? direction.values : direction)
}

export function numberBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return latin1Slice(Buffer.from(buffer, byteOffset, byteLength), 0, byteLength)
}
