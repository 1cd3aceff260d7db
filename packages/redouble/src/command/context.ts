import type { Random } from '../kernel/random.ts'
import type { Database } from '../data/database.ts'
import type { TypeName } from '../data/entry.ts'
import type { Reply } from '../resp/reply.ts'
import type { ClientState } from './client-state.ts'
import type { Config } from './config.ts'
import type { Profile } from './profile.ts'
import type { ServerState } from './server-state.ts'

/** Why and until when a client waits. */
export interface BlockRequest {
  readonly keys: readonly string[]
  /** Milliseconds; 0 waits for ever. */
  readonly timeoutMs: number
  readonly onTimeout: Reply
  /** What an XREAD or BLPOP waits for; CLIENT UNBLOCK ERROR and INFO look at it. */
  readonly type: TypeName | 'wait'
  /**
   * The argv to run again on wake, when it differs from the one that came: XREAD's `$` has to be
   * resolved when the client begins to wait.
   */
  readonly argv?: string[]
  /** Runs again also when a key goes or becomes another type's (XREADGROUP). */
  readonly hearsOfLoss?: boolean
}

/**
 * What a handler receives: the state it may read and change. One object serves many calls; nothing
 * of it may be kept beyond the call.
 */
export interface Context {
  /** The client's selected database. */
  readonly db: Database
  readonly client: ClientState
  readonly server: ServerState
  readonly config: Config
  readonly profile: Profile
  readonly random: Random
  /** Milliseconds; stands still within a command, a script and a transaction. */
  readonly now: number
  readonly argv: readonly string[]
  /** The protocol in which the reply will be read: the client's, or the script's. */
  readonly resp: 2 | 3
  /** A script calls. */
  readonly isScript: boolean
  /** Inside MULTI or a script, where blocking commands answer at once. */
  readonly mayNotBlock: boolean
  /** True when this is a blocked client's command, run again because a key may be ready. */
  readonly isRetry: boolean
  /** In a retry: the key that became ready. */
  readonly readyKey: string
  /**
   * Parks the client and returns what the handler must return. Where blocking is denied the
   * timeout's reply is returned at once.
   */
  block(request: BlockRequest): Reply
  /** Runs another command as this client (SORT, scripts, EXEC). */
  call(argv: string[]): Reply
}
