/** Error texts of the commands that work on keys of any type, on whole databases and on clusters. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const NX_AND_OTHERS: ErrorReply = new ErrorReply(
  'ERR NX and XX, GT or LT options at the same time are not compatible',
)
export const GT_AND_LT: ErrorReply = new ErrorReply(
  'ERR GT and LT options at the same time are not compatible',
)
export const INVALID_FIRST_DB: ErrorReply = new ErrorReply('ERR invalid first DB index')
export const INVALID_SECOND_DB: ErrorReply = new ErrorReply('ERR invalid second DB index')
export const NOT_LFU: ErrorReply = new ErrorReply(
  'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
)
export const IS_LFU: ErrorReply = new ErrorReply(
  'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
)
export const WEIGHT_NOT_A_DOUBLE: ErrorReply = new ErrorReply(
  "ERR One or more scores can't be converted into double",
)
export const NOVALUES_OUTSIDE_HSCAN: ErrorReply = new ErrorReply(
  'ERR NOVALUES option can only be used in HSCAN',
)
export const CLUSTER_DISABLED: ErrorReply = new ErrorReply(
  'ERR This instance has cluster support disabled',
)

export function unsupportedOption(option: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unsupported option ${cString(option)}`))
}

export function unknownTypeName(name: string): ErrorReply {
  return new ErrorReply(clean(`ERR unknown type name '${cString(name)}'`))
}

export const MODULE_KEY_NOT_COPIED: ErrorReply = new ErrorReply(
  'ERR not supported for this module key',
)
