export {
  type ClientName,
  type ConnectionOptionsByClient,
  Redouble,
} from './redouble.ts'
export type { ControlledClock, Duration } from './control/index.ts'
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
