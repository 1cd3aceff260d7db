/**
 * What a server says when it is in no state to serve: never said by the double of itself, but by
 * order of a test. As Redis 8.0 words them.
 */
import { ErrorReply } from '../../resp/reply.ts'
import { NOAUTH, OOM } from './dispatch.ts'

export type ServerCondition =
  | 'LOADING'
  | 'READONLY'
  | 'OOM'
  | 'BUSY'
  | 'NOSCRIPT'
  | 'CLUSTERDOWN'
  | 'MASTERDOWN'
  | 'NOAUTH'
  | 'NOREPLICAS'
  | 'MISCONF'
  | 'TRYAGAIN'

export const SERVER_CONDITIONS: Readonly<Record<ServerCondition, ErrorReply>> = {
  LOADING: new ErrorReply('LOADING Redis is loading the dataset in memory'),
  READONLY: new ErrorReply("READONLY You can't write against a read only replica."),
  OOM,
  BUSY: new ErrorReply(
    'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
  ),
  NOSCRIPT: new ErrorReply('NOSCRIPT No matching script. Please use EVAL.'),
  CLUSTERDOWN: new ErrorReply('CLUSTERDOWN The cluster is down'),
  MASTERDOWN: new ErrorReply(
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  ),
  NOAUTH,
  NOREPLICAS: new ErrorReply('NOREPLICAS Not enough good replicas to write.'),
  MISCONF: new ErrorReply(
    'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.',
  ),
  TRYAGAIN: new ErrorReply('TRYAGAIN Multiple keys request during rehashing of slot'),
}
