/**
 * Vectors as the servers compute with them: in 32-bit floats, each step rounded, in their order of
 * additions, so that norms, quantised values and distances come out bit for bit the same.
 */
const { fround } = Math

/** Whole steps of an 8-bit value on each side of zero. */
const Q8_STEPS = 127

/** Bytes in -127 to 127, of which 127 stands for `range`. */
export interface Quantized {
  readonly values: Int8Array
  readonly range: number
}

/** The length of a vector; squares are added in fours. */
export function lengthOf(vector: Float32Array): number {
  const { length } = vector
  let sum = 0
  let i = 0
  for (; i + 4 <= length; i += 4) {
    let four = fround(vector[i] * vector[i])
    four = fround(four + fround(vector[i + 1] * vector[i + 1]))
    four = fround(four + fround(vector[i + 2] * vector[i + 2]))
    four = fround(four + fround(vector[i + 3] * vector[i + 3]))
    sum = fround(sum + four)
  }
  for (; i < length; i++) sum = fround(sum + fround(vector[i] * vector[i]))
  return fround(Math.sqrt(sum))
}

/** The vector with the length 1, and its length; one without a length stays, and counts as 1 long. */
export function normalized(vector: Float32Array): { unit: Float32Array; length: number } {
  const length = lengthOf(vector)
  if (length === 0) return { unit: vector, length: 1 }
  const unit = new Float32Array(vector.length)
  for (let i = 0; i < unit.length; i++) unit[i] = vector[i] / length
  return { unit, length }
}

export function quantize(vector: Float32Array): Quantized {
  let range = 0
  for (let i = 0; i < vector.length; i++) {
    const size = Math.abs(vector[i])
    if (size > range) range = size
  }
  const values = new Int8Array(vector.length)
  if (range === 0) return { values, range }
  const scale = fround(Q8_STEPS / range)
  for (let i = 0; i < vector.length; i++) values[i] = roundAway(fround(vector[i] * scale))
  return { values, range }
}

/** Halves go away from zero, as with C's roundf. */
function roundAway(value: number): number {
  return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5)
}

export function dequantize({ values, range }: Quantized): Float32Array {
  const vector = new Float32Array(values.length)
  for (let i = 0; i < vector.length; i++) vector[i] = fround(values[i] * range) / Q8_STEPS
  return vector
}

/** A bit for each value above zero, in words of 64 bits. */
export function signsOf(vector: Float32Array): Uint32Array {
  const bits = new Uint32Array(2 * Math.ceil(vector.length / 64))
  for (let i = 0; i < vector.length; i++) if (vector[i] > 0) bits[i >> 5] |= 1 << (i & 31)
  return bits
}

/** 1 and -1, which is all that signs tell. */
export function vectorOfSigns(bits: Uint32Array, dimension: number): Float32Array {
  const vector = new Float32Array(dimension)
  for (let i = 0; i < dimension; i++) vector[i] = (bits[i >> 5] >>> (i & 31)) & 1 ? 1 : -1
  return vector
}

/** From 0 (the same direction) to 2 (the opposite one). Two sums of four products each. */
export function distance(a: Float32Array, b: Float32Array): number {
  const { length } = a
  let first = 0
  let second = 0
  let i = 0
  for (; i + 8 <= length; i += 8) {
    let four = fround(a[i] * b[i])
    four = fround(four + fround(a[i + 1] * b[i + 1]))
    four = fround(four + fround(a[i + 2] * b[i + 2]))
    four = fround(four + fround(a[i + 3] * b[i + 3]))
    first = fround(first + four)
    four = fround(a[i + 4] * b[i + 4])
    four = fround(four + fround(a[i + 5] * b[i + 5]))
    four = fround(four + fround(a[i + 6] * b[i + 6]))
    four = fround(four + fround(a[i + 7] * b[i + 7]))
    second = fround(second + four)
  }
  for (; i < length; i++) first = fround(first + fround(a[i] * b[i]))
  return fround(1 - fround(first + second))
}

export function quantizedDistance(a: Quantized, b: Quantized): number {
  if (a.range === 0 || b.range === 0) return 1
  const scale = fround(fround(a.range / Q8_STEPS) * fround(b.range / Q8_STEPS))
  let sum = 0
  for (let i = 0; i < a.values.length; i++) sum += a.values[i] * b.values[i]
  const result = fround(1 - fround(fround(sum) * scale))
  return result < 0 ? 0 : result > 2 ? 2 : result
}

export function signDistance(a: Uint32Array, b: Uint32Array, dimension: number): number {
  let opposite = 0
  for (let i = 0; i < a.length; i++) opposite += countBits(a[i] ^ b[i])
  return fround((opposite * 2) / dimension)
}

function countBits(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555)
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333)
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** What sets project with, row by row: signs by the common bits of the places. */
export function projectionMatrix(inputDimension: number, dimension: number): Float32Array {
  const scale = fround(1 / fround(Math.sqrt(inputDimension)))
  const matrix = new Float32Array(dimension * inputDimension)
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < inputDimension; j++) {
      matrix[i * inputDimension + j] = countBits(i & j) & 1 ? -scale : scale
    }
  }
  return matrix
}

/** Fewer (or more) dimensions: each a sum of all, times a row of the matrix. */
export function projected(
  vector: Float32Array,
  matrix: Float32Array,
  dimension: number,
): Float32Array {
  const { length } = vector
  const result = new Float32Array(dimension)
  for (let i = 0; i < dimension; i++) {
    let sum = 0
    for (let j = 0; j < length; j++) sum = fround(sum + fround(vector[j] * matrix[i * length + j]))
    result[i] = sum
  }
  return result
}
