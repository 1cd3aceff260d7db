/** Error texts of the hash commands. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const HASH_VALUE_NOT_AN_INTEGER: ErrorReply = new ErrorReply(
  'ERR hash value is not an integer',
)
export const HASH_VALUE_NOT_A_FLOAT: ErrorReply = new ErrorReply('ERR hash value is not a float')
export const VALUE_NAN_OR_INFINITY: ErrorReply = new ErrorReply('ERR value is NaN or Infinity')

export const FIELDS_MISPLACED: ErrorReply = new ErrorReply(
  'ERR Mandatory argument FIELDS is missing or not at the right position',
)
export const FIELD_COUNT_MISMATCH: ErrorReply = new ErrorReply(
  'ERR The `numfields` parameter must match the number of arguments',
)
export const FIELD_COUNT_NOT_POSITIVE: ErrorReply = new ErrorReply(
  'ERR Number of fields must be a positive integer',
)
/** What HEXPIRE and its kind say. */
export const NUM_FIELDS_NOT_POSITIVE: ErrorReply = new ErrorReply(
  'ERR Parameter `numFields` should be greater than 0',
)
/** What HSETEX says. */
export const FIELD_COUNT_INVALID: ErrorReply = new ErrorReply('ERR invalid number of fields')
/** Valkey has one text for a count that is not positive or does not match. */
export const FIELD_COUNT_WRONG: ErrorReply = new ErrorReply(
  'ERR numfields should be greater than 0 and match the provided number of fields',
)
export const NEGATIVE_FIELD_TIME: ErrorReply = new ErrorReply(
  'ERR invalid expire time, must be >= 0',
)
export const ONE_FIELD_CONDITION: ErrorReply = new ErrorReply(
  'ERR Only one of FXX or FNX arguments can be specified',
)
export const ONE_FIELD_EXPIRY: ErrorReply = new ErrorReply(
  'ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified',
)

export function unknownArgument(word: string): ErrorReply {
  return new ErrorReply(clean(`ERR unknown argument: ${cString(word)}`))
}
