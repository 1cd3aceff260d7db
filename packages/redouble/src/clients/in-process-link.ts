/**
 * A connection between a client and the engine with no socket between. What the client sends is
 * executed at once; what the engine writes is delivered by the courier, in one piece.
 *
 * It holds nothing that keeps the process alive, and this is on purpose: whatever could still
 * wake an idle client lives in this process (a timer, a listener, another socket) and keeps it
 * alive by itself. So a forgotten client never hangs a test run.
 */
import { AsyncResource } from 'node:async_hooks'
import type {
  Acceptor,
  ClientConnection,
  ConnectionOrigin,
  ConnectionSink,
} from '../engine/transport.ts'
import { carry } from './courier.ts'

/** How CLIENT LIST shows a connection that has no address. */
export const IN_PROCESS: ConnectionOrigin = {
  address: 'in-process:0',
  localAddress: 'in-process:0',
  fd: -1,
}

/** The client's end, as the link sees it. */
export interface ClientEnd {
  data(bytes: Buffer): void
  /** No more data: the engine closed, or the client did and has all its replies. */
  ended(): void
}

export class InProcessLink extends AsyncResource implements ConnectionSink {
  readonly #acceptor: Acceptor
  readonly #end: ClientEnd
  #client: ClientConnection | undefined
  #queued: Buffer[] = []
  #queuedBytes = 0
  #held = false
  #scheduled = false
  #state: 'new' | 'open' | 'ending' | 'ended' = 'new'

  constructor(acceptor: Acceptor, end: ClientEnd) {
    super('RedoubleConnection')
    this.#acceptor = acceptor
    this.#end = end
  }

  /** Tells the engine. Throws ECONNREFUSED when the engine takes no connections any more. */
  open(origin: ConnectionOrigin): void {
    if (this.#state !== 'new') return
    this.#state = 'open'
    try {
      if (this.#acceptor.admits?.() === false) throw new Error('by order of the test')
      this.#client = this.#acceptor.connect(this, origin)
    } catch (cause) {
      this.#state = 'ended'
      throw refused(origin, cause)
    }
  }

  /** Bytes from the client. */
  send(chunk: Buffer): void {
    if (this.#state === 'open') this.#client?.receive(chunk)
  }

  /** The client has sent its last byte. As at a FIN, the engine lets go of it. */
  finish(): void {
    if (this.#state === 'open') this.#leave('ending')
  }

  /** The client is gone; nothing more is delivered. */
  drop(): void {
    this.#leave('ended')
  }

  /** Stops delivery until `release`. */
  hold(): void {
    this.#held = true
  }

  release(): void {
    if (!this.#held) return
    this.#held = false
    if (this.#queuedBytes > 0 || this.#state === 'ending') this.#schedule()
  }

  write(bytes: Buffer): void {
    if (this.#state !== 'open') return
    this.#queued.push(bytes)
    this.#queuedBytes += bytes.length
    this.#schedule()
  }

  close(): void {
    if (this.#state === 'open') this.#leave('ending')
  }

  get pendingBytes(): number {
    return this.#queuedBytes
  }

  #leave(state: 'ending' | 'ended'): void {
    const client = this.#client
    this.#client = undefined
    // Before the state changes: the engine may write its last bytes here.
    client?.disconnected()
    this.#state = state
    if (state === 'ending') {
      this.#schedule()
    } else {
      this.#queued = []
      this.#queuedBytes = 0
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.#held) return
    this.#scheduled = true
    carry(this.#deliver)
  }

  readonly #deliver = (): void => {
    this.#scheduled = false
    // In the context in which the client connected, as a socket's events are: the store of an
    // AsyncLocalStorage must not leak from the publisher to the subscriber.
    if (!this.#held) this.runInAsyncScope(this.#handOver, this)
  }

  #handOver(): void {
    try {
      if (this.#queuedBytes > 0) this.#end.data(this.#takeQueued())
    } finally {
      // Also when a listener throws: a client must never wait for an end that does not come.
      if (this.#state === 'ending' && this.#queuedBytes === 0 && !this.#held) {
        this.#state = 'ended'
        this.#end.ended()
      }
    }
  }

  #takeQueued(): Buffer {
    const queued = this.#queued
    const bytes = this.#queuedBytes
    this.#queued = []
    this.#queuedBytes = 0
    return queued.length === 1 ? (queued[0] as Buffer) : Buffer.concat(queued, bytes)
  }
}

function refused(origin: ConnectionOrigin, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const error = new Error(`connect ECONNREFUSED ${origin.localAddress} (${reason})`, { cause })
  return Object.assign(error, { code: 'ECONNREFUSED', syscall: 'connect' })
}
