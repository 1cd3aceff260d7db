import type { Command } from '../command/define.ts'
import { keysOf } from '../command/describe/find-keys.ts'
import type { TrackingControl, TrackingOptions } from '../command/server-state.ts'
import type { ClientState } from '../command/client-state.ts'
import { upperAscii } from '../kernel/bytes.ts'
import { InProtocolReply, PushReply, type Reply } from '../resp/reply.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/** Where clients of RESP2 listen for those that redirect to them. */
const CHANNEL = '__redis__:invalidate'
const XREAD_OPTIONS = new Set(['COUNT', 'BLOCK'])

/** What changed under a prefix since the last broadcast, and who wants to know. */
interface Prefix {
  readonly clients: Set<Session>
  /** With the client that changed the key last; null for nobody's change. */
  keys: Map<string, Session | null>
}

/** CLIENT TRACKING: tells clients that keys changed which they may keep a copy of. */
export class Tracking implements TrackingControl {
  readonly #engine: Engine
  /** Ids of clients by the key that they read; the same key of all databases is one. */
  readonly #readers = new Map<string, Set<number>>()
  readonly #prefixes = new Map<string, Prefix>()
  /** Prefixes under which something changed. */
  #changed = new Set<string>()
  /** What the running command has to tell its own client, once it is over. */
  #pending: (readonly [recipient: Session, message: PushReply])[] = []
  #script: readonly [command: Command, argv: readonly string[]] | null = null
  clientCount = 0
  itemCount = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  get keyCount(): number {
    return this.#readers.size
  }

  get prefixCount(): number {
    return this.#prefixes.size
  }

  /** Nobody can want to know anything. */
  get isIdle(): boolean {
    return this.#readers.size === 0 && this.#prefixes.size === 0
  }

  get hasPending(): boolean {
    return this.#pending.length > 0
  }

  get hasBroadcasts(): boolean {
    return this.#changed.size > 0
  }

  enable(client: ClientState, options: TrackingOptions): void {
    const session = client as Session
    const { isBroadcast, isOptIn, isOptOut, isNoLoop, redirect } = options
    if (session.tracking === null) this.clientCount++
    const { isCaching = false, prefixes = new Set<string>() } = session.tracking ?? {}
    session.tracking = {
      isBroadcast,
      isOptIn,
      isOptOut,
      isNoLoop,
      redirect,
      isCaching,
      isBroken: false,
      prefixes,
    }
    if (!isBroadcast) return
    for (const prefix of options.prefixes.length === 0 ? [''] : options.prefixes) {
      prefixes.add(prefix)
      const known = this.#prefixes.get(prefix)
      if (known !== undefined) known.clients.add(session)
      else this.#prefixes.set(prefix, { clients: new Set([session]), keys: new Map() })
    }
  }

  /** Keys that the client has read stay in the table until they change, as with the servers. */
  disable(client: ClientState): void {
    const session = client as Session
    if (session.tracking === null) return
    this.clientCount--
    for (const prefix of session.tracking.prefixes) {
      const clients = this.#prefixes.get(prefix)?.clients
      clients?.delete(session)
      if (clients?.size !== 0) continue
      this.#prefixes.delete(prefix)
      this.#changed.delete(prefix)
    }
    session.tracking = null
  }

  /** A script begins to run for a client that is tracked. */
  enterScript(command: Command, argv: readonly string[]): void {
    this.#script = [command, argv]
  }

  /** A client has called a command: what it read is remembered, whatever it was answered. */
  remember(session: Session, command: Command, argv: readonly string[], isScript: boolean): void {
    const { tracking } = session
    if (tracking === null || tracking.isBroadcast) return
    if (tracking.isOptIn && !tracking.isCaching) return
    if (tracking.isOptOut && tracking.isCaching) return
    if (!command.flags.includes('readonly') || command.runsScripts) return
    const isOfScript = isScript && this.#engine.profile.quirks.scriptsTrackDeclaredKeys
    const [by, words] = (isOfScript ? this.#script : null) ?? [command, argv]
    if (by.name === 'xread' && !namesStreams(words)) return
    for (const { key } of keysOf(by, words) ?? []) this.#rememberKey(key, session.id)
  }

  #rememberKey(key: string, id: number): void {
    const readers = this.#readers.get(key)
    if (readers === undefined) this.#readers.set(key, new Set([id]))
    else if (readers.has(id)) return
    else readers.add(id)
    this.itemCount++
  }

