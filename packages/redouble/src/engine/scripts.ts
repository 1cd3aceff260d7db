import { createHash } from 'node:crypto'
import type { ClientState } from '../command/client-state.ts'
import {
  NO_MATCHING_SCRIPT,
  NOT_ALLOWED_FROM_SCRIPT,
  scriptUnavailable,
  UNKNOWN_FROM_SCRIPT,
  WRITE_FROM_READ_ONLY_SCRIPT,
  WRONG_ARITY_FROM_SCRIPT,
} from '../command/errors/scripting.ts'
import type { EvalRequest, ScriptState } from '../command/server-state.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Engine } from './engine.ts'
import type { LoadScriptHost, ScriptBridge, ScriptHost } from './script-host.ts'
import type { Session } from './session.ts'

/** The script cache, and the bridge between a running script and the dispatcher. */
export class Scripts implements ScriptState {
  readonly #engine: Engine
  readonly #dispatcher: Dispatcher
  readonly #load: LoadScriptHost | undefined
  readonly #sources = new Map<string, string>()
  #host: ScriptHost | null = null
  #loading: Promise<void> | null = null

  constructor(engine: Engine, dispatcher: Dispatcher, load: LoadScriptHost | undefined) {
    this.#engine = engine
    this.#dispatcher = dispatcher
    this.#load = load
  }

  get count(): number {
    return this.#sources.size
  }

  get memoryBytes(): number {
    return this.#host?.memoryBytes() ?? 0
  }

  /**
   * The interpreter is loaded at the first script; until it is there, the client that asked waits
   * and others go on. False when it is there already, or cannot be had.
   */
  hold(session: Session, argv: string[]): boolean {
    if (this.#host !== null || this.#load === undefined) return false
    this.#loading ??= this.#load().then((host) => {
      this.#host = host
    })
    session.holds++
    const go = (): void => {
      session.holds--
      if (session.isClosed) return
      this.#engine.enterTurn()
      this.#engine.process(session, argv)
      this.#engine.resume(session)
      this.#engine.leaveTurn()
    }
    this.#loading.then(go, (error: unknown) => {
      session.holds--
      this.#engine.enterTurn()
      session.reply(scriptUnavailable(String(error)))
      this.#engine.resume(session)
      this.#engine.leaveTurn()
    })
    return true
  }

  exists(sha: string): boolean {
    return this.#sources.has(sha.toLowerCase())
  }

  load(source: string): Reply {
    const sha = digest(source)
    if (this.#sources.has(sha)) return sha
    const error = this.#compile(sha, source)
    return error ?? sha
  }

  flush(): void {
    this.#sources.clear()
    this.#host?.flush()
  }

  kill(): Reply {
    return new ErrorReply('NOTBUSY No scripts in execution right now.')
  }

  evaluate(client: ClientState, request: EvalRequest): Reply {
    const host = this.#host
    if (host === null) return scriptUnavailable('no interpreter was given')
    const sha = request.sha?.toLowerCase() ?? digest(request.source as string)
    if (!this.#sources.has(sha)) {
      if (request.source === undefined) return NO_MATCHING_SCRIPT
      const error = this.#compile(sha, request.source)
      if (error !== null) return error
    }
    return this.#run(host, sha, client as Session, request)
  }

  #compile(sha: string, source: string): ErrorReply | null {
    const error = this.#host?.compile(sha, source) ?? null
    if (error !== null) return new ErrorReply(error)
    this.#sources.set(sha, source)
    return null
  }

  #run(host: ScriptHost, sha: string, session: Session, request: EvalRequest): Reply {
    const context = this.#dispatcher.context
    const saved = {
      argv: context.argv,
      mayNotBlock: context.mayNotBlock,
      db: session.db,
      dbIndex: session.dbIndex,
      command: this.#dispatcher.current,
    }
    context.isScript = true
    context.scriptResp = 2
    context.mayNotBlock = true
    try {
      return host.run(sha, request.keys, request.argv, this.#bridge(session, request))
    } finally {
      context.client = session
      context.isScript = false
      context.argv = saved.argv
      context.mayNotBlock = saved.mayNotBlock
      session.db = saved.db
      session.dbIndex = saved.dbIndex
      this.#dispatcher.current = saved.command
    }
  }

  #bridge(session: Session, request: EvalRequest): ScriptBridge {
    const context = this.#dispatcher.context
    const profile = this.#engine.profile
    return {
      call: (argv) => this.#call(session, argv, request.isReadOnly),
      setResp: (version) => {
        context.scriptResp = version
      },
      log: () => {},
      setRepl: () => {},
      aclCheck: (argv) => (this.#engine.commands.lookup(argv[0]) === undefined ? undefined : true),
      redisVersion: profile.redisVersion,
      redisVersionNumber: packVersion(profile.redisVersion),
      valkeyVersion: profile.valkeyVersion,
      onInstructions: () => undefined,
    }
  }

  #call(session: Session, argv: string[], isReadOnly: boolean): Reply {
    const table = this.#engine.commands
    let command = table.lookup(argv[0])
    if (command?.isContainer && argv.length > 1) command = table.lookupSub(command, argv[1])
    if (command === undefined || command.isContainer) return UNKNOWN_FROM_SCRIPT
    const arity = command.arity
    if (arity > 0 ? argv.length !== arity : argv.length < -arity) return WRONG_ARITY_FROM_SCRIPT
    if (command.flags.includes('noscript')) return NOT_ALLOWED_FROM_SCRIPT
    if (isReadOnly && (command.flags.includes('write') || command.flags.includes('may_replicate'))) {
      return WRITE_FROM_READ_ONLY_SCRIPT
    }
    return this.#dispatcher.call(session, command, argv)
  }
}

function digest(source: string): string {
  return createHash('sha1').update(source, 'latin1').digest('hex')
}

function packVersion(version: string): number {
  const [major, minor, patch] = version.split('.').map(Number)
  return (major << 16) | (minor << 8) | patch
}
