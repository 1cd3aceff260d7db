import type { DeclaredUser } from './acl/declared-user.ts'

/** One class of client-output-buffer-limit; 0 is no limit. */
export interface OutputBufferLimit {
  readonly hardBytes: number
  readonly softBytes: number
  readonly softSeconds: number
}

/** The file that CONFIG REWRITE writes. Whoever started the server gives it. */
export interface ConfigFileAccess {
  readonly path: string
  read(): string
  /** Throws when it cannot; the error's message becomes the reply's. */
  write(text: string): void
}

/**
 * The configuration that handlers read on their way, as typed fields. The directive table
 * (config-directives.ts) maps CONFIG's names to them; what has no field is only stored.
 */
export class Config {
  databases = 16
  hashMaxListpackEntries = 512
  hashMaxListpackValue = 64
  listMaxListpackSize = -2
  listCompressDepth = 0
  setMaxIntsetEntries = 512
  setMaxListpackEntries = 128
  setMaxListpackValue = 64
  zsetMaxListpackEntries = 128
  zsetMaxListpackValue = 64
  streamNodeMaxBytes = 4096
  streamNodeMaxEntries = 100
  hllSparseMaxBytes = 3000
  protoMaxBulkLen: number = 512 * 1024 * 1024
  clientQueryBufferLimit: number = 1024 * 1024 * 1024
  requirepass = ''
  /** Users that `user` lines declare. */
  users: readonly DeclaredUser[] = []
  aclPubsubDefault = 'resetchannels'
  aclLogMaxLen = 128
  maxclients = 10000
  timeoutSeconds = 0
  /** Letters as CONFIG GET shows them; '' is off. */
  notifyKeyspaceEvents = ''
  maxmemory = 0
  maxmemoryPolicy = 'noeviction'
  trackingTableMaxKeys = 1_000_000
  maxmemorySamples = 5
  /** Bytes, or a share of `maxmemory` as `5%`. */
  maxmemoryClients = '0'
  lfuDecayTime = 1
  lfuLogFactor = 10
  slowlogLogSlowerThanMicros = 10000
  slowlogMaxLen = 128
  latencyMonitorThresholdMs = 0
  latencyTracking = true
  busyReplyThresholdMs = 5000
  enableDebugCommand: 'no' | 'yes' | 'local' = 'no'
  hz = 10
  /** Percentiles that INFO latencystats shows. */
  latencyTrackingPercentiles: readonly number[] = [50, 99, 99.9]
  /** Set when the server was started with a configuration file. */
  file: ConfigFileAccess | null = null
  /** The file behind `aclfile`. Whoever started the server gives it. */
  aclFile: ConfigFileAccess | null = null
  /** Directives without a field, by name, in the text that CONFIG GET shows. */
  readonly stored: Map<string, string> = new Map()
  /** Each is told the name of a directive that was set. */
  readonly watchers: Set<(directive: string) => void> = new Set()
  /** client-output-buffer-limit of normal clients and of those that subscribe. */
  outputBufferLimitNormal: OutputBufferLimit = { hardBytes: 0, softBytes: 0, softSeconds: 0 }
  outputBufferLimitPubSub: OutputBufferLimit = {
    hardBytes: 32 * 1024 * 1024,
    softBytes: 8 * 1024 * 1024,
    softSeconds: 60,
  }
}
