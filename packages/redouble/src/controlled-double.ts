import {
  CommandHold,
  type ControlledClock,
  type ExportedKeyspace,
  Faults,
  type Hold,
  type HoldMatch,
  type InspectedKey,
  instantMs,
  KeyspaceAccess,
  type SeedOptions,
  type SeedValue,
  settle,
  Switchboard,
  Trace,
  VirtualTime,
} from './control/index.ts'
import { AclStartRefused } from './engine/acl-store.ts'
import { Engine, type EngineOptions } from './engine/engine.ts'
import { systemClock } from './kernel/clock.ts'
import { SeededRandom } from './kernel/random.ts'
import { RedoubleError } from './kernel/redouble-error.ts'
import { VirtualClock } from './kernel/virtual-clock.ts'
import { diskDumps } from './persistence/index.ts'
import { configOf, profileOf, type RedoubleOptions } from './redouble-options.ts'
import { importRdb } from './redouble-rdb.ts'

/** The engine; what the options say of users may be what no server starts with. */
function engineWith(options: RedoubleOptions, engineOptions: EngineOptions): Engine {
  try {
    return new Engine(engineOptions)
  } catch (error) {
    if (!(error instanceof AclStartRefused)) throw error
    const name = options.users === undefined ? 'config.aclfile' : 'users'
    const [why] = error.message.split('\n')
    throw new RedoubleError('REDOUBLE_INVALID_OPTION', `${name}: ${why}`)
  }
}

/** What a test can order of a double and see in it. `Redouble` adds how clients reach it. */
export abstract class ControlledDouble {
  protected readonly engine: Engine
  protected readonly board: Switchboard
  readonly #time: VirtualTime | undefined
  readonly #trace: Trace | undefined
  readonly #keyspace: KeyspaceAccess
  /**
   * Orders what goes wrong: error replies, delays, lost connections and replies, a cut network.
   *
   * @since 0.1.0
   * @example
   * ```ts
   * redis.faults.error({ command: 'SET', key: 'cart:*' }, 'READONLY')
   * ```
   */
  readonly faults: Faults

  protected constructor(options: RedoubleOptions) {
    const clock = virtualClockOf(options)
    const profile = profileOf(options)
    this.engine = engineWith(options, {
      clock,
      config: configOf(options, profile),
      profile,
      dumpFiles: diskDumps,
      random: options.seed === undefined ? undefined : new SeededRandom(options.seed),
      loadScriptHost: async () => (await import('./lua/index.ts')).loadScriptHost(),
    })
    this.board = new Switchboard(this.engine)
    this.#keyspace = new KeyspaceAccess(this.engine)
    this.faults = new Faults(this.engine, this.board)
    if (options.trace === true) this.#trace = new Trace(this.engine)
    if (clock !== undefined) this.#time = new VirtualTime(clock, this.engine)
  }

  /** Throws when the double is stopped. */
  protected abstract assertRunning(): void

  /** Takes back what was ordered, and forgets what was seen. */
  protected resetControls(): void {
    this.faults.clear()
    this.#trace?.clear()
  }

