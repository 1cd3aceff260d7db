import type { ClientState, TransactionState } from '../command/client-state.ts'
import { RequestDecoder, type RequestLimits } from '../resp/request-decoder.ts'
import { NO_REPLY, type Reply } from '../resp/reply.ts'
import type { ReplyWriter } from '../resp/reply-writer.ts'
import type { Database } from '../data/database.ts'
import type { BlockedClient } from './blocking.ts'
import type { ClientConnection, ConnectionOrigin, ConnectionSink } from './transport.ts'

/** What a session needs of the engine behind it. */
export interface SessionHost {
  /** Runs one command of a client and answers it. */
  process(session: Session, argv: string[]): void
  /** Marks a session as having bytes to flush, and lends it a writer. */
  borrowWriter(session: Session): ReplyWriter
  /** Brackets a turn of work; the outermost end flushes all sessions. */
  enterTurn(): void
  leaveTurn(): void
  protocolError(session: Session, text: string): void
  closed(session: Session): void
  readonly maxBulkBytes: number
  readonly queryBufferLimit: number
}

/** One client's connection and its state. */
export class Session implements ClientState, ClientConnection {
  readonly id: number
  name = ''
  libName = ''
  libVersion = ''
  resp: 2 | 3 = 2
  dbIndex = 0
  db: Database
  isAuthenticated: boolean
  user = 'default'
  noEvict = false
  noTouch = false
  replyMode: 'on' | 'off' | 'skip' | 'skip-next' = 'on'
  transaction: TransactionState | null = null
  isWatchBroken = false
  isMonitor = false
  readonly channels: Set<string> = new Set()
  readonly patterns: Set<string> = new Set()
  readonly shardChannels: Set<string> = new Set()
  /** Watched keys as `index:key`; kept by the watch registry. */
  readonly watchedKeys: Set<string> = new Set()
  readonly createdAt: number
  lastCommandAt: number
  lastCommandName = 'NULL'
  totalBytesIn = 0
  totalBytesOut = 0
  totalCommands = 0
  closeAfterReply = false
  isClosed = false
  /** Set while the client waits in BLPOP and its kind. */
  blocked: BlockedClient | null = null
  /** Counts the reasons to leave further input alone: blocked, paused, loading scripts, held. */
  holds = 0
  writer: ReplyWriter | null = null
  readonly sink: ConnectionSink
  readonly origin: ConnectionOrigin
  readonly #host: SessionHost
  readonly #decoder: RequestDecoder
  #isDraining = false

  constructor(
    id: number,
    host: SessionHost,
    sink: ConnectionSink,
    origin: ConnectionOrigin,
    db: Database,
    now: number,
    isAuthenticated: boolean,
  ) {
    this.id = id
    this.#host = host
    this.sink = sink
    this.origin = origin
    this.db = db
    this.createdAt = now
    this.lastCommandAt = now
    this.isAuthenticated = isAuthenticated
    const session = this
    const limits: RequestLimits = {
      get maxBulkBytes() {
        return host.maxBulkBytes
      },
      get authenticated() {
        return session.isAuthenticated
      },
    } as RequestLimits
    this.#decoder = new RequestDecoder(limits)
  }

  get address(): string {
    return this.origin.address
  }

  get localAddress(): string {
    return this.origin.localAddress
  }

  get isUnixSocket(): boolean {
    return this.origin.isUnixSocket === true
  }

  get fd(): number {
    return this.origin.fd
  }

  get isBlocked(): boolean {
    return this.blocked !== null
  }

  get queryBufferBytes(): number {
    return this.#decoder.bufferedBytes
  }

  get pendingOutputBytes(): number {
    return this.sink.pendingBytes + (this.writer?.length ?? 0)
  }

  /** In RESP2 a client with subscriptions may only use the pub/sub commands. */
  get subscriptionCount(): number {
    return this.channels.size + this.patterns.size + this.shardChannels.size
  }

  receive(chunk: Buffer): void {
    if (this.isClosed) return
    this.totalBytesIn += chunk.length
    this.#decoder.feed(chunk)
    if (this.#decoder.bufferedBytes > this.#host.queryBufferLimit) {
      this.close()
      return
    }
    this.drain()
    this.#decoder.settle()
  }

  /** Processes what has arrived, until something holds the client. */
  drain(): void {
    if (this.#isDraining) return
    this.#isDraining = true
    this.#host.enterTurn()
    try {
      while (this.holds === 0 && !this.isClosed && !this.closeAfterReply) {
        const argv = this.#decoder.next()
        if (argv === null) break
        this.#host.process(this, argv)
      }
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#isDraining = false
      this.#host.leaveTurn()
    }
  }

  #failed(error: unknown): void {
    const text = (error as { text?: unknown }).text
    if (typeof text !== 'string') throw error
    this.#host.protocolError(this, text)
  }

  /** Answers a command, honouring CLIENT REPLY. */
  reply(reply: Reply): void {
    if (this.replyMode !== 'on') {
      if (this.replyMode === 'skip-next') {
        this.replyMode = 'skip'
        return
      }
      if (this.replyMode === 'skip') this.replyMode = 'on'
      return
    }
    this.#write(reply)
  }

  push(reply: Reply): void {
    if (this.isClosed) return
    this.#write(reply)
  }

  #write(reply: Reply): void {
    if (reply === NO_REPLY) return
    const writer = this.writer ?? this.#host.borrowWriter(this)
    writer.write(reply, this.resp)
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.#host.closed(this)
    this.sink.close()
  }

  disconnected(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.#host.enterTurn()
    this.#host.closed(this)
    this.#host.leaveTurn()
  }
}
