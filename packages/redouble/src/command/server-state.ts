import type { Database } from '../data/database.ts'
import type { KeyspaceStats } from '../data/keyspace-host.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { ErrorReply, Reply } from '../resp/reply.ts'
import type { AccessState } from './acl/access-state.ts'
import type { ClientState } from './client-state.ts'
import type { CommandTable } from './command-table.ts'
import type { Config } from './config.ts'
import type { ScriptKind } from './errors/scripting.ts'
import type { LatencyMonitor } from './latency-monitor.ts'
import type { Profile } from './profile.ts'
import type { SaveState } from './save-state.ts'

/** Channels, patterns and sharded channels, and who listens. */
export interface PubSubState {
  subscribe(client: ClientState, kind: ChannelKind, channel: string): boolean
  unsubscribe(client: ClientState, kind: ChannelKind, channel: string): boolean
  /** Drops all of a client's subscriptions without telling it. */
  forget(client: ClientState): void
  /** Delivers and returns how many received it. */
  publish(kind: 'channel' | 'shard', channel: string, message: string): number
  /** Channels (or shard channels) that have a subscriber. */
  channels(kind: 'channel' | 'shard'): IterableIterator<string>
  subscriberCount(kind: ChannelKind, channel: string): number
  patternCount(): number
}

export type ChannelKind = 'channel' | 'pattern' | 'shard'

/** Counters and gauges behind INFO that are not per key. */
export interface ServerStats extends KeyspaceStats {
  connectionsReceived: number
  rejectedConnections: number
  commandsProcessed: number
  bytesIn: number
  bytesOut: number
  unexpectedErrors: number
  errorReplies: number
  /** Error replies by their code word, for `errorstat_*`. */
  readonly errors: Map<string, number>
  evictedKeys: number
  evictedClients: number
  /** Clients that were cut off by client-query-buffer-limit and client-output-buffer-limit. */
  queryLimitDisconnections: number
  outputLimitDisconnections: number
  dirty: number
  slowestMicros: number
}

/** Calls of one command, for INFO commandstats and LATENCY HISTOGRAM. */
export interface CommandStats {
  calls: number
  micros: number
  rejected: number
  failed: number
  /** Counts by power of two of the microseconds. */
  readonly histogram: number[]
}

export interface SlowlogEntry {
  readonly id: number
  readonly timeSeconds: number
  readonly micros: number
  readonly argv: readonly string[]
  readonly address: string
  readonly name: string
}

/** What INFO clients counts beside the clients themselves. */
export interface ServerGauges {
  readonly watchingClients: number
  readonly watchedKeys: number
  /** Keys that blocked clients wait for. */
  readonly blockingKeys: number
}

/** What a server in the place of the double would have in use, by estimate; in bytes. */
export interface MemoryState {
  readonly used: number
  /** The most that anybody has ever seen, and when. */
  readonly peak: number
  readonly peakAtMs: number
  /** All clients together, with their buffers. */
  readonly clients: number
}

/** What CLIENT TRACKING ON was asked for. */
export interface TrackingOptions {
  readonly isBroadcast: boolean
  readonly isOptIn: boolean
  readonly isOptOut: boolean
  readonly isNoLoop: boolean
  readonly redirect: number
  readonly prefixes: readonly string[]
}

/** Who is told of changed keys (CLIENT TRACKING). */
export interface TrackingControl {
  enable(client: ClientState, options: TrackingOptions): void
  disable(client: ClientState): void
  /** All keys are gone; `isAnsweredLater` when the command's reply follows what clients are told. */
  flushed(isAnsweredLater: boolean): void
  readonly clientCount: number
  readonly keyCount: number
  /** Keys times the clients that read them. */
  readonly itemCount: number
  readonly prefixCount: number
}

/** Why and until when commands of clients wait (CLIENT PAUSE). */
export interface PauseState {
  readonly untilMs: number
  readonly writesOnly: boolean
}

export interface PauseControl {
  start(untilMs: number, writesOnly: boolean): void
  end(): void
}

