/** Error texts of the sorted-set family. */
import { ErrorReply } from '../../resp/reply.ts'

export const XX_WITH_NX: ErrorReply = new ErrorReply(
  'ERR XX and NX options at the same time are not compatible',
)
export const GT_WITH_LT_OR_NX: ErrorReply = new ErrorReply(
  'ERR GT, LT, and/or NX options at the same time are not compatible',
)
export const INCR_WITH_SEVERAL: ErrorReply = new ErrorReply(
  'ERR INCR option supports a single increment-element pair',
)
export const SCORE_IS_NAN: ErrorReply = new ErrorReply('ERR resulting score is not a number (NaN)')
export const BOUND_NOT_A_FLOAT: ErrorReply = new ErrorReply('ERR min or max is not a float')
export const BOUND_NOT_A_STRING: ErrorReply = new ErrorReply(
  'ERR min or max not valid string range item',
)
export const WEIGHT_NOT_A_FLOAT: ErrorReply = new ErrorReply('ERR weight value is not a float')
export const LIMIT_WITHOUT_BY: ErrorReply = new ErrorReply(
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
)
export const WITHSCORES_WITH_BYLEX: ErrorReply = new ErrorReply(
  'ERR syntax error, WITHSCORES not supported in combination with BYLEX',
)

export function inputKeyNeeded(command: string): ErrorReply {
  return new ErrorReply(`ERR at least 1 input key is needed for '${command}' command`)
}
