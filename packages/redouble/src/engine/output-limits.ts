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
    const { hardBytes, softBytes, softSeconds } =
      session.subscriptionCount > 0
        ? config.outputBufferLimitPubSub
        : config.outputBufferLimitNormal
    if (hardBytes === 0 && softBytes === 0) return false
    const pending = session.sink.pendingBytes
    if (hardBytes > 0 && pending > hardBytes) return true
    if (softBytes === 0 || pending <= softBytes) {
      this.#beyondSoftSince.delete(session)
      return false
    }
    const since = this.#beyondSoftSince.get(session)
    if (since === undefined) {
      this.#beyondSoftSince.set(session, now)
      return false
    }
    return now - since > softSeconds * 1000
  }
}
