import { ReplyWriter } from '../resp/reply-writer.ts'
import { evictClients } from './client-eviction.ts'
import type { Engine } from './engine.ts'
import { OutputLimits } from './output-limits.ts'
import type { Session } from './session.ts'

/** Output beyond this is flushed within a turn, so that a long pipeline does not pile up. */
const FLUSH_BYTES = 1024 * 1024
const SPARE_WRITERS = 64

/**
 * A turn is all that happens between two looks at the event loop. At its end whoever was answered
 * gets its bytes, in one write each.
 */
export class Turns {
  readonly #engine: Engine
  readonly #outputLimits: OutputLimits
  #depth = 0
  #written: Session[] = []
  readonly #spareWriters: ReplyWriter[] = []

  constructor(engine: Engine) {
    this.#engine = engine
    this.#outputLimits = new OutputLimits(engine)
  }

  enter(): void {
    this.#depth++
  }

  leave(): void {
    if (this.#depth === 1) this.#beforeFlushing()
    if (--this.#depth > 0) return
    while (this.#written.length > 0) {
      const sessions = this.#written
      this.#written = []
      for (const session of sessions) {
        // Who waits for a busy script is sent nothing before its end.
        if (this.#engine.scriptRuns.isWaiting(session)) continue
        this.flush(session)
        if (session.closeAfterReply) session.close()
      }
    }
  }

  /** What the servers do once the commands that have arrived are done. */
  #beforeFlushing(): void {
    const { config, eviction, tracking } = this.#engine
    if (eviction.isDue) eviction.runDue()
    if (tracking.hasBroadcasts) tracking.broadcast()
    if (config.maxmemoryClients !== '0') evictClients(this.#engine)
  }

  borrowWriter(session: Session): ReplyWriter {
    const writer = this.#spareWriters.pop() ?? new ReplyWriter()
    session.writer = writer
    this.#written.push(session)
    if (this.#depth === 0) {
      this.enter()
      queueMicrotask(() => this.leave())
    }
    return writer
  }

  /** Flushes a session that has been written so much that it had better not wait. */
  flushIfLong(session: Session): void {
    if (session.writer !== null && session.writer.length > FLUSH_BYTES) this.flush(session)
  }

  flush(session: Session): void {
    const { writer } = session
    if (writer === null) return
    session.writer = null
    if (writer.length > 0) this.#send(session, writer.take())
    if (this.#spareWriters.length < SPARE_WRITERS) this.#spareWriters.push(writer)
  }

  #send(session: Session, bytes: Buffer): void {
    const { now, stats } = this.#engine
    session.totalBytesOut += bytes.length
    stats.bytesOut += bytes.length
    if (bytes.length > session.largestReplyBytes) session.largestReplyBytes = bytes.length
    // For the servers, who is sent something is not idle.
    session.lastCommandAt = now
    const { gate } = this.#engine
    if (gate === null || !gate.sends(session, bytes)) session.sink.write(bytes)
    this.#outputLimits.check(session)
  }
}
