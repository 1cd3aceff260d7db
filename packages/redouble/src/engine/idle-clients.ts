import type { Config } from '../command/config.ts'
import type { Clock, Timer } from '../kernel/clock.ts'
import type { Session } from './session.ts'

/** The servers look at every client about once a second. */
const CHECK_MS = 1000

/**
 * The `timeout` directive: hangs up on clients that neither sent a command nor were sent anything
 * for so long. Those whose business is to wait (blocked, subscribed, monitoring) are left alone.
 */
export class IdleClients {
  readonly #config: Config
  readonly #clock: Clock
  readonly #clients: ReadonlyMap<number, Session>
  #timer: Timer | null = null

  constructor(config: Config, clock: Clock, clients: ReadonlyMap<number, Session>) {
    this.#config = config
    this.#clock = clock
    this.#clients = clients
    config.watchers.add((directive) => {
      if (directive === 'timeout') this.watch()
    })
  }

  /** Begins to look, if there is anybody to look at and a limit. Called for every new client. */
  watch(): void {
    if (this.#timer !== null || this.#config.timeoutSeconds === 0) return
    if (this.#clients.size > 0) this.#arm()
  }

  stop(): void {
    this.#timer?.clear()
    this.#timer = null
  }

  #arm(): void {
    this.#timer = this.#clock.setTimer(() => this.#check(), CHECK_MS).unref()
  }

  #check(): void {
    this.#timer = null
    const latest = this.#clock.now() - this.#config.timeoutSeconds * 1000
    if (this.#config.timeoutSeconds > 0) {
      for (const session of [...this.#clients.values()]) {
        if (session.lastCommandAt < latest && !isWaiting(session)) session.close()
      }
    }
    this.watch()
  }
}

function isWaiting(session: Session): boolean {
  return session.holds > 0 || session.isMonitor || session.subscriptionCount > 0
}
