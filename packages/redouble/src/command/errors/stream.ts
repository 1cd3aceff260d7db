/** Error texts of the stream commands. */
import { ErrorReply } from '../../resp/reply.ts'
import type { Profile } from '../profile.ts'

export const INVALID_ID: ErrorReply = new ErrorReply(
  'ERR Invalid stream ID specified as stream command argument',
)
export const ID_NOT_ABOVE_ZERO: ErrorReply = new ErrorReply(
  'ERR The ID specified in XADD must be greater than 0-0',
)
export const ID_NOT_ABOVE_TOP: ErrorReply = new ErrorReply(
  'ERR The ID specified in XADD is equal or smaller than the target stream top item',
)
export const NO_ID_LEFT: ErrorReply = new ErrorReply(
  'ERR The stream has exhausted the last possible ID, unable to add more items',
)
export const LAST_ID_IS_ZERO: ErrorReply = new ErrorReply('ERR the stream last element ID is 0-0')
export const MAXLEN_NEGATIVE: ErrorReply = new ErrorReply('ERR The MAXLEN argument must be >= 0.')
export const LIMIT_NEGATIVE: ErrorReply = new ErrorReply('ERR The LIMIT argument must be >= 0.')
export const TWO_STRATEGIES: ErrorReply = new ErrorReply(
  'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
)
export const LIMIT_WITHOUT_STRATEGY: ErrorReply = new ErrorReply(
  'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy',
)
export const LIMIT_WITHOUT_TILDE: ErrorReply = new ErrorReply(
  'ERR syntax error, LIMIT cannot be used without the special ~ option',
)
export const NO_STRATEGY: ErrorReply = new ErrorReply(
  'ERR syntax error, XTRIM must be called with a trimming strategy',
)
/** What Redis 7.0 says when the numbers within a millisecond are used up. */
export const ELEMENTS_TOO_LARGE: ErrorReply = new ErrorReply(
  'ERR Elements are too large to be stored',
)
export const INVALID_START: ErrorReply = new ErrorReply('ERR invalid start ID for the interval')
export const INVALID_END: ErrorReply = new ErrorReply('ERR invalid end ID for the interval')
export const SETID_BELOW_TOP: ErrorReply = new ErrorReply(
  'ERR The ID specified in XSETID is smaller than the target stream top item',
)
export const SETID_BELOW_DELETED: ErrorReply = new ErrorReply(
  'ERR The ID specified in XSETID is smaller than current max_deleted_entry_id',
)
export const SETID_BELOW_GIVEN_DELETED: ErrorReply = new ErrorReply(
  'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
)
export const ENTRIES_ADDED_TOO_FEW: ErrorReply = new ErrorReply(
  'ERR The entries_added specified in XSETID is smaller than the target stream length',
)
export const ENTRIES_ADDED_NEGATIVE: ErrorReply = new ErrorReply(
  'ERR entries_added must be positive',
)
export const GREATER_ID_WITHOUT_GROUP: ErrorReply = new ErrorReply(
  'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
)
export function onlyForGroups(option: 'GROUP' | 'NOACK'): ErrorReply {
  return new ErrorReply(
    `ERR The ${option} option is only supported by XREADGROUP. You called XREAD instead.`,
  )
}

export function unbalancedStreams({ quirks }: Profile, isGroup = false): ErrorReply {
  if (isGroup && !quirks.unbalancedSaysXread) {
    return new ErrorReply(
      "ERR Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be specified.",
    )
  }
  const command = quirks.unbalancedSaysXread ? 'XREAD' : "'xread'"
  const ids = quirks.xreadPlus === 'last-entry' ? "an ID, '+', or '$'" : "an ID or '$'"
  return new ErrorReply(
    `ERR Unbalanced ${command} list of streams: for each stream key ${ids} must be specified.`,
  )
}
