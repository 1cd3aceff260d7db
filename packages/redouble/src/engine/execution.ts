import type { BlockRequest, Context } from '../command/context.ts'
import type { Config } from '../command/config.ts'
import type { Profile } from '../command/profile.ts'
import type { ServerState } from '../command/server-state.ts'
import type { Database } from '../data/database.ts'
import type { Random } from '../kernel/random.ts'
import type { Reply } from '../resp/reply.ts'
import type { Session } from './session.ts'

/** What an execution asks of the engine. */
export interface ExecutionHost {
  readonly now: number
  park(session: Session, argv: readonly string[], request: BlockRequest): Reply
  callFor(session: Session, argv: string[]): Reply
}

/**
 * The context that handlers receive. One object serves all commands of an engine; transactions and
 * scripts nest by saving what they change.
 */
export class Execution implements Context {
  client!: Session
  argv: readonly string[] = []
  isScript = false
  /** The protocol a script has chosen by redis.setresp. */
  scriptResp: 2 | 3 = 2
  mayNotBlock = false
  isRetry = false
  readyKey = ''
  readonly server: ServerState
  readonly config: Config
  readonly profile: Profile
  readonly random: Random
  readonly #host: ExecutionHost

  constructor(server: ServerState, host: ExecutionHost) {
    this.server = server
    this.config = server.config
    this.profile = server.profile
    this.random = server.random
    this.#host = host
  }

  get db(): Database {
    return this.client.db
  }

  get now(): number {
    return this.#host.now
  }

  get resp(): 2 | 3 {
    return this.isScript ? this.scriptResp : this.client.resp
  }

  block(request: BlockRequest): Reply {
    if (this.mayNotBlock) return request.onTimeout
    return this.#host.park(this.client, this.argv, request)
  }

  call(argv: string[]): Reply {
    return this.#host.callFor(this.client, argv)
  }
}
