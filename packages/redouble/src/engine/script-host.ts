import type { Reply } from '../resp/reply.ts'

/** Tells a script to stop where it is, to be gone on with later. */
export const PAUSE: unique symbol = Symbol('pause')
/** A script has stopped where it was: `resume` goes on with it. */
export const PAUSED: unique symbol = Symbol('paused')

/** What a running script can ask of the server. The engine implements it, one per invocation. */
export interface ScriptBridge {
  /**
   * Runs a command for the script and returns its reply. Errors come back as an ErrorReply value,
   * never thrown. `argv` holds binary strings (one character per byte).
   */
  call(argv: string[]): Reply
  /** `redis.setresp`: the protocol in which later replies are shown to the script (2 or 3). */
  setResp(version: 2 | 3): void
  /** `redis.log`; level 0 debug, 1 verbose, 2 notice, 3 warning. */
  log(level: number, message: string): void
  /** `redis.set_repl`. */
  setRepl(flags: number): void
  /** `redis.acl_check_cmd`; undefined means that the command does not exist. */
  aclCheck(argv: string[]): boolean | undefined
  /** The server's version for `redis.REDIS_VERSION`, e.g. '8.0.2'. */
  readonly redisVersion: string
  /** Major, minor, patch packed as 0xMMmmpp for `redis.REDIS_VERSION_NUM`. */
  readonly redisVersionNumber: number
  /** Present on Valkey: `server` is an alias of `redis`, with SERVER_NAME and VALKEY_VERSION. */
  readonly valkeyVersion?: string
  /**
   * Called every few thousand VM instructions. Returns an error text to end the script with, PAUSE
   * to have it stop here for a while, or undefined to go on.
   */
  onInstructions(): string | typeof PAUSE | undefined
  /**
   * Called when PAUSE was asked for where the script cannot stop (within `table.sort`, say): an
   * error text to end it with, or undefined to go on until it can.
   */
  onUnpausable(): string | undefined
}

/** A function of a library, as the library has registered it. */
export interface RegisteredFunction {
  readonly name: string
  readonly description: string | null
  /** In the order in which the servers list them. */
  readonly flags: readonly string[]
}

/** A library that an interpreter has loaded. Opaque but for what it has registered. */
export interface LoadedLibrary {
  readonly functions: readonly RegisteredFunction[]
}

/** Where scripts run. Implemented by the lua room; the engine only knows this. */
export interface ScriptHost {
  /** Compiles a script body without running it. Returns the error text as Lua words it, or null. */
  compile(sha: string, source: string): string | null
  /** Runs a compiled script. A script error comes back as the ErrorReply that Redis would send. */
  run(sha: string, keys: string[], argv: string[], bridge: ScriptBridge): Reply | typeof PAUSED
  /** Runs the code of a library, which registers its functions; or the error text of why not. */
  loadLibrary(source: string, bridge: ScriptBridge): LoadedLibrary | string
  /** Calls a function of a library. */
  callFunction(
    library: LoadedLibrary,
    name: string,
    keys: string[],
    argv: string[],
    bridge: ScriptBridge,
  ): Reply | typeof PAUSED
  dropLibrary(library: LoadedLibrary): void
  /** Goes on with what has paused. */
  resume(): Reply | typeof PAUSED
  /** Forgets what has paused; it never goes on. */
  abandon(): void
  /** Forgets all scripts and starts a fresh interpreter (SCRIPT FLUSH). */
  flush(): void
  /** Forgets all libraries likewise. */
  flushLibraries(): void
  /** Bytes that the interpreter holds, for INFO and MEMORY. */
  memoryBytes(): number
}

/** Loads the interpreter. Synchronous from then on. */
export type LoadScriptHost = () => Promise<ScriptHost>
