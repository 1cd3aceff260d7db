/** Error texts of the consumer groups of streams. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const XGROUP_NEEDS_KEY: ErrorReply = new ErrorReply(
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
)
export const BUSYGROUP: ErrorReply = new ErrorReply('BUSYGROUP Consumer Group name already exists')
export const ENTRIES_READ_NEGATIVE: ErrorReply = new ErrorReply(
  'ERR value for ENTRIESREAD must be positive or -1',
)
export const GROUP_MISSING: ErrorReply = new ErrorReply('ERR Missing GROUP option for XREADGROUP')
/** What a client that waited is told by Redis 7.0. */
export const STREAM_GONE: ErrorReply = new ErrorReply('UNBLOCKED the stream key no longer exists')
export const GROUP_GONE: ErrorReply = new ErrorReply(
  'NOGROUP the consumer group this client was blocked on no longer exists',
)
export const COUNT_TOO_HIGH: ErrorReply = new ErrorReply(
  'ERR Insufficient memory, failed allocating transient memory, COUNT too high.',
)
export const NUMIDS_NOT_POSITIVE: ErrorReply = new ErrorReply(
  'ERR Number of IDs must be a positive integer',
)
export const NUMIDS_MISMATCH: ErrorReply = new ErrorReply(
  'ERR The `numids` parameter must match the number of arguments',
)

export function meaninglessId(id: '$' | '+'): ErrorReply {
  return new ErrorReply(
    `ERR The ${id} ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The ${id} ID would just return an empty result set.`,
  )
}

export function noGroupToRead(key: string, group: string): ErrorReply {
  return new ErrorReply(`${noKeyOrGroup(key, group).text} in XREADGROUP with GROUP option`)
}

export function noKeyOrGroup(key: string, group: string): ErrorReply {
  const where = `No such key '${cString(key)}' or consumer group '${cString(group)}'`
  return new ErrorReply(clean(`NOGROUP ${where}`))
}

export function noGroupOfKey(key: string, group: string): ErrorReply {
  return new ErrorReply(clean(`NOGROUP No such consumer group '${group}' for key name '${key}'`))
}

export function invalidMinIdle(command: 'XCLAIM' | 'XAUTOCLAIM'): ErrorReply {
  return new ErrorReply(`ERR Invalid min-idle-time argument for ${command}`)
}

export function invalidClaimOption(option: 'IDLE' | 'TIME' | 'RETRYCOUNT'): ErrorReply {
  return new ErrorReply(`ERR Invalid ${option} option argument for XCLAIM`)
}

export function unknownClaimOption(word: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unrecognized XCLAIM option '${cString(word)}'`))
}

/** Redis 7.0 does not let scripts wait, not even in name. */
export function blockWithinScript(command: string): ErrorReply {
  return new ErrorReply(`ERR ${command} command is not allowed with BLOCK option from scripts`)
}
