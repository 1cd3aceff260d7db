/** Error texts of the hash commands. */
import { ErrorReply } from '../../resp/reply.ts'

export const HASH_VALUE_NOT_AN_INTEGER: ErrorReply = new ErrorReply(
  'ERR hash value is not an integer',
)
export const HASH_VALUE_NOT_A_FLOAT: ErrorReply = new ErrorReply('ERR hash value is not a float')
export const VALUE_NAN_OR_INFINITY: ErrorReply = new ErrorReply('ERR value is NaN or Infinity')
