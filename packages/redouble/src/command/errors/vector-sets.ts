/** Error texts of the vector set commands. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const INVALID_VECTOR: ErrorReply = new ErrorReply('ERR invalid vector specification')
export const INVALID_EF: ErrorReply = new ErrorReply('ERR invalid EF')
export const INVALID_M: ErrorReply = new ErrorReply('ERR invalid M')
export const INVALID_COUNT: ErrorReply = new ErrorReply('ERR invalid COUNT')
export const INVALID_EPSILON: ErrorReply = new ErrorReply('ERR invalid EPSILON')
export const INVALID_FILTER_EF: ErrorReply = new ErrorReply('ERR invalid FILTER-EF')
export const INVALID_OPTION_AFTER_ELEMENT: ErrorReply = new ErrorReply(
  'ERR invalid option after element',
)
export const INVALID_VEMB_OPTION: ErrorReply = new ErrorReply('ERR invalid option')
export const VSIM_SYNTAX: ErrorReply = new ErrorReply('ERR syntax error in VSIM command')
export const ELEMENT_NOT_FOUND: ErrorReply = new ErrorReply('ERR element not found in set')
export const VECTOR_SET_MISSING: ErrorReply = new ErrorReply('ERR key does not exist')
export const COUNT_NOT_AN_INTEGER: ErrorReply = new ErrorReply('ERR COUNT value is not an integer')
export const QUANTIZATION_MISMATCH: ErrorReply = new ErrorReply(
  'ERR asked quantization mismatch with existing vector set',
)
export const M_MISMATCH: ErrorReply = new ErrorReply(
  'ERR asked M value mismatch with existing vector set',
)
export const NO_PROJECTION: ErrorReply = new ErrorReply(
  'ERR cannot add projection to existing set without projection',
)

export function dimensionMismatch(got: number, has: number): ErrorReply {
  return new ErrorReply(`ERR Vector dimension mismatch - got ${got} but set has ${has}`)
}

export function inputDimensionMismatch(got: number, expected: number): ErrorReply {
  return new ErrorReply(
    `ERR Input dimension mismatch for projection - got ${got} but projection expects ${expected}`,
  )
}

export function filterSyntax(near: string): ErrorReply {
  return new ErrorReply(clean(`ERR syntax error in FILTER expression near: ${cString(near)}`))
}
