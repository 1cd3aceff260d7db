/** Error texts of the HyperLogLog commands. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const NOT_A_HYPERLOGLOG: ErrorReply = new ErrorReply(
  'WRONGTYPE Key is not a valid HyperLogLog string value.',
)
export const CORRUPT_HYPERLOGLOG: ErrorReply = new ErrorReply(
  'INVALIDOBJ Corrupted HLL object detected',
)
export const PFDEBUG_NO_KEY: ErrorReply = new ErrorReply('ERR The specified key does not exist')
export const NOT_SPARSE: ErrorReply = new ErrorReply('ERR HLL encoding is not sparse')
export const SIMD_NOT_ON_OR_OFF: ErrorReply = new ErrorReply('ERR Argument must be ON or OFF')

export function unknownPfdebug(subcommand: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unknown PFDEBUG subcommand '${cString(subcommand)}'`))
}
