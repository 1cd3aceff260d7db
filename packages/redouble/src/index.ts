export {
  type ClientName,
  type ConnectionOptionsByClient,
  Redouble,
} from './redouble.ts'
export type {
  ArrivedCommand,
  Cause,
  CommandMatch,
  ControlledClock,
  Duration,
  ExportedKey,
  ExportedKeyspace,
  Fault,
  FaultMatch,
  Faults,
  Hold,
  HoldMatch,
  InspectedKey,
  Occurrence,
  Partition,
  PartitionOptions,
  PlainReply,
  PlainScore,
  PlainStreamEntry,
  PlainText,
  PlainValue,
  RestartOptions,
  SeedOptions,
  SeedValue,
  Trace,
  TraceEntry,
  TraceFilter,
} from './control/index.ts'
export type { RedoubleOptions } from './redouble-options.ts'
export { RedoubleError } from './kernel/redouble-error.ts'
export type { ProfileName } from './command/profile.ts'
export { ReplyError } from './clients/index.ts'
export type {
  DirectClient,
  Intercept,
  InterceptOptions,
  IoredisOptions,
  MessageListener,
  NodeRedisOptions,
  Pipeline,
  ReplyValue,
  Transaction,
  Word,
} from './clients/index.ts'
export type { ListenAddress, Listener, ListenOptions, TlsSettings } from './net/index.ts'