  /**
   * Moves time, when this double was created with `clock: 'virtual'`. With the system clock a test
   * runner's fake timers do.
   *
   * @throws RedoubleError `REDOUBLE_SYSTEM_CLOCK`
   * @since 0.1.0
   * @example
   * ```ts
   * await redis.clock.advance('2h')
   * ```
   */
  get clock(): ControlledClock {
    if (this.#time !== undefined) return this.#time
    throw new RedoubleError(
      'REDOUBLE_SYSTEM_CLOCK',
      "This Redouble lives by the system's clock. Pass clock: 'virtual' to Redouble.create(), or " +
        "move time by your test runner's fake timers.",
    )
  }

  /**
   * Everything that was executed, when this double was created with `trace: true`.
   *
   * @throws RedoubleError `REDOUBLE_NO_TRACE`
   * @since 0.1.0
   */
  get trace(): Trace {
    if (this.#trace !== undefined) return this.#trace
    throw new RedoubleError(
      'REDOUBLE_NO_TRACE',
      'This Redouble keeps no trace. Pass trace: true to Redouble.create().',
    )
  }

  /**
   * Stops the next command that matches, of whichever client, before it is applied or after it. All
   * others go on; so a race between two clients is written down step by step.
   *
   * @throws RedoubleError `REDOUBLE_INVALID_MATCH`, `REDOUBLE_STOPPED`
   * @since 0.1.0
   * @example
   * ```ts
   * const held = redis.hold({ client: 'worker-1', command: 'SET' })
   * const first = worker1.run()
   * await held.reached
   * await worker2.run()
   * await held.release()
   * await first
   * ```
   */
  hold(match: HoldMatch): Hold {
    this.assertRunning()
    return new CommandHold(this.engine, this.board, match)
  }

  /**
   * Resolves when nothing is under way: replies have arrived, and what clients of this process sent
   * in answer is executed. Who waits (blocked, held, delayed) goes on waiting.
   *
   * @since 0.1.0
   */
  async settled(): Promise<void> {
    await settle(this.engine)
  }

  /**
   * Stores plain objects: a string or number as a string, an array as a list, a Set as a set, a Map
   * of numbers as a sorted set, an object as a hash. What was there before is replaced.
   *
   * @throws RedoubleError `REDOUBLE_INVALID_VALUE`, `REDOUBLE_NO_DATABASE`, `REDOUBLE_SEED_REFUSED`
   * @since 0.1.0
   * @example
   * ```ts
   * redis.seed({ 'user:1': { name: 'Ada' }, queue: ['a', 'b'] }, { ttl: '1h' })
   * ```
   */
  seed(values: Readonly<Record<string, SeedValue>>, options: SeedOptions = {}): void {
    this.assertRunning()
    this.#keyspace.seed(values, options)
  }

  /**
   * What a key holds, seen from outside: no command runs, nothing is counted or touched. Null when
   * there is no such key.
   *
   * @since 0.1.0
   */
  inspect(key: string, { db = 0 }: { readonly db?: number } = {}): InspectedKey | null {
    return this.#keyspace.inspect(key, db)
  }

  /** The names of all keys of a database, sorted, seen from outside. @since 0.1.0 */
  keys({ db = 0 }: { readonly db?: number } = {}): string[] {
    return this.#keyspace.keys(db)
  }

  /**
   * All keys with their values and deadlines as JSON can have them, for people to read and `importJson`
   * to take back. Groups of streams are left out.
   *
   * @throws RedoubleError `REDOUBLE_NOT_PLAIN` when there is a key whose type has no plain form
   * @since 0.1.0
   */
  exportJson(): ExportedKeyspace {
    return this.#keyspace.export()
  }

  /**
   * Replaces all keys by those of an export.
   *
   * @throws RedoubleError `REDOUBLE_INVALID_IMPORT`, `REDOUBLE_NO_DATABASE`
   * @since 0.1.0
   */
  importJson(keyspace: ExportedKeyspace): void {
    this.assertRunning()
    this.#keyspace.import(keyspace)
  }

  /**
   * All keys as the bytes of an .rdb file, as SAVE writes it: a server of this version loads them.
   *
   * @since 0.1.0
   */
  exportRdb(): Uint8Array {
    return this.engine.saving.exportBytes()
  }

  /**
   * Replaces all keys by those of an .rdb file, of any server that the double can answer as. When it
   * cannot be read, everything stays as it is.
   *
   * @throws RedoubleError `REDOUBLE_INVALID_RDB`, `REDOUBLE_STOPPED`
   * @since 0.1.0
   * @example
   * ```ts
   * redis.importRdb(await readFile('dump.rdb'))
   * ```
   */
  importRdb(bytes: Uint8Array): void {
    this.assertRunning()
    importRdb(this.engine, bytes)
  }

  /** The commands that make what is stored, a line each, as redis-cli takes them. @since 0.1.0 */
  exportCommands(): string {
    return this.#keyspace.exportCommands()
  }
}

function virtualClockOf({ clock, startTime }: RedoubleOptions): VirtualClock | undefined {
  if (clock !== 'virtual') return undefined
  return new VirtualClock(startTime === undefined ? systemClock.now() : instantMs(startTime))
}
