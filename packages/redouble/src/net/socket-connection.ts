/** One client's socket: its bytes go to the engine, and the engine's bytes go to it. */
import type { Socket } from 'node:net'
import type {
  Acceptor,
  ClientConnection,
  ConnectionOrigin,
  ConnectionSink,
} from '../engine/transport.ts'
import type { Outbox } from './outbox.ts'

/** Above this, joining the pieces costs more than handing them to `writev`. */
const JOIN_LIMIT = 256 * 1024

/** How long a closed connection waits for a peer that takes none of its last bytes. */
const LINGER_MS = 2000

export class SocketConnection implements ConnectionSink {
  #socket: Socket | undefined
  #client: ClientConnection | undefined
  #queued: Buffer[] = []
  #queuedBytes = 0
  #closing = false
  readonly #outbox: Outbox

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  /** Ties the connection to its socket and tells the engine. The socket may already be reading. */
  open(socket: Socket, acceptor: Acceptor, origin: ConnectionOrigin): void {
    this.#socket = socket
    this.#client = acceptor.connect(this, origin)
    // A client that goes away in the middle of something is everyday business, not an error.
    socket.on('error', noop)
    // Redis frees a client at its FIN. Replies to what was read before are already written.
    socket.on('end', () => this.#gone())
    socket.on('close', () => this.#gone())
  }

  /** Bytes from the client. What the engine answers meanwhile leaves in one write. */
  readonly receive = (chunk: Buffer): void => {
    if (this.#closing || this.#client === undefined) return
    this.#outbox.enter()
    try {
      this.#client.receive(chunk)
    } finally {
      this.#outbox.leave()
    }
  }

  write(bytes: Buffer): void {
    if (this.#closing || this.#socket === undefined) return
    if (this.#queued.length === 0) this.#outbox.add(this)
    this.#queued.push(bytes)
    this.#queuedBytes += bytes.length
    // A long pipeline's replies go to the kernel as they come, and do not pile up here.
    if (this.#queuedBytes > JOIN_LIMIT) this.flush()
  }

  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#outbox.add(this)
  }

  get pendingBytes(): number {
    return this.#queuedBytes + (this.#socket?.writableLength ?? 0)
  }

  /** Hands everything queued to the socket; called by the outbox. */
  flush(): void {
    const socket = this.#socket
    if (socket === undefined) return
    const queued = this.#queued
    const [first] = queued
    if (first !== undefined && socket.writable) {
      if (queued.length === 1) {
        socket.write(first)
      } else if (this.#queuedBytes <= JOIN_LIMIT) {
        socket.write(Buffer.concat(queued, this.#queuedBytes))
      } else {
        socket.cork()
        for (const piece of queued) socket.write(piece)
        socket.uncork()
      }
    }
    if (first !== undefined) this.#queued = []
    this.#queuedBytes = 0
    if (!this.#closing) return
    socket.setTimeout(LINGER_MS, () => socket.destroy())
    socket.destroySoon()
  }

  /** Ends the connection at once, whatever is still unsent. */
  destroy(): void {
    this.#socket?.destroy()
    this.#gone()
  }

  #gone(): void {
    const client = this.#client
    this.#client = undefined
    client?.disconnected()
  }
}

function noop(): void {}
