import { Config } from '../command/config.ts'
import { LatencyMonitor } from '../command/latency-monitor.ts'
import { DEFAULT_PROFILE, type Profile, profileNamed } from '../command/profile.ts'
import type {
  CommandStats,
  PauseState,
  ServerStats,
  SlowlogEntry,
} from '../command/server-state.ts'
import type { ClientState } from '../command/client-state.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { type Random, randomSeed, SeededRandom } from '../kernel/random.ts'
import type { RequestRules } from '../resp/request-decoder.ts'
import type { DumpFiles } from './dump-files.ts'
import type { FootprintGuard } from './footprint.ts'
import type { Gate, Observer } from './gate.ts'
import { requestRules } from './request-rules.ts'
import type { LoadScriptHost } from './script-host.ts'
import { newServerStats } from './server-stats.ts'
import type { Session } from './session.ts'

export interface EngineOptions {
  readonly clock?: Clock
  readonly random?: Random
  readonly config?: Config
  readonly profile?: Profile
  /** Loads the Lua interpreter at the first script. Without one, scripting is refused. */
  readonly loadScriptHost?: LoadScriptHost
  /** Where dumps go once a folder is named. Without it they stay in memory. */
  readonly dumpFiles?: DumpFiles
  /** For tests: a command that touches a key which it does not declare fails. */
  readonly checksFootprints?: boolean
  /** Called by SHUTDOWN. */
  readonly onShutdown?: () => void
}

/** What an engine remembers that is no data: its settings, its clients, counters and logs. */
export abstract class EngineState {
  readonly config: Config
  readonly profile: Profile
  readonly clock: Clock
  readonly random: Random
  readonly requestRules: RequestRules
  readonly pushesComeFirst: boolean
  /** Whose command is looked at or runs. */
  currentSession: Session | null = null
  readonly stats: ServerStats = newServerStats()
  readonly commandStats: Map<string, CommandStats> = new Map()
  readonly slowlog: SlowlogEntry[] = []
  readonly latency: LatencyMonitor = new LatencyMonitor()
  heldMicros = 0
  /** The last look at the clock, in milliseconds. */
  clockReading: number
  readonly clients: Map<number, Session> = new Map()
  readonly monitors: Set<ClientState> = new Set()
  runId: string
  replicationId: string
  readonly startedAtMs: number
  tcpPort = 0
  pause: PauseState | null = null
  nextSlowlogId = 0
  /** Milliseconds of the running command; stands still within it. */
  now: number
  footprintGuard: FootprintGuard | null = null
  deliveries = 0
  /** Who decides when commands are applied and answered; nobody, as a rule. */
  gate: Gate | null = null
  observer: Observer | null = null
  readonly checksFootprints: boolean

  constructor(options: EngineOptions) {
    this.config = options.config ?? new Config()
    this.profile = options.profile ?? (profileNamed(DEFAULT_PROFILE) as Profile)
    this.clock = options.clock ?? systemClock
    this.checksFootprints = options.checksFootprints === true
    this.random = options.random ?? new SeededRandom(randomSeed())
    this.now = this.clock.now()
    this.clockReading = this.now
    this.startedAtMs = this.now
    this.runId = this.random.hex(40)
    this.replicationId = this.random.hex(40)
    this.requestRules = requestRules(this.config, this.profile)
    this.pushesComeFirst = this.profile.quirks.ownPushesComeFirst
  }
}