/** The scripts cache and the interpreter behind EVAL. */
export interface ScriptState {
  /** Runs a script by its body or, with EVALSHA, by its digest. */
  evaluate(client: ClientState, request: EvalRequest): Reply
  load(source: string): Reply
  exists(sha: string): boolean
  /** The body of a cached script. */
  source(sha: string): string | undefined
  flush(): void
  /** SCRIPT KILL, FUNCTION KILL. */
  kill(kind: ScriptKind): Reply
  /** Why SHUTDOWN has to wait, while a script runs too long. */
  readonly busyError: ErrorReply | null
  /** Milliseconds: the time that a busy script is told, which moves while its keys' stands still. */
  readonly busyTimeMs: number | null
  readonly count: number
  /** Scripts of EVAL that made room for others. */
  readonly evictedCount: number
  readonly memoryBytes: number
}

export interface EvalRequest {
  readonly source?: string
  readonly sha?: string
  readonly keys: string[]
  readonly argv: string[]
  readonly isReadOnly: boolean
}

/** A library of functions, as FUNCTION LIST shows it. */
export interface LibraryInfo {
  readonly name: string
  readonly source: string
  readonly functions: readonly {
    readonly name: string
    readonly description: string | null
    readonly flags: readonly string[]
  }[]
}

/** A function that runs so long that others can ask about it. */
export interface RunningFunction {
  readonly name: string
  readonly argv: readonly string[]
  readonly durationMs: number
}

/** The libraries of functions. */
export interface FunctionState {
  /** Loads a library and returns its name; throws an ErrorReply. */
  load(source: string, replaces: boolean): string
  delete(name: string): boolean
  flush(): void
  list(): Iterable<LibraryInfo>
  call(client: ClientState, request: FunctionCall): Reply
  /** FUNCTION DUMP and RESTORE; the latter throws an ErrorReply. */
  dump(): string
  restore(payload: string, policy: 'flush' | 'append' | 'replace'): void
  readonly running: RunningFunction | null
  readonly libraryCount: number
  readonly functionCount: number
  /** Of the sources and names. */
  readonly memoryBytes: number
}

export interface FunctionCall {
  readonly name: string
  /** How many of the words are keys, as it came. */
  readonly keyCount: string
  /** Keys and arguments. */
  readonly words: readonly string[]
  readonly isReadOnly: boolean
}

/** The server as commands see it. The engine implements it. */
export interface ServerState {
  readonly databases: Database[]
  readonly config: Config
  readonly profile: Profile
  readonly clock: Clock
  readonly random: Random
  readonly commands: CommandTable
  readonly pubsub: PubSubState
  readonly scripts: ScriptState
  readonly functions: FunctionState
  /** Users and what they may do. */
  readonly access: AccessState
  readonly stats: ServerStats
  readonly commandStats: Map<string, CommandStats>
  readonly slowlog: SlowlogEntry[]
  /** Spikes beyond latency-monitor-threshold. */
  readonly latency: LatencyMonitor
  /** Microseconds that the running command adds to its own duration (DEBUG SLEEP). */
  heldMicros: number
  /** Clients in the order of their ids. */
  readonly clients: Map<number, ClientState>
  readonly monitors: Set<ClientState>
  readonly gauges: ServerGauges
  readonly runId: string
  /** Names the history of the data; DEBUG CHANGE-REPL-ID begins another. */
  replicationId: string
  readonly startedAtMs: number
  readonly tcpPort: number
  activeExpireEnabled: boolean
  pause: PauseState | null
  nextSlowlogId: number
  /** WATCH. */
  watch(client: ClientState, key: string): void
  /** UNWATCH: forgets all keys that a client watches, and that one of them was touched. */
  unwatch(client: ClientState): void
  /** Every key of these databases was touched (FLUSHALL, SWAPDB). */
  touchAll(databases: readonly Database[]): void
  /** Runs the queue of a transaction as one unit. */
  executeTransaction(client: ClientState): Reply
  /** Ends a blocked client's wait. False when it was not blocked. */
  unblock(clientId: number, how: 'timeout' | 'error'): boolean
  /** CLIENT KILL. */
  disconnect(client: ClientState): void
  /** CLIENT PAUSE and UNPAUSE; DEBUG SLEEP is a pause of all. */
  readonly pauses: PauseControl
  readonly tracking: TrackingControl
  readonly memory: MemoryState
  readonly saving: SaveState
  /** SELECT; throws when there is no such database. */
  select(client: ClientState, index: number): void
  /** Two databases were exchanged: WATCH and blocked clients look again. */
  touchSwapped(first: Database, second: Database): void
  /** SHUTDOWN. */
  shutdown(): void
}