  /** A key changed. `by` is the client whose command did it; null for expiry and eviction. */
  changed(key: string, by: Session | null): void {
    if (this.#prefixes.size > 0) this.#note(key, by)
    if (this.#readers.has(key)) this.#invalidate(key)
  }

  #note(key: string, by: Session | null): void {
    for (const [prefix, state] of this.#prefixes) {
      if (!key.startsWith(prefix)) continue
      state.keys.set(key, by)
      this.#changed.add(prefix)
    }
  }

  #invalidate(key: string): void {
    const readers = this.#readers.get(key) as Set<number>
    this.#readers.delete(key)
    this.itemCount -= readers.size
    for (const id of readers) {
      const session = this.#engine.clients.get(id)
      const tracking = session?.tracking ?? null
      if (session === undefined || tracking === null || tracking.isBroadcast) continue
      if (tracking.isNoLoop && session === this.#engine.currentSession) continue
      this.#tell(session, [key])
    }
  }

  /**
   * All keys are gone. Redis from 7.4 on hands a FLUSHALL that is to be waited for to a thread and
   * answers after it, so that the client hears of it first: `isAnsweredLater`.
   */
  flushed(isAnsweredLater: boolean): void {
    this.#readers.clear()
    this.itemCount = 0
    if (this.clientCount === 0) return
    for (const session of this.#engine.clients.values()) {
      if (session.tracking === null) continue
      // The servers write the null of the tracked client's protocol, whoever it is sent to.
      this.#tell(session, new InProtocolReply(session.resp, null), isAnsweredLater)
    }
    // The turn of a client that waits ends, so that what it changed before is told as well.
    if (isAnsweredLater) this.broadcast(true)
  }

  /** Keys beyond tracking-table-max-keys are forgotten, and their readers told so. */
  trim(): void {
    const most = this.#engine.config.trackingTableMaxKeys
    if (most === 0) return
    for (const key of this.#readers.keys()) {
      if (this.#readers.size <= most) return
      this.#invalidate(key)
    }
  }

  /** At the end of a turn: who tracks by prefix is told of all keys at once, in order. */
  broadcast(isFirst = false): void {
    const prefixes = [...this.#changed].sort()
    this.#changed = new Set()
    for (const prefix of prefixes) {
      const { clients, keys } = this.#prefixes.get(prefix) as Prefix
      ;(this.#prefixes.get(prefix) as Prefix).keys = new Map()
      const names = [...keys.keys()].sort()
      for (const session of clients) {
        const isNoLoop = session.tracking?.isNoLoop === true
        const wanted = isNoLoop ? names.filter((key) => keys.get(key) !== session) : names
        if (wanted.length > 0) this.#tell(session, wanted, isFirst)
      }
    }
  }

  /** The command is over and answered: its own client is told what it changed. */
  sendPending(): void {
    const pending = this.#pending
    this.#pending = []
    for (const [recipient, message] of pending) recipient.push(message)
  }

  #tell(session: Session, keys: Reply, isFirst = false): void {
    const { redirect } = session.tracking ?? { redirect: 0 }
    const recipient = redirect === 0 ? session : this.#engine.clients.get(redirect)
    if (recipient === undefined) return this.#tellBroken(session, redirect)
    if (recipient.resp === 3) {
      this.#send(session, recipient, new PushReply(['invalidate', keys]), isFirst)
    } else if (redirect !== 0 && recipient.subscriptionCount > 0) {
      this.#send(session, recipient, new PushReply(['message', CHANNEL, keys]), isFirst)
    }
  }

  #tellBroken(session: Session, redirect: number): void {
    if (session.tracking !== null) session.tracking.isBroken = true
    if (session.resp === 2) return
    this.#send(session, session, new PushReply(['tracking-redir-broken', redirect]), false)
  }

  #send(session: Session, recipient: Session, message: PushReply, isFirst: boolean): void {
    if (isFirst && recipient.isExecuting) recipient.pushFirst(message)
    else if (session.isExecuting) this.#pending.push([recipient, message])
    else recipient.push(message)
  }
}

/** Of an XREAD with an option that it has not, or with an ID too many, the servers track nothing. */
function namesStreams(argv: readonly string[]): boolean {
  let at = 1
  while (at < argv.length && XREAD_OPTIONS.has(upperAscii(argv[at]))) at += 2
  const left = argv.length - at - 1
  return upperAscii(argv[at] ?? '') === 'STREAMS' && left > 0 && left % 2 === 0
}
