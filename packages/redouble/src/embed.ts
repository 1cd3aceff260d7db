/**
 * The engine without its sockets and clients, for tools that drive it themselves: the oracle in
 * conformance/, benchmarks, generators. Less stable than the main entry.
 */
export type { Arg, Args } from './command/args.ts'
export { Config } from './command/config.ts'
export type { Command } from './command/define.ts'
export { type Profile, profileNamed } from './command/profile.ts'
export { allCommands } from './commands/index.ts'
export { Engine, type EngineOptions } from './engine/engine.ts'
import type { LoadScriptHost } from './engine/script-host.ts'

export type { LoadScriptHost, ScriptHost } from './engine/script-host.ts'
export type { ClientConnection, ConnectionOrigin, ConnectionSink } from './engine/transport.ts'
export type { Clock } from './kernel/clock.ts'
export { VirtualClock } from './kernel/virtual-clock.ts'
export { crc64 } from './rdb/crc64.ts'
export { splitInlineArguments } from './resp/inline-arguments.ts'
export { ErrorReply, NO_REPLY, type Reply } from './resp/reply.ts'

/** Loads the Lua interpreter; only then is anything of it read from disk. */
export const loadScriptHost: LoadScriptHost = async () =>
  (await import('./lua/index.ts')).loadScriptHost()
