/** Error texts of the string commands. */
import { ErrorReply } from '../../resp/reply.ts'

export const DECREMENT_OVERFLOW: ErrorReply = new ErrorReply('ERR decrement would overflow')
export const OFFSET_OUT_OF_RANGE: ErrorReply = new ErrorReply('ERR offset is out of range')
export const LCS_NOT_STRINGS: ErrorReply = new ErrorReply(
  'ERR The specified keys must contain string values',
)
export const LCS_LEN_AND_IDX: ErrorReply = new ErrorReply(
  'ERR If you want both the length and indexes, please just use IDX.',
)
export const LCS_TOO_LARGE: ErrorReply = new ErrorReply(
  'ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len',
)
export const INVALID_NUMKEYS: ErrorReply = new ErrorReply(
  'ERR invalid numkeys value or out of range',
)
