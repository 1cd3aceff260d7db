/**
 * The configuration that handlers read on their way, as typed fields. The directive table
 * (config-directives.ts) maps CONFIG's names to them.
 */
export class Config {
  databases = 16
  hashMaxListpackEntries = 128
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
  protoMaxBulkLen: number = 512 * 1024 * 1024
  clientQueryBufferLimit: number = 1024 * 1024 * 1024
  requirepass = ''
  maxclients = 10000
  timeoutSeconds = 0
  /** Letters as CONFIG GET shows them; '' is off. */
  notifyKeyspaceEvents = ''
  maxmemory = 0
  slowlogLogSlowerThanMicros = 10000
  slowlogMaxLen = 128
  latencyMonitorThresholdMs = 0
  latencyTracking = true
  busyReplyThresholdMs = 5000
  enableDebugCommand: 'no' | 'yes' | 'local' = 'no'
  hz = 10
}
