/** Error texts around EVAL, EVALSHA and SCRIPT; those of Lua itself come from the interpreter. */
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const NO_MATCHING_SCRIPT: ErrorReply = new ErrorReply(
  'NOSCRIPT No matching script. Please use EVAL.',
)
export const UNKNOWN_FROM_SCRIPT: ErrorReply = new ErrorReply(
  'ERR Unknown Redis command called from script',
)
export const WRONG_ARITY_FROM_SCRIPT: ErrorReply = new ErrorReply(
  'ERR Wrong number of args calling Redis command from script',
)
export const NOT_ALLOWED_FROM_SCRIPT: ErrorReply = new ErrorReply(
  'ERR This Redis command is not allowed from script',
)
export const WRITE_FROM_READ_ONLY_SCRIPT: ErrorReply = new ErrorReply(
  'ERR Write commands are not allowed from read-only scripts.',
)

export function scriptUnavailable(why: string): ErrorReply {
  return new ErrorReply(clean(`ERR Redouble could not load its Lua interpreter: ${why}`))
}
