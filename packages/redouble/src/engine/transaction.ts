import { noLongerAllowed } from '../command/errors/acl.ts'
import { EXEC_ABORTED } from '../command/errors/dispatch.ts'
import { EXEC_WITHOUT_MULTI } from '../command/errors/transaction.ts'
import {
  InProtocolReply,
  NO_REPLY,
  NULL_ARRAY,
  PushReply,
  type Reply,
  SeriesReply,
} from '../resp/reply.ts'
import type { QueuedCommand } from '../command/client-state.ts'
import type { Command } from '../command/define.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/** EXEC: runs the queue of a client as one unit. */
export function executeTransaction(
  engine: Engine,
  dispatcher: Dispatcher,
  session: Session,
): Reply {
  const transaction = session.transaction
  if (transaction === null) return EXEC_WITHOUT_MULTI
  const isBroken = session.isWatchBroken || engine.hasExpiredWatch(session)
  engine.unwatch(session)
  if (transaction.isDirty || isBroken) {
    session.transaction = null
    return transaction.isDirty ? EXEC_ABORTED : NULL_ARRAY
  }
  return new TransactionRun(engine, dispatcher, session, transaction.queued).goOn()
}

/** A transaction on its way, which a script in it may interrupt. */
class TransactionRun {
  readonly #engine: Engine
  readonly #dispatcher: Dispatcher
  readonly #session: Session
  readonly #queued: readonly QueuedCommand[]
  readonly #wasSilent: boolean
  #next = 0
  #replies: Reply[] = []

  constructor(
    engine: Engine,
    dispatcher: Dispatcher,
    session: Session,
    queued: readonly QueuedCommand[],
  ) {
    this.#engine = engine
    this.#dispatcher = dispatcher
    this.#session = session
    this.#queued = queued
    this.#wasSilent = session.isSilent
  }

  /** Runs what is left of the queue. NO_REPLY while a script in it is busy. */
  goOn(): Reply {
    const { context } = this.#dispatcher
    const { scriptRuns } = this.#engine
    const session = this.#session
    context.mayNotBlock = true
    while (this.#next < this.#queued.length) {
      const { argv, command } = this.#queued[this.#next++]
      const protocol = session.resp
      const isLeaving = session.closeAfterReply
      const reply = this.#call(argv, command)
      if (reply === NO_REPLY && scriptRuns.isWaiting(session)) {
        context.mayNotBlock = false
        scriptRuns.whenDone((late) => {
          this.#take(late, protocol, isLeaving)
          return this.goOn()
        })
        return NO_REPLY
      }
      this.#take(reply, protocol, isLeaving)
    }
    context.mayNotBlock = false
    // Not before: CLIENT LIST within EXEC shows the client in its transaction.
    session.transaction = null
    const replies = this.#replies
    if (!this.#wasSilent && !session.isSilent) return replies
    // CLIENT REPLY silences each reply by itself, the head of the array by what was in force before.
    return new SeriesReply(this.#wasSilent ? replies : [replies])
  }

  #call(argv: string[], command: Command): Reply {
    const denial = this.#engine.access.refusal(this.#session, command, argv)
    return denial === null
      ? this.#dispatcher.call(this.#session, command, argv)
      : this.#dispatcher.counted(noLongerAllowed(denial))
  }

  #take(reply: Reply, protocol: 2 | 3, isLeaving: boolean): void {
    const session = this.#session
    if (session.resp !== protocol) {
      this.#replies = this.#replies.map((earlier) => new InProtocolReply(protocol, earlier))
    }
    this.#replies.push(isLeaving ? NO_REPLY : inItsPlace(session, reply))
  }
}

/** A reply among those of EXEC, with the pushes that the servers up to 7.0 write before it. */
function inItsPlace(session: Session, reply: Reply): Reply {
  const isPush = reply instanceof PushReply || reply instanceof SeriesReply
  const own = session.isSilent && !isPush ? NO_REPLY : reply
  const early = session.takeEarlyPushes()
  return early.length === 0 ? own : new SeriesReply([...early, own])
}
