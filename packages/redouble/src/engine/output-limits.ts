import type { Config, OutputBufferLimit } from '../command/config.ts'
import type { ServerStats } from '../command/server-state.ts'
import type { Clock, Timer } from '../kernel/clock.ts'
import type { Session } from './session.ts'

/** A client that has been beyond the soft limit since then, and when to look at it again. */
interface Patience {
  readonly since: number
  readonly timer: Timer
}

/** What limits need to know of the engine. */
interface LimitsHost {
  readonly config: Config
  readonly clock: Clock
  readonly stats: ServerStats
}

/**
 * client-output-buffer-limit: a client that does not take what it is sent is cut off, at once beyond
 * the hard limit, or once it has been beyond the soft limit for so long.
 */
export class OutputLimits {
  readonly #host: LimitsHost
  readonly #waiting = new WeakMap<Session, Patience>()

  constructor(host: LimitsHost) {
    this.#host = host
  }

  /** Cuts the client off if it must go. Called after each write to it. */
  check(session: Session): void {
    const limit = this.#limitOf(session)
    if (limit.hardBytes === 0 && limit.softBytes === 0) return
    const pending = session.sink.pendingBytes
    if (limit.hardBytes > 0 && pending > limit.hardBytes) {
      this.#end(session)
      return
    }
    const patience = this.#waiting.get(session)
    if (limit.softBytes === 0 || pending <= limit.softBytes) {
      patience?.timer.clear()
      this.#waiting.delete(session)
    } else if (patience === undefined) {
      this.#begin(session, limit)
    } else if (this.#host.clock.now() - patience.since > limit.softSeconds * 1000) {
      this.#end(session)
    }
  }

  /** Nothing more may be written to it, so the clock looks after it. */
  #begin(session: Session, { softSeconds }: OutputBufferLimit): void {
    const { clock } = this.#host
    const look = (): void => {
      if (!session.isClosed) this.check(session)
    }
    const timer = clock.setTimer(look, softSeconds * 1000 + 1).unref()
    this.#waiting.set(session, { since: clock.now(), timer })
  }

  #end(session: Session): void {
    this.#waiting.get(session)?.timer.clear()
    this.#host.stats.outputLimitDisconnections++
    session.close()
  }

  #limitOf(session: Session): OutputBufferLimit {
    const { outputBufferLimitNormal, outputBufferLimitPubSub } = this.#host.config
    return session.subscriptionCount > 0 ? outputBufferLimitPubSub : outputBufferLimitNormal
  }
}
