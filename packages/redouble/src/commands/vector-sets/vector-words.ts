import type { Context } from '../../command/context.ts'
import { INVALID_VECTOR } from '../../command/errors/vector-sets.ts'
import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import { parseScore } from '../sorted-sets/score-text.ts'

export interface GivenVector {
  readonly vector: Float32Array
  /** Where in argv the words behind it begin. */
  readonly end: number
}

/** Reads `FP32 blob` or `VALUES count value …` from a place in argv on. */
export function readVector({ argv, profile }: Context, at: number): GivenVector {
  const word = upperAscii(argv[at] ?? '')
  if (at + 1 >= argv.length) throw INVALID_VECTOR
  if (word === 'FP32') return { vector: readFloats(argv[at + 1]), end: at + 2 }
  if (word !== 'VALUES') throw INVALID_VECTOR
  const count = Number(parseInt64(argv[at + 1]) ?? 0)
  const end = at + 2 + count
  if (count < 1 || end > argv.length) throw INVALID_VECTOR
  const vector = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    vector[i] = parseScore(argv[at + 2 + i], profile, INVALID_VECTOR)
  }
  return { vector, end }
}

/** Floats of four bytes, the lowest first. */
function readFloats(blob: string): Float32Array {
  if (blob.length === 0 || blob.length % 4 !== 0) throw INVALID_VECTOR
  const bytes = Buffer.from(blob, 'latin1')
  const vector = new Float32Array(blob.length / 4)
  for (let i = 0; i < vector.length; i++) vector[i] = bytes.readFloatLE(4 * i)
  return vector
}
