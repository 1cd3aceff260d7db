import type { Engine } from '../engine/engine.ts'
import type { ObservedCall, Observer } from '../engine/gate.ts'
import { decodeUtf8, upperAscii } from '../kernel/bytes.ts'
import { ErrorReply } from '../resp/reply.ts'
import { plainReply, type PlainReply } from './plain-reply.ts'

/** What made a command run. @since 0.1.0 */
export type Cause = 'client' | 'transaction' | 'script' | 'expiry' | 'eviction'

/** Something that was executed. @since 0.1.0 */
export interface TraceEntry {
  /** Counted from 1 since the trace began. */
  readonly id: number
  /** Unix milliseconds, on the double's clock. */
  readonly timeMs: number
  readonly durationMicros: number
  /** Null when nobody asked for it: expiry and eviction. */
  readonly client: { readonly id: number; readonly name: string } | null
  readonly db: number
  /** In capitals, with its subcommand: `SET`, `CLIENT SETNAME`. Expiry and eviction are `DEL`. */
  readonly command: string
  readonly args: readonly string[]
  readonly reply: PlainReply
  /** The text of the error that it was answered with. */
  readonly error: string | null
  readonly cause: Cause
}

/** Which entries are meant; those to which all of it applies. @since 0.1.0 */
export interface TraceFilter {
  readonly command?: string
  /** One of the arguments is this. */
  readonly arg?: string
  readonly client?: string | number
  readonly cause?: Cause
  readonly where?: (entry: TraceEntry) => boolean
}

/**
 * Everything that a double executed, in order: of clients, within transactions and scripts, and
 * what expired. The last 10,000 entries are kept unless it is told otherwise.
 *
 * @since 0.1.0
 * @example
 * ```ts
 * const redis = await Redouble.create({ trace: true })
 * await redis.client.set('a', '1')
 * console.log(redis.trace.filter({ command: 'SET' })[0].args) // ['a', '1']
 * ```
 */
export class Trace implements Observer {
  readonly #engine: Engine
  readonly #limit: number
  #entries: TraceEntry[] = []
  #count = 0

  constructor(engine: Engine, limit = 10_000) {
    this.#engine = engine
    this.#limit = limit
    engine.observer = this
  }

  get entries(): readonly TraceEntry[] {
    return this.#entries.length > this.#limit ? this.#entries.slice(-this.#limit) : this.#entries
  }

  filter(filter: TraceFilter): TraceEntry[] {
    const { command, arg, client, cause, where } = filter
    const name = command === undefined ? undefined : upperAscii(command)
    return this.entries.filter((entry) => {
      if (name !== undefined && entry.command !== name) return false
      if (arg !== undefined && !entry.args.includes(arg)) return false
      if (typeof client === 'string' && entry.client?.name !== client) return false
      if (typeof client === 'number' && entry.client?.id !== client) return false
      if (cause !== undefined && entry.cause !== cause) return false
      return where === undefined || where(entry)
    })
  }

  clear(): void {
    this.#entries = []
  }

  called({ session, command, argv, reply, micros, cause }: ObservedCall): void {
    const isSub = command.name.includes('|')
    this.#add({
      durationMicros: micros,
      client: { id: session.id, name: decodeUtf8(session.name) },
      db: session.dbIndex,
      command: upperAscii(command.name).replace('|', ' '),
      args: argv.slice(isSub ? 2 : 1).map(decodeUtf8),
      reply: plainReply(reply),
      error: reply instanceof ErrorReply ? decodeUtf8(reply.text) : null,
      cause,
    })
  }

  vanished(dbIndex: number, key: string, why: 'expired' | 'evicted'): void {
    this.#add({
      durationMicros: 0,
      client: null,
      db: dbIndex,
      command: 'DEL',
      args: [decodeUtf8(key)],
      reply: 1,
      error: null,
      cause: why === 'expired' ? 'expiry' : 'eviction',
    })
  }

  #add(entry: Omit<TraceEntry, 'id' | 'timeMs'>): void {
    this.#entries.push({ id: ++this.#count, timeMs: this.#engine.now, ...entry })
    // In pieces: taking one off the front for each at the back would move them all.
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit)
  }
}
