import type { User } from '../command/acl/user.ts'
import type { Users } from '../command/acl/users.ts'
import type { ClientState, TrackingState, TransactionState } from '../command/client-state.ts'
import { ProtocolError, RequestDecoder, type RequestRules } from '../resp/request-decoder.ts'
import { NO_REPLY, PushReply, type Reply, SeriesReply } from '../resp/reply.ts'
import type { ReplyWriter } from '../resp/reply-writer.ts'
import type { Database } from '../data/database.ts'
import type { BlockedClient } from './blocking.ts'
import type { ClientConnection, ConnectionOrigin, ConnectionSink } from './transport.ts'

/** What a session needs of the engine behind it. */
export interface SessionHost {
  /** Runs one command of a client and answers it. */
  process(session: Session, argv: string[], isRightBehind?: boolean): void
  /** Marks a session as having bytes to flush, and lends it a writer. */
  borrowWriter(session: Session): ReplyWriter
  /** Brackets a turn of work; the outermost end flushes all sessions. */
  enterTurn(): void
  leaveTurn(): void
  protocolError(session: Session, text: string): void
  closed(session: Session): void
  readonly queryBufferLimit: number
  /** A client sent more than may wait to be run. */
  exceededQueryLimit(): void
  /** How requests are read, for all clients alike. */
  readonly requestRules: RequestRules
  /** Who a client is before it says so, and whether it has to. */
  readonly access: { readonly users: Users; readonly requiresAuth: boolean }
  /** What a client causes to be sent to itself comes before the reply (up to 7.0), not after it. */
  readonly pushesComeFirst: boolean
  /** How often a client was answered or pushed something: whoever moves time looks at it. */
  deliveries: number
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
  account: User
  noEvict = false
  noTouch = false
  isReplyOff = false
  skipsReply = false
  skipsNextReply = false
  capabilities = ''
  transaction: TransactionState | null = null
  tracking: TrackingState | null = null
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
  running: readonly string[] | null = null
  largestReplyBytes = 0
  hasBegunTransaction = false
  closeAfterReply = false
  isClosed = false
  /** Set while the client waits in BLPOP and its kind. */
  blocked: BlockedClient | null = null
  /** Counts the reasons to leave further input alone: blocked, paused, loading scripts, held. */
  holds = 0
  writer: ReplyWriter | null = null
  /** One of its commands runs; what is pushed to it meanwhile has to find its place. */
  isExecuting = false
  readonly sink: ConnectionSink
  readonly origin: ConnectionOrigin
  readonly #host: SessionHost
  readonly #decoder: RequestDecoder
  #isDraining = false
  /** Pushed to itself while its command ran: to be written before the reply, or after it. */
  #early: Reply[] = []
  #late: Reply[] = []

  constructor(
    id: number,
    host: SessionHost,
    sink: ConnectionSink,
    origin: ConnectionOrigin,
    db: Database,
    now: number,
  ) {
    this.id = id
    this.#host = host
    this.sink = sink
    this.origin = origin
    this.db = db
    this.createdAt = now
    this.lastCommandAt = now
    this.isAuthenticated = !host.access.requiresAuth
    this.account = host.access.users.byDefault
    this.#decoder = new RequestDecoder(host.requestRules, this)
  }

  get user(): string {
    return this.account.name
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

  /** Replies reach it as values. */
  get hasNoBytes(): boolean {
    return false
  }

  get fd(): number {
    return this.origin.fd
  }

  /** The default user needs no password, or the client has given it. */
  get isAdmitted(): boolean {
    return this.isAuthenticated || !this.#host.access.requiresAuth
  }

  get hasPendingReplies(): boolean {
    return this.writer !== null && this.writer.length > 0
  }

  /** CLIENT REPLY keeps replies from the client. */
  get isSilent(): boolean {
    return this.isReplyOff || this.skipsReply
  }

  get watchCount(): number {
    // The servers forget what a client watches once one of the keys is touched.
    return this.isWatchBroken ? 0 : this.watchedKeys.size
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
    if (this.#decoder.bufferedBytes + this.#queuedBytes > this.#host.queryBufferLimit) {
      this.#host.exceededQueryLimit()
      this.close()
      return
    }
    this.drain()
    this.#decoder.settle()
  }

  /** What MULTI has queued counts as if it were not read yet. */
  get #queuedBytes(): number {
    const queued = this.transaction?.queued
    if (queued === undefined) return 0
    let bytes = 0
    for (const { argv } of queued) for (const word of argv) bytes += word.length
    return bytes
  }

  /** Processes what has arrived, until something holds the client. */
  drain(): void {
    if (this.#isDraining) return
    this.#isDraining = true
    this.#host.enterTurn()
    try {
      let isRightBehind = false
      while (this.holds === 0 && !this.isClosed && !this.closeAfterReply) {
        const argv = this.nextCommand()
        if (argv === null) break
        this.#host.process(this, argv, isRightBehind)
        isRightBehind = true
      }
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#isDraining = false
      // With nothing to write no flush will come to close it.
      if (this.closeAfterReply && this.writer === null) this.close()
      this.#host.leaveTurn()
    }
  }

  /** The next whole command that has arrived. */
  protected nextCommand(): string[] | null {
    return this.#decoder.next()
  }

  #failed(error: unknown): void {
    if (!(error instanceof ProtocolError)) throw error
    this.#host.protocolError(this, error.text)
  }

  /** Ends a command with its reply, and with what was pushed to the client meanwhile. */
  answer(reply: Reply): void {
    this.#host.deliveries++
    if (this.#early.length > 0) this.#release(this.#early)
    if (reply !== NO_REPLY) this.reply(reply)
    this.releasePushes()
    if (this.holds > 0) return
    this.skipsReply = this.skipsNextReply
    this.skipsNextReply = false
  }

  /** Delivers a reply unless CLIENT REPLY silences it, which it does not do to pushes. */
  reply(reply: Reply): void {
    if (this.isSilent && !(reply instanceof PushReply || reply instanceof SeriesReply)) return
    this.deliver(reply)
  }

  /** Sends out-of-band data. `isLate` puts it behind the reply of its own command in any case. */
  push(reply: Reply, isLate = false): void {
    if (this.isClosed) return
    this.#host.deliveries++
    if (!this.isExecuting) this.deliver(reply)
    else if (!isLate && this.#host.pushesComeFirst) this.#early.push(reply)
    else this.#late.push(reply)
  }

  /** Sends out-of-band data before the reply of the command that runs, with every server. */
  pushFirst(reply: Reply): void {
    this.#host.deliveries++
    this.#early.push(reply)
  }

  /** What was pushed so far and goes before the reply; EXEC puts it in its place. */
  takeEarlyPushes(): Reply[] {
    return this.#early.length === 0 ? this.#early : this.#early.splice(0)
  }

  /** Sends what was pushed while a command ran that is over now. */
  releasePushes(): void {
    if (this.#late.length > 0) this.#release(this.#late)
  }

  #release(pushes: Reply[]): void {
    for (const push of pushes.splice(0)) this.deliver(push)
  }

  protected deliver(reply: Reply): void {
    if (reply === NO_REPLY) return
    const writer = this.writer ?? this.#host.borrowWriter(this)
    writer.write(reply, this.resp)
  }

  /** Hangs up without a word: what was not sent yet never will be. */
  abort(): void {
    this.writer?.take()
    this.close()
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
