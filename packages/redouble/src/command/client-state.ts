import type { Reply } from '../resp/reply.ts'
import type { Command } from './define.ts'

/** A queued command of MULTI. */
export interface QueuedCommand {
  readonly argv: string[]
  readonly command: Command
}

/** MULTI's state of a client. */
export interface TransactionState {
  readonly queued: QueuedCommand[]
  /** A command was refused while queueing: EXEC answers EXECABORT. */
  isDirty: boolean
}

/** A client as commands see it; the engine's session implements it. */
export interface ClientState {
  readonly id: number
  name: string
  libName: string
  libVersion: string
  resp: 2 | 3
  /** Index of the selected database. */
  dbIndex: number
  isAuthenticated: boolean
  /** Authenticated, or of a server that needs no password. */
  readonly isAdmitted: boolean
  /** Replies wait to be sent. */
  readonly hasPendingReplies: boolean
  user: string
  /** NO-EVICT and NO-TOUCH. */
  noEvict: boolean
  noTouch: boolean
  /** CLIENT REPLY OFF. */
  isReplyOff: boolean
  /** CLIENT REPLY SKIP silences the command after it: the one that runs now, or the next one. */
  skipsReply: boolean
  skipsNextReply: boolean
  /** CLIENT CAPA, as CLIENT LIST shows it (Valkey). */
  capabilities: string
  transaction: TransactionState | null
  /** A watched key was touched: EXEC answers null. */
  isWatchBroken: boolean
  readonly watchCount: number
  isMonitor: boolean
  readonly channels: Set<string>
  readonly patterns: Set<string>
  readonly shardChannels: Set<string>
  /** Channels, patterns and sharded channels together. */
  readonly subscriptionCount: number
  readonly address: string
  readonly localAddress: string
  readonly isUnixSocket: boolean
  readonly fd: number
  readonly createdAt: number
  /** Milliseconds of the last command. */
  lastCommandAt: number
  lastCommandName: string
  readonly isBlocked: boolean
  readonly queryBufferBytes: number
  readonly pendingOutputBytes: number
  totalBytesIn: number
  totalBytesOut: number
  totalCommands: number
  closeAfterReply: boolean
  /** Sends out-of-band data (a push, a message, a MONITOR line) after what was already written. */
  push(reply: Reply): void
  /** Ends the connection. */
  close(): void
}
