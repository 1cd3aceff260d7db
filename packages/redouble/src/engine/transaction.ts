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
  const context = dispatcher.context
  const wasSilent = session.isSilent
  context.mayNotBlock = true
  let replies: Reply[] = []
  for (const { argv, command } of transaction.queued) {
    const protocol = session.resp
    const isLeaving = session.closeAfterReply
    const reply = dispatcher.call(session, command, argv)
    if (session.resp !== protocol) {
      replies = replies.map((earlier) => new InProtocolReply(protocol, earlier))
    }
    replies.push(isLeaving ? NO_REPLY : inItsPlace(session, reply))
  }
  context.mayNotBlock = false
  // Not before: CLIENT LIST within EXEC shows the client in its transaction.
  session.transaction = null
  if (!wasSilent && !session.isSilent) return replies
  // CLIENT REPLY silences each reply by itself, the head of the array by what was in force before.
  return new SeriesReply(wasSilent ? replies : [replies])
}

/** A reply among those of EXEC, with the pushes that the servers up to 7.0 write before it. */
function inItsPlace(session: Session, reply: Reply): Reply {
  const isPush = reply instanceof PushReply || reply instanceof SeriesReply
  const own = session.isSilent && !isPush ? NO_REPLY : reply
  const early = session.takeEarlyPushes()
  return early.length === 0 ? own : new SeriesReply([...early, own])
}
