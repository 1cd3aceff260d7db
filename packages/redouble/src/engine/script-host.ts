import type { Reply } from '../resp/reply.ts'

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
   * Called every few thousand VM instructions. Returns an error text to abort the script with
   * (script killed), or undefined to go on.
   */
  onInstructions(): string | undefined
}

/** Where scripts run. Implemented by the lua room; the engine only knows this. */
export interface ScriptHost {
  /** Compiles a script body without running it. Returns the error text as Lua words it, or null. */
  compile(sha: string, source: string): string | null
  /** Runs a compiled script. A script error comes back as the ErrorReply that Redis would send. */
  run(sha: string, keys: string[], argv: string[], bridge: ScriptBridge): Reply
  /** Forgets all scripts and starts a fresh interpreter (SCRIPT FLUSH). */
  flush(): void
  /** Bytes that the interpreter holds, for INFO and MEMORY. */
  memoryBytes(): number
}

/** Loads the interpreter. Synchronous from then on. */
export type LoadScriptHost = () => Promise<ScriptHost>
