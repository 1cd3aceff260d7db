/** Error texts of MULTI, EXEC, DISCARD and WATCH. */
import { ErrorReply } from '../../resp/reply.ts'

export const NESTED_MULTI: ErrorReply = new ErrorReply('ERR MULTI calls can not be nested')
export const WATCH_INSIDE_MULTI: ErrorReply = new ErrorReply(
  'ERR WATCH inside MULTI is not allowed',
)
export const EXEC_WITHOUT_MULTI: ErrorReply = new ErrorReply('ERR EXEC without MULTI')
export const DISCARD_WITHOUT_MULTI: ErrorReply = new ErrorReply('ERR DISCARD without MULTI')
