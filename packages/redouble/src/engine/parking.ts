import type { BlockRequest } from '../command/context.ts'
import type { Command } from '../command/define.ts'
import { UNBLOCKED } from '../command/errors/dispatch.ts'
import { ErrorReply, NO_REPLY, type Reply } from '../resp/reply.ts'
import { type BlockedClient, BlockingQueues } from './blocking.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/** Clients that wait for a key, for a time, or for somebody to unblock them. */
export class Parking {
  readonly queues: BlockingQueues = new BlockingQueues()
  readonly #engine: Engine
  readonly #dispatcher: Dispatcher

  constructor(engine: Engine, dispatcher: Dispatcher) {
    this.#engine = engine
    this.#dispatcher = dispatcher
  }

  park(session: Session, argv: readonly string[], request: BlockRequest): Reply {
    if (session.blocked !== null) return NO_REPLY
    const { clock, now } = this.#engine
    const deadline = request.timeoutMs > 0 ? now + request.timeoutMs : 0
    const client: BlockedClient = {
      session,
      command: this.#dispatcher.current as Command,
      argv: request.argv ?? [...argv],
      request,
      db: session.db,
      deadline,
      timer: null,
    }
    if (deadline > 0) {
      client.timer = clock.setTimer(() => this.#timedOut(client), deadline - clock.now())
    }
    session.blocked = client
    session.holds++
    this.queues.add(client)
    return NO_REPLY
  }

  unblock(client: BlockedClient, how: 'timeout' | 'error'): void {
    const reply = how === 'error' ? UNBLOCKED : client.request.onTimeout
    if (reply instanceof ErrorReply) this.#dispatcher.countError(reply)
    this.#release(client, reply)
  }

  /** Serves the clients whose keys became ready, in Redis's order. */
  serve(): void {
    if (this.queues.hasReady) this.queues.serve((client, key) => this.#retry(client, key))
  }

  /** Takes a client away without an answer. */
  leave(client: BlockedClient): void {
    client.session.blocked = null
    client.session.running = null
    client.session.holds--
    this.queues.remove(client)
  }

  #retry(client: BlockedClient, key: string): void {
    const reply = this.#dispatcher.retry(client, key)
    if (reply !== NO_REPLY) this.#release(client, reply)
    if (this.#engine.tracking.hasPending) this.#engine.tracking.sendPending()
  }

  #timedOut(client: BlockedClient): void {
    const engine = this.#engine
    if (client.session.blocked !== client) return
    if (engine.scriptRuns.isBusy) {
      engine.scriptRuns.whenFree(() => this.#timedOut(client))
      return
    }
    engine.now = engine.clock.now()
    engine.enterTurn()
    this.#release(client, client.request.onTimeout)
    engine.leaveTurn()
  }

  #release(client: BlockedClient, reply: Reply): void {
    this.leave(client)
    this.#engine.answer(client.session, client.argv, reply)
    this.#engine.resume(client.session)
  }
}
