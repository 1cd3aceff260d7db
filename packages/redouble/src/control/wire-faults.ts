import type { Engine } from '../engine/engine.ts'
import type { Session } from '../engine/session.ts'
import { nextLoop } from '../kernel/event-loop.ts'
import { NO_REPLY, type Reply } from '../resp/reply.ts'
import { ReplyWriter } from '../resp/reply-writer.ts'
import type { Switchboard } from './switchboard.ts'

/** Ends a connection; what was answered before still arrives. */
export function hangUp(engine: Engine, session: Session): void {
  engine.flush(session)
  session.close()
}

/** Half of a reply; after it the connection is as that of a server that hangs. */
export function sendHalf(
  engine: Engine,
  board: Switchboard,
  session: Session,
  reply: Reply,
): Reply {
  const bytes = bytesOf(session, reply)
  board.divert(session, () => {})
  engine.gatekeeper.keep(session)
  if (bytes.length > 0) session.sink.write(bytes.subarray(0, bytes.length >> 1))
  return NO_REPLY
}

export function sendInSingleBytes(board: Switchboard, session: Session, reply: Reply): Reply {
  const bytes = bytesOf(session, reply)
  // A client with no bytes in between has nothing to be split.
  if (bytes.length === 0) return reply
  const rest: Buffer[] = []
  board.divert(session, (behind) => rest.push(behind))
  void trickle(session, bytes).then(() => {
    board.divert(session, null)
    for (const behind of rest) session.sink.write(behind)
  })
  return NO_REPLY
}

async function trickle(session: Session, bytes: Buffer): Promise<void> {
  for (let i = 0; i < bytes.length && !session.isClosed; i++) {
    session.sink.write(bytes.subarray(i, i + 1))
    await nextLoop()
  }
}

/** A reply as the client's protocol writes it; nothing for the direct client, which has no bytes. */
function bytesOf(session: Session, reply: Reply): Buffer {
  if (session.hasNoBytes) return Buffer.alloc(0)
  const writer = new ReplyWriter()
  writer.write(reply, session.resp)
  return writer.take()
}
