import type { Config } from '../command/config.ts'
import type { Session } from './session.ts'

/**
 * client-output-buffer-limit: a client that does not take what it is sent is cut off, at once beyond
 * the hard limit, or once it has been beyond the soft limit for so long.
 */
export class OutputLimits {
  readonly #beyondSoftSince = new WeakMap<Session, number>()

  /** Whether the client must go. Called after each write to it. */
  isExceeded(session: Session, config: Config, now: number): boolean {
    const pending = session.sink.pendingBytes
    if (pending === 0) return false
    const limit =
      session.subscriptionCount > 0 ? config.outputBufferLimitPubSub : config.outputBufferLimitNormal
    if (limit.hardBytes > 0 && pending > limit.hardBytes) return true
    if (limit.softBytes === 0) return false
    if (pending <= limit.softBytes) {
      this.#beyondSoftSince.delete(session)
      return false
    }
    const since = this.#beyondSoftSince.get(session)
    if (since === undefined) {
      this.#beyondSoftSince.set(session, now)
      return false
    }
    return now - since > limit.softSeconds * 1000
  }
}
