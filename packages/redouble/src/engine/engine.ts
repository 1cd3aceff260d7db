import type { BlockRequest } from '../command/context.ts'
import { type CommandTable, commandTableOf } from '../command/command-table.ts'
import { ConfigSnapshot } from '../command/config-snapshot.ts'
import { DB_INDEX_OUT_OF_RANGE, WRONGTYPE } from '../command/errors/common.ts'
import { scriptRefusals } from '../command/errors/scripting.ts'
import { MAX_CLIENTS, protocolError } from '../command/errors/dispatch.ts'
import type { ServerGauges, ServerState, ServerStats } from '../command/server-state.ts'
import type { ClientState } from '../command/client-state.ts'
import { allCommands } from '../commands/index.ts'
import { AccessFrequencies } from '../data/access-frequencies.ts'
import { Database } from '../data/database.ts'
import type { EventClass, KeyspaceHost } from '../data/keyspace-host.ts'
import type { Reply } from '../resp/reply.ts'
import type { ReplyWriter } from '../resp/reply-writer.ts'
import { AccessControl } from './access-control.ts'
import { Dispatcher } from './dispatcher.ts'
import { expireDue, ExpiryCycle } from './expiry-cycle.ts'
import { Eviction } from './eviction.ts'
import { IdleClients } from './idle-clients.ts'
import { EngineState, type EngineOptions } from './engine-state.ts'
import { Gatekeeper } from './gate.ts'
import { Memory } from './memory.ts'
import { Notifications } from './notifications.ts'
import { Parking } from './parking.ts'
import { Pauses } from './pauses.ts'
import { PubSub } from './pubsub.ts'
import { FunctionLibraries } from './function-libraries.ts'
import { ScriptInterpreter } from './script-interpreter.ts'
import { ScriptRuns } from './script-runs.ts'
import { resetServer } from './reset-server.ts'
import { Saving } from './saving.ts'
import { Scripts } from './scripts.ts'
import { Session, type SessionHost } from './session.ts'
import { Tracking } from './tracking.ts'
import { Turns } from './turns.ts'
import type { Acceptor, ConnectionOrigin, ConnectionSink } from './transport.ts'
import { WatchRegistry } from './watch-registry.ts'

export type { EngineOptions }

