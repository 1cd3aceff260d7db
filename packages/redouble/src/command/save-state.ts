/** The function libraries that a dump carries. Who keeps the libraries implements it. */
export interface DumpedFunctions {
  sources(): Iterable<string>
  /** Takes a library that a dump brings; it replaces one of the same name. */
  load(source: string): void
  clear(): void
}

/** What came of a file that was loaded. */
export interface LoadReport {
  readonly loaded: number
  /** Keys that had run out when the file was read. */
  readonly expired: number
}

/** A child process of a server; here it is the time that one would take. */
export type BackgroundJob = 'rdb' | 'aof'

/** How DEBUG RELOAD goes about it. */
export interface ReloadManner {
  readonly savesFirst: boolean
  readonly flushes: boolean
}

/** Saving the data and loading it again. The engine implements it. */
export interface SaveState {
  /** Unix milliseconds of the last save that succeeded; of the start before there was any. */
  readonly savedAt: number
  readonly running: BackgroundJob | null
  /** Unix milliseconds at which what runs began. */
  readonly runningSince: number
  readonly scheduled: ReadonlySet<BackgroundJob>
  /** Whether the last attempt to save succeeded. */
  readonly succeeded: boolean
  /** Attempts to save. */
  readonly attempts: number
  /** Attempts to rewrite the append-only file. */
  readonly rewrites: number
  /** How many seconds the last of each took; -1 when there was none. */
  readonly lastSeconds: Readonly<Record<BackgroundJob, number>>
  readonly lastLoad: LoadReport
  /** Changes are refused because the last save failed (stop-writes-on-bgsave-error). */
  readonly deniesWrites: boolean
  /** SHUTDOWN saves without being told. */
  readonly hasRules: boolean
  /** SAVE. False when it failed. */
  save(): boolean
  /** Begins a job; none runs. */
  start(job: BackgroundJob): void
  /** Plans a job for when what runs has ended, or for a moment later. */
  schedule(job: BackgroundJob): void
  /** Ends a save that runs, or forgets one that is planned. False when there is neither. */
  cancel(): boolean
  /** All data were flushed: with rules, that is saved at once. */
  flushed(): void
  /** DEBUG RELOAD: false when the file could not be saved, or not be read. */
  reload(manner: ReloadManner): 'reloaded' | 'not saved' | 'not loaded'
  /** The data set as a file. */
  exportBytes(): Buffer
}
