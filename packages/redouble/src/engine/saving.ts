import type {
  BackgroundJob,
  DumpedFunctions,
  LoadReport,
  ReloadManner,
  SaveState,
} from '../command/save-state.ts'
import type { Timer } from '../kernel/clock.ts'
import { CorruptRdb } from '../rdb/corrupt.ts'
import { bytesOfDataSet, emptyDataSet, loadDataSet } from './data-set.ts'
import { type DumpFiles, MemoryDumps } from './dump-files.ts'
import type { Engine } from './engine.ts'
import { dueTime, nextThreshold, parseSaveRules, type SaveRule } from './save-rules.ts'

const DEFAULT_FILE = 'dump.rdb'
/** How long a rule waits after a save that failed. */
const RETRY_MS = 5000

/** What a child process would be doing. */
interface Job {
  readonly kind: BackgroundJob
  readonly since: number
  readonly timer: Timer
}

/** Saving to files and loading from them: SAVE, BGSAVE, the rules of `save`, what comes at a start. */
export class Saving implements SaveState {
  savedAt: number
  succeeded: boolean = true
  attempts: number = 0
  rewrites: number = 0
  readonly scheduled: Set<BackgroundJob> = new Set()
  readonly lastSeconds: Record<BackgroundJob, number> = { rdb: -1, aof: -1 }
  lastLoad: LoadReport = { loaded: 0, expired: 0 }
  /** How many changes it takes for `consider` to be of use; Infinity without rules. */
  threshold: number = Infinity
  readonly #engine: Engine
  readonly #functions: DumpedFunctions
  readonly #disk: DumpFiles | undefined
  readonly #memory = new MemoryDumps()
  #rules: readonly SaveRule[] = []
  #job: Job | null = null
  #ruleTimer: Timer | null = null
  #planTimer: Timer | null = null
  #dueAt = Infinity

  constructor(engine: Engine, functions: DumpedFunctions, disk: DumpFiles | undefined) {
    this.#engine = engine
    this.#functions = functions
    this.#disk = disk
    this.savedAt = engine.now
    this.#readRules()
    engine.config.watchers.add((directive) => {
      if (directive === 'save') this.#readRules()
    })
  }

  get running(): BackgroundJob | null {
    return this.#job?.kind ?? null
  }

  get runningSince(): number {
    return this.#job?.since ?? 0
  }

  get hasRules(): boolean {
    return this.#rules.length > 0
  }

