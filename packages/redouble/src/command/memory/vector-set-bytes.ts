import type { VectorElement } from '../../data/vector-element.ts'
import type { VectorSetValue } from '../../data/vector-set.ts'
import type { Profile } from '../profile.ts'
import { allocated, sdsBytes } from './allocator.ts'

const OBJECT = 16
/** An element without its vector, name, attributes and links. */
const NODE = 360
const POINTER = 8
const FLOAT = 4
/** Of so many elements, the newest, the servers look at names and attributes. */
const SAMPLE = 20
/** What attributes are taken for when none are among these. */
const ATTRIBUTES_GUESS = 64
/** Two times the links on the lowest level, and a third of the elements are on one more. */
const LEVELS = 2 + 1 / 3
/** A string lies with its object in one block up to this length. */
const EMBEDDED = 44

/** As the servers estimate it, whatever SAMPLES says. */
export function vectorSetBytes(set: VectorSetValue, profile: Profile): number {
  const { dimension, inputDimension, maxLinks, size } = set
  const newest = [...set.elements()].slice(-SAMPLE)
  const names = newest.map(({ name }) => textBytes(name, profile))
  const attributes = newest.flatMap((element) => attributeBytes(element, profile))
  const links = maxLinks * POINTER * LEVELS
  return (
    Math.floor(profile.quirks.vectorSetBytes + size * (NODE + vectorBytes(set) + links)) +
    inputDimension * dimension * FLOAT +
    size * (average(names) ?? 0) +
    set.attributesCount * (average(attributes) ?? ATTRIBUTES_GUESS)
  )
}

function vectorBytes({ quantization, dimension }: VectorSetValue): number {
  if (quantization === 'f32') return dimension * FLOAT
  return quantization === 'int8' ? dimension : Math.ceil(dimension / 64) * 8
}

function attributeBytes({ attributes }: VectorElement, profile: Profile): number[] {
  return attributes === null ? [] : [textBytes(attributes, profile)]
}

function textBytes({ length }: string, profile: Profile): number {
  // Within an object a text has a header that is never the smallest.
  if (length <= EMBEDDED) return allocated(OBJECT + 3 + length + 1, profile)
  return OBJECT + allocated(sdsBytes(length), profile)
}

/** In whole bytes; null of nothing. */
function average(sizes: readonly number[]): number | null {
  if (sizes.length === 0) return null
  return Math.floor(sizes.reduce((sum, size) => sum + size, 0) / sizes.length)
}
