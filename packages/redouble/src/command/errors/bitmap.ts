/** Error texts of the bitmap commands. */
import { ErrorReply } from '../../resp/reply.ts'

export const BIT_OUT_OF_RANGE: ErrorReply = new ErrorReply(
  'ERR bit is not an integer or out of range',
)
export const BIT_OFFSET_OUT_OF_RANGE: ErrorReply = new ErrorReply(
  'ERR bit offset is not an integer or out of range',
)
export const BIT_NOT_0_OR_1: ErrorReply = new ErrorReply('ERR The bit argument must be 1 or 0.')
export const BITOP_NOT_ONE_KEY: ErrorReply = new ErrorReply(
  'ERR BITOP NOT must be called with a single source key.',
)
export const BITFIELD_TYPE: ErrorReply = new ErrorReply(
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
)
export const BITFIELD_OVERFLOW_TYPE: ErrorReply = new ErrorReply(
  'ERR Invalid OVERFLOW type specified',
)
export const BITFIELD_RO_ONLY_GET: ErrorReply = new ErrorReply(
  'ERR BITFIELD_RO only supports the GET subcommand',
)

export function bitopNeedsTwoKeys(operation: string): ErrorReply {
  return new ErrorReply(`ERR BITOP ${operation} must be called with at least two source keys.`)
}