  get deniesWrites(): boolean {
    if (this.succeeded || this.#rules.length === 0) return false
    return this.#engine.config.stored.get('stop-writes-on-bgsave-error') !== 'no'
  }

  save(): boolean {
    const { stats } = this.#engine
    if (!this.#write(this.exportBytes())) return false
    stats.dirty = 0
    this.#saved()
    return true
  }

  start(kind: BackgroundJob): void {
    if (kind === 'aof') this.rewrites++
    // The data as they are now; written when a child process would have ended.
    const bytes = kind === 'rdb' ? this.exportBytes() : null
    const { clock, config, stats } = this.#engine
    const changes = stats.dirty
    const since = clock.now()
    const timer = clock.setTimer(() => this.#ended(bytes, changes), 1000 / config.hz)
    this.#job = { kind, since, timer }
  }

  schedule(kind: BackgroundJob): void {
    this.scheduled.add(kind)
    if (this.#job !== null || this.#planTimer !== null) return
    const { clock, config } = this.#engine
    this.#planTimer = clock.setTimer(() => this.#startScheduled(), 1000 / config.hz)
  }

  cancel(): boolean {
    if (this.running === 'rdb') {
      this.#job?.timer.clear()
      this.#job = null
      this.succeeded = true
      return true
    }
    return this.scheduled.delete('rdb')
  }

  flushed(): void {
    if (this.hasRules) this.save()
  }

  reload({ savesFirst, flushes }: ReloadManner): 'reloaded' | 'not saved' | 'not loaded' {
    if (savesFirst && !this.save()) return 'not saved'
    const bytes = this.#read()
    try {
      if (bytes !== null) {
        this.load(bytes, flushes)
        return 'reloaded'
      }
    } catch (error) {
      if (!(error instanceof CorruptRdb)) throw error
    }
    // The servers flush before they look for the file.
    if (flushes) emptyDataSet(this.#engine, this.#functions)
    return 'not loaded'
  }

  exportBytes(): Buffer {
    return bytesOfDataSet(this.#engine, this.#functions)
  }

  /**
   * Takes the data of a file. Files of all servers are read, whatever the profile. Throws
   * `CorruptRdb`.
   */
  load(bytes: Buffer, replacesAll: boolean): LoadReport {
    const engine = this.#engine
    engine.now = engine.clock.now()
    const manner = { replacesAll, isRelaxed: true }
    this.lastLoad = loadDataSet(engine, bytes, this.#functions, manner)
    return this.lastLoad
  }

  /** What the file of the configuration holds; null when there is none. */
  loadAtStart(): LoadReport | null {
    const bytes = this.#read()
    return bytes === null ? null : this.load(bytes, true)
  }

  /** There are as many changes as a rule wants: sees to it that they are saved in time. */
  consider(): void {
    const changes = this.#engine.stats.dirty
    this.threshold = nextThreshold(this.#rules, changes)
    const due = dueTime(this.#rules, changes, this.savedAt)
    if (due !== undefined && due < this.#dueAt) this.#arm(due)
  }

  /** As after a start. What was saved stays. */
  reset(): void {
    this.stop()
    this.savedAt = this.#engine.clock.now()
    this.succeeded = true
    this.attempts = 0
    this.rewrites = 0
    this.lastSeconds.rdb = -1
    this.lastSeconds.aof = -1
    this.lastLoad = { loaded: 0, expired: 0 }
    this.#readRules()
  }

  stop(): void {
    this.#job?.timer.clear()
    this.#job = null
    this.#planTimer?.clear()
    this.#planTimer = null
    this.scheduled.clear()
    this.#disarm()
  }

  #ended(bytes: Buffer | null, changes: number): void {
    const job = this.#job
    if (job === null) return
    const { clock, stats } = this.#engine
    this.#job = null
    this.lastSeconds[job.kind] = Math.floor(clock.now() / 1000) - Math.floor(job.since / 1000)
    if (bytes !== null && this.#write(bytes)) {
      stats.dirty = Math.max(0, stats.dirty - changes)
      this.#saved()
    } else if (bytes !== null) {
      this.succeeded = false
      if (this.hasRules) this.#arm(clock.now() + RETRY_MS)
    }
    this.#startScheduled()
  }

  /** What was planned, one after the other; the append-only file first, as the servers do. */
  #startScheduled(): void {
    this.#planTimer?.clear()
    this.#planTimer = null
    if (this.#job !== null) return
    for (const kind of ['aof', 'rdb'] as const) {
      if (!this.scheduled.delete(kind)) continue
      this.start(kind)
      return
    }
  }

  #saved(): void {
    this.savedAt = this.#engine.clock.now()
    this.succeeded = true
    this.#disarm()
    this.consider()
  }

  #readRules(): void {
    this.#rules = parseSaveRules(this.#engine.config.stored.get('save') ?? '')
    this.#disarm()
    this.consider()
  }

  #arm(at: number): void {
    this.#disarm()
    this.#dueAt = at
    const delay = Math.max(1, at - this.#engine.clock.now())
    this.#ruleTimer = this.#engine.clock.setTimer(() => this.#ruleIsDue(), delay).unref()
  }

  #disarm(): void {
    this.#ruleTimer?.clear()
    this.#ruleTimer = null
    this.#dueAt = Infinity
  }

  #ruleIsDue(): void {
    const { scriptRuns } = this.#engine
    if (scriptRuns.isBusy) {
      scriptRuns.whenFree(() => this.#ruleIsDue())
      return
    }
    this.#disarm()
    if (this.#job === null) this.start('rdb')
    else this.#arm(this.#engine.clock.now() + 1000 / this.#engine.config.hz)
  }

  /** To disk once a folder was named; a double in a test leaves no files where nobody asked. */
  get #files(): DumpFiles {
    return this.#engine.config.stored.has('dir') ? (this.#disk ?? this.#memory) : this.#memory
  }

  #write(bytes: Buffer): boolean {
    this.attempts++
    const { stored } = this.#engine.config
    try {
      this.#files.write(stored.get('dir') ?? '', stored.get('dbfilename') ?? DEFAULT_FILE, bytes)
      return true
    } catch {
      return false
    }
  }

  #read(): Buffer | null {
    const { stored } = this.#engine.config
    return this.#files.read(stored.get('dir') ?? '', stored.get('dbfilename') ?? DEFAULT_FILE)
  }
}
