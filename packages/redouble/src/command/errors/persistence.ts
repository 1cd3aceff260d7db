/** Error texts of dumps, and of files that are saved and loaded. */
import { ErrorReply } from '../../resp/reply.ts'

export const BUSY_KEY: ErrorReply = new ErrorReply('BUSYKEY Target key name already exists.')
export const BAD_TTL: ErrorReply = new ErrorReply('ERR Invalid TTL value, must be >= 0')
export const BAD_IDLE_TIME: ErrorReply = new ErrorReply('ERR Invalid IDLETIME value, must be >= 0')
export const BAD_FREQUENCY: ErrorReply = new ErrorReply(
  'ERR Invalid FREQ value, must be >= 0 and <= 255',
)
export const BAD_PAYLOAD: ErrorReply = new ErrorReply(
  'ERR DUMP payload version or checksum are wrong',
)
export const BAD_DATA: ErrorReply = new ErrorReply('ERR Bad data format')

/** That is all that a client is told. */
export const SAVE_FAILED: ErrorReply = new ErrorReply('ERR')
export const SAVE_IN_PROGRESS: ErrorReply = new ErrorReply(
  'ERR Background save already in progress',
)
export const OTHER_CHILD: ErrorReply = new ErrorReply(
  "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to schedule a BGSAVE whenever possible.",
)
export const NOTHING_TO_CANCEL: ErrorReply = new ErrorReply(
  'ERR Background saving is currently not in progress or scheduled',
)
export const REWRITE_IN_PROGRESS: ErrorReply = new ErrorReply(
  'ERR Background append only file rewriting already in progress',
)
export const SHUTDOWN_FAILED: ErrorReply = new ErrorReply(
  'ERR Errors trying to SHUTDOWN. Check logs.',
)

/** DEBUG RELOAD; before 7.2 without the advice. */
export function loadFailed(advises: boolean): ErrorReply {
  return new ErrorReply(
    `ERR Error trying to load the RDB dump${advises ? ', check server logs.' : ''}`,
  )
}

/** Changes are refused while saving does not succeed. */
export function notPersisting(flavour: 'redis' | 'valkey'): ErrorReply {
  const name = flavour === 'redis' ? 'Redis' : 'Valkey'
  return new ErrorReply(
    `MISCONF ${name} is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the ${name} logs for details about the RDB error.`,
  )
}
