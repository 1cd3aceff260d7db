/** Error texts of the set commands. */
import { ErrorReply } from '../../resp/reply.ts'

export const LIMIT_NEGATIVE: ErrorReply = new ErrorReply("ERR LIMIT can't be negative")
export const TOO_MANY_KEYS: ErrorReply = new ErrorReply(
  "ERR Number of keys can't be greater than number of args",
)
