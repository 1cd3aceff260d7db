/** What a test can order and see: time, faults, holds, a restart, the trace, the keys. */
export type { ArrivedCommand, CommandMatch } from './command-match.ts'
export { type Duration, durationMs } from './duration.ts'
export type { Fault } from './fault.ts'
export { type FaultMatch, Faults } from './faults.ts'
export { CommandHold, type Hold, type HoldMatch } from './hold.ts'
export {
  type ExportedKey,
  type ExportedKeyspace,
  type InspectedKey,
  KeyspaceAccess,
  type SeedOptions,
  type SeedValue,
} from './keyspace-access.ts'
export type { Partition, PartitionOptions } from './partition.ts'
export type { PlainScore, PlainStreamEntry, PlainText, PlainValue } from './plain-value.ts'
export type { PlainReply } from './plain-reply.ts'
export { restartServer, type RestartOptions } from './restart.ts'
export { settle } from './settle.ts'
export { Switchboard } from './switchboard.ts'
export { type Cause, Trace, type TraceEntry, type TraceFilter } from './trace.ts'
export type { Occurrence } from './trigger.ts'
export { type ControlledClock, instantMs, VirtualTime } from './virtual-time.ts'
