/** Error texts of the hash commands. */
import { ErrorReply } from '../../resp/reply.ts'

export const HASH_VALUE_NOT_AN_INTEGER: ErrorReply = new ErrorReply(
  'ERR hash value is not an integer',
)
export const HASH_VALUE_NOT_A_FLOAT: ErrorReply = new ErrorReply('ERR hash value is not a float')
export const VALUE_NAN_OR_INFINITY: ErrorReply = new ErrorReply('ERR value is NaN or Infinity')
/** Without `be`, as the servers word it. */
export const COUNT_OUT_OF_RANGE: ErrorReply = new ErrorReply(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
)