/** The server without its sockets: databases, sessions, and the order in which things happen. */
export class Engine
  extends EngineState
  implements Acceptor, ServerState, KeyspaceHost, SessionHost
{
  readonly databases: Database[]
  readonly commands: CommandTable
  readonly pubsub: PubSub = new PubSub()
  readonly notifications: Notifications
  readonly watches: WatchRegistry = new WatchRegistry()
  readonly pauses: Pauses = new Pauses(this)
  readonly tracking: Tracking = new Tracking(this)
  readonly memory: Memory = new Memory(this)
  readonly eviction: Eviction
  readonly scripts: Scripts
  readonly functions: FunctionLibraries
  readonly scriptRuns: ScriptRuns
  readonly saving: Saving
  readonly access: AccessControl
  readonly gatekeeper: Gatekeeper
  readonly #options: EngineOptions
  readonly #turns = new Turns(this)
  readonly #frequencies: AccessFrequencies
  readonly #dispatcher: Dispatcher
  readonly #expiryCycle: ExpiryCycle
  readonly #idleClients: IdleClients
  readonly #parking: Parking
  readonly #initialConfig: ConfigSnapshot
  #nextClientId = 1

  constructor(options: EngineOptions = {}) {
    super(options)
    this.#options = options
    this.#frequencies = new AccessFrequencies(this.random, this.config)
    this.databases = Array.from(
      { length: this.config.databases },
      (_, index) => new Database(index, this, this.profile.quirks),
    )
    this.commands = commandTableOf(allCommands, this.profile)
    this.access = new AccessControl(this)
    this.eviction = new Eviction(this)
    this.#dispatcher = new Dispatcher(this)
    this.gatekeeper = new Gatekeeper(this, this.#dispatcher)
    this.#parking = new Parking(this, this.#dispatcher)
    const interpreter = new ScriptInterpreter(this, options.loadScriptHost)
    const refusals = scriptRefusals(this.profile)
    this.scriptRuns = new ScriptRuns(this, this.#dispatcher, interpreter, refusals)
    this.scripts = new Scripts(this, interpreter, this.scriptRuns)
    this.functions = new FunctionLibraries(this, interpreter, this.scriptRuns)
    this.#expiryCycle = new ExpiryCycle(this.clock, () => this.#expireDue())
    this.#idleClients = new IdleClients(this.config, this.clock, this.clients)
    this.notifications = new Notifications(this.pubsub, this.config)
    this.saving = new Saving(this, this.functions.dumped, options.dumpFiles)
    this.#initialConfig = new ConfigSnapshot(this.config)
  }

  // ---- connections ----

  connect(sink: ConnectionSink, origin: ConnectionOrigin, kind: typeof Session = Session): Session {
    const now = this.clock.now()
    const session = new kind(this.#nextClientId++, this, sink, origin, this.databases[0], now)
    if (this.clients.size >= this.config.maxclients) {
      this.stats.rejectedConnections++
      this.enterTurn()
      session.push(MAX_CLIENTS)
      this.leaveTurn()
      session.close()
      return session
    }
    this.stats.connectionsReceived++
    this.clients.set(session.id, session)
    this.#idleClients.watch()
    return session
  }

  admits(): boolean {
    return this.gate === null || this.gate.admits()
  }

  closed(session: Session): void {
    this.#turns.flush(session)
    if (session.blocked !== null) this.#parking.leave(session.blocked)
    this.clients.delete(session.id)
    this.monitors.delete(session)
    this.watches.unwatch(session)
    this.pubsub.forget(session)
    this.tracking.disable(session)
  }

  disconnect(client: ClientState): void {
    ;(client as Session).close()
  }

  protocolError(session: Session, detail: string): void {
    const error = protocolError(detail)
    this.#dispatcher.countError(error)
    session.reply(error)
    session.closeAfterReply = true
  }

  /**
   * Whether calls are timed in microseconds. Reading such a clock twice a call costs as much as a
   * small command; so it is done only for a slow log that wants it. Else calls are timed by the
   * milliseconds that pass within them, which is right on average and for whatever is slow.
   */
  get timesPrecisely(): boolean {
    const threshold = this.config.slowlogLogSlowerThanMicros
    return threshold >= 0 && threshold < 1000
  }

  get queryBufferLimit(): number {
    return this.config.clientQueryBufferLimit
  }

  exceededQueryLimit(): void {
    this.stats.queryLimitDisconnections++
  }

  // ---- turns: everything that happens between two looks at the event loop ----

  enterTurn(): void {
    this.#turns.enter()
  }

  leaveTurn(): void {
    this.#turns.leave()
  }

  borrowWriter(session: Session): ReplyWriter {
    return this.#turns.borrowWriter(session)
  }

  // ---- commands ----

  process(session: Session, argv: string[], isRightBehind = false): void {
    if (this.gate === null || !this.gate.arrives(session, argv)) {
      this.execute(session, argv, isRightBehind)
    }
  }

  /** Runs a command that has passed the gate. */
  execute(session: Session, argv: string[], isRightBehind = false): void {
    // The command before ended by reading the clock; one that comes right behind need not again.
    if (!isRightBehind) this.clockReading = this.clock.now()
    this.now = this.clockReading
    const { tracking } = this
    if (tracking.keyCount > this.config.trackingTableMaxKeys) tracking.trim()
    this.currentSession = session
    this.#dispatcher.process(session, argv)
    this.currentSession = null
    this.endCommand()
    this.#turns.flushIfLong(session)
  }

  /** What a command has brought about for others reaches them, unless a script is in the middle. */
  endCommand(): void {
    if (this.tracking.hasPending) this.tracking.sendPending()
    if (!this.scriptRuns.isBusy) this.#parking.serve()
  }

  /** Sends what a client was answered so far. */
  flush(session: Session): void {
    this.#turns.flush(session)
  }

  /** Ends a command with its reply. */
  answer(session: Session, argv: readonly string[], reply: Reply): void {
    const { gate } = this
    session.answer(gate === null ? reply : gate.answers(session, argv, reply))
  }

  executeTransaction(client: ClientState): Reply {
    return this.#dispatcher.executeTransaction(client as Session)
  }

  watch(client: ClientState, key: string): void {
    const session = client as Session
    this.watches.watch(session, session.db, key)
  }

  unwatch(client: ClientState): void {
    this.watches.unwatch(client as Session)
    client.isWatchBroken = false
  }

  /** A watched key ran out between WATCH and EXEC. */
  hasExpiredWatch(client: ClientState): boolean {
    return this.watches.hasExpiredKey(client as Session)
  }

  touchAll(databases: readonly Database[]): void {
    for (const db of databases) {
      this.watches.touchAll(db)
      this.memory.forget(db)
    }
  }

  touchSwapped(first: Database, second: Database): void {
    this.memory.swap(first, second)
    this.watches.touchAll(first, second)
    this.watches.touchAll(second, first)
  }

  /** Selects a database for a client; throws when there is none of that index. */
  select(client: ClientState, index: number): void {
    const db = this.databases[index]
    if (db === undefined) throw DB_INDEX_OUT_OF_RANGE
    ;(client as Session).db = db
    client.dbIndex = index
  }

  get gauges(): ServerGauges {
    const { watches } = this
    return {
      watchingClients: watches.sessionCount,
      watchedKeys: watches.keyCount,
      blockingKeys: this.#parking.queues.keyCount,
    }
  }

  shutdown(): void {
    this.#options.onShutdown?.()
  }

  /**
   * As new: no keys, scripts, pauses or counters, and the configuration of the start. Clients stay
   * connected and keep their state: who blocks goes on waiting, and a WATCH notices that keys went.
   */
  reset(): void {
    this.scriptRuns.abandon()
    this.now = this.clock.now()
    resetServer(this)
    this.#initialConfig.restore()
    this.access.reset()
  }

  /** Stops all timers and closes all sessions. The engine cannot be used afterwards. */
  stop(): void {
    this.scriptRuns.stop()
    this.#expiryCycle.stop()
    this.saving.stop()
    this.#idleClients.stop()
    for (const session of [...this.clients.values()]) session.close()
    if (this.pause !== null) this.pauses.end()
  }

  // ---- blocking ----

  park(session: Session, argv: readonly string[], request: BlockRequest): Reply {
    return this.#parking.park(session, argv, request)
  }

  unblock(clientId: number, how: 'timeout' | 'error'): boolean {
    const client = this.clients.get(clientId)?.blocked ?? null
    if (client !== null) this.#parking.unblock(client, how)
    return client !== null
  }

  /** Goes on with a session's input once the current turn's work is done. */
  resume(session: Session): void {
    if (session.holds > 0) return
    queueMicrotask(() => {
      if (!session.isClosed) session.drain()
    })
  }

  // ---- keyspace host ----

  modified(db: Database, key: string, isNobodys = false): void {
    if (++this.stats.dirty >= this.saving.threshold) this.saving.consider()
    this.watches.touch(db, key)
    if (this.memory.isKept) this.memory.touch(db, key)
    if (!this.tracking.isIdle) this.tracking.changed(key, isNobodys ? null : this.#changer(key))
  }

  /** Who is held to have changed a key, for NOLOOP. A script is nobody, to the servers. */
  #changer(key: string): Session | null {
    const { client, isScript, isRetry, readyKey } = this.#dispatcher.context
    if (isScript) return null
    if (isRetry && key === readyKey && this.profile.quirks.servedPopIsNobodys) return null
    return client
  }

  gone(db: Database, key: string): void {
    if (this.memory.isKept) this.memory.touch(db, key)
  }

  notify(db: Database, event: EventClass, name: string, key: string): void {
    if (this.observer !== null && (event === 'x' || event === 'e')) {
      this.observer.vanished(db.index, key, event === 'x' ? 'expired' : 'evicted')
    }
    this.notifications.notify(db.index, event, name, key)
  }

  ready(db: Database, key: string): void {
    this.#parking.queues.markReady(db, key)
  }

  get keyspaceStats(): ServerStats {
    return this.stats
  }

  get leavesUntouched(): boolean {
    return this.#dispatcher.context.client?.noTouch === true
  }

  get frequencies(): AccessFrequencies | null {
    const policy = this.config.maxmemoryPolicy
    return policy === 'allkeys-lfu' || policy === 'volatile-lfu' ? this.#frequencies : null
  }

  wrongType(): unknown {
    return WRONGTYPE
  }

  expiryMoved(at: number): void {
    this.#expiryCycle.moved(at)
  }

  get activeExpireEnabled(): boolean {
    return this.#expiryCycle.isEnabled
  }

  set activeExpireEnabled(enabled: boolean) {
    this.#expiryCycle.setEnabled(enabled)
  }

  #expireDue(): number | undefined {
    if (this.scriptRuns.isBusy) {
      this.scriptRuns.whenFree(() => this.#expiryCycle.moved(this.clock.now()))
      return undefined
    }
    this.now = this.clock.now()
    this.enterTurn()
    const next = expireDue(this.databases)
    this.#parking.serve()
    this.leaveTurn()
    return next
  }
}
