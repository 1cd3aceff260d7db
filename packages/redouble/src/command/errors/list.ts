/** Error texts of the list commands. */
import { ErrorReply } from '../../resp/reply.ts'

export const RANK_ZERO: ErrorReply = new ErrorReply(
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
)
export const COUNT_NEGATIVE: ErrorReply = new ErrorReply("ERR COUNT can't be negative")
export const MAXLEN_NEGATIVE: ErrorReply = new ErrorReply("ERR MAXLEN can't be negative")
