import { NO_REPLY, PushReply, type Reply, SeriesReply } from '../resp/reply.ts'
import type { Engine } from './engine.ts'
import { Session } from './session.ts'
import type { ConnectionOrigin } from './transport.ts'

/** A client of this process that speaks no protocol: words go in, replies come out as values. */
export interface DirectReceiver {
  /**
   * The answer to the oldest command that has none yet. The value may be a live part of the
   * keyspace: read it before returning, and keep nothing of it.
   */
  answer(reply: Reply): void
  /** That command has no answer of its own: it answered by pushes, or CLIENT REPLY silenced it. */
  unanswered(): void
  /** Out-of-band data, as `answer` gives it. */
  push(reply: Reply): void
  /** The session has ended. */
  close(): void
}

/** What the engine writes to a session that has no bytes. */
interface DirectSink extends DirectReceiver {
  write(): void
  readonly pendingBytes: number
}

/** So many commands that have begun may stay in the queue; emptying it each time would cost more. */
const SPENT_MAX = 64

const ORIGIN: ConnectionOrigin = {
  address: 'in-process:0',
  localAddress: 'in-process:0',
  fd: -1,
}

/** A session whose input is argv and whose output is values: RESP is neither written nor read. */
export class DirectSession extends Session {
  /** Commands that have not begun, from `#next` on. */
  #queue: string[][] = []
  #next = 0
  #awaitsReply = false

  /** Executes a command, or queues it behind one that waits. */
  send(argv: string[]): void {
    this.#queue.push(argv)
    this.drain()
  }

  /** The same for several, with nothing of other clients between them unless one waits. */
  sendAll(commands: readonly string[][]): void {
    for (const argv of commands) this.#queue.push(argv)
    this.drain()
  }

  override get hasNoBytes(): boolean {
    return true
  }

  override get queryBufferBytes(): number {
    return 0
  }

  protected override nextCommand(): string[] | null {
    if (this.#awaitsReply) {
      this.#awaitsReply = false
      this.#receiver.unanswered()
    }
    if (this.#next === this.#queue.length) {
      if (this.#next >= SPENT_MAX) {
        this.#queue = []
        this.#next = 0
      }
      return null
    }
    this.#awaitsReply = true
    return this.#queue[this.#next++]
  }

  protected override deliver(reply: Reply): void {
    if (reply === NO_REPLY) return
    if (reply instanceof PushReply) {
      this.#receiver.push(reply)
    } else if (reply instanceof SeriesReply) {
      for (const one of reply.replies) this.deliver(one)
    } else if (this.#awaitsReply) {
      this.#awaitsReply = false
      this.#receiver.answer(reply)
    }
  }

  /** MONITOR's lines look like answers and are none. */
  override push(reply: Reply, isLate = false): void {
    if (reply instanceof PushReply) super.push(reply, isLate)
    else if (!this.isClosed) this.#receiver.push(reply)
  }

  /** EXEC would put them among its replies: here they have a way of their own. */
  override takeEarlyPushes(): Reply[] {
    for (const push of super.takeEarlyPushes()) this.#receiver.push(push)
    return []
  }

  get #receiver(): DirectReceiver {
    return this.sink as unknown as DirectSink
  }
}

/** Opens a session for a client of this process. It is of the house: it needs no AUTH. */
export function connectDirect(engine: Engine, receiver: DirectReceiver): DirectSession {
  const sink: DirectSink = {
    answer: (reply) => receiver.answer(reply),
    unanswered: () => receiver.unanswered(),
    push: (reply) => receiver.push(reply),
    close: () => receiver.close(),
    write: () => undefined,
    pendingBytes: 0,
  }
  const session = engine.connect(sink, ORIGIN, DirectSession) as DirectSession
  session.resp = 3
  session.isAuthenticated = true
  return session
}
