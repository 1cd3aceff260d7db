import type { Reply } from '../resp/reply.ts'
import type { User } from './acl/user.ts'
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

/** How the keys that a client reads are followed (CLIENT TRACKING). */
export interface TrackingState {
  readonly isBroadcast: boolean
  readonly isOptIn: boolean
  readonly isOptOut: boolean
  readonly isNoLoop: boolean
  /** The client that is told instead; 0 for none. */
  readonly redirect: number
  /** CLIENT CACHING was called for the command that follows. */
  isCaching: boolean
  /** The client that should have been told is gone. */
  isBroken: boolean
  readonly prefixes: Set<string>
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
  /** Who the client has authenticated as. */
  readonly user: string
  account: User
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
  tracking: TrackingState | null
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
  /** The command that runs, or that the client waits in. */
  readonly running: readonly string[] | null
  /** What was sent to it in one piece at the most. */
  readonly largestReplyBytes: number
  /** It has begun a transaction, ever. */
  hasBegunTransaction: boolean
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
