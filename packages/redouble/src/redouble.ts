import { Config } from './command/config.ts'
import {
  DEFAULT_PROFILE,
  PROFILE_NAMES,
  type Profile,
  type ProfileName,
  profileNamed,
} from './command/profile.ts'
import {
  createDirectClient,
  type DirectClient,
  type Intercept,
  type InterceptOptions,
  type IoredisOptions,
  intercept,
  ioredisOptions,
  type NodeRedisOptions,
  nodeRedisOptions,
  releaseClients,
} from './clients/index.ts'
import { Engine } from './engine/engine.ts'
import { RedoubleError } from './kernel/redouble-error.ts'
import { SeededRandom } from './kernel/random.ts'
import type { Listener, ListenOptions } from './net/index.ts'

/** Options of `Redouble.create`. */
export interface RedoubleOptions {
  /** The server to answer as. @default '8.0' */
  readonly version?: ProfileName
  /** `requirepass`. @default none */
  readonly password?: string
  /** How many numbered databases there are. @default 16 */
  readonly databases?: number
  /** Fixes what is random (RANDOMKEY, SPOP, run ids): the same seed gives the same choices. */
  readonly seed?: number
  /** Listens on this port at once; 0 for a free one. Without `port` and `path` no socket opens. */
  readonly port?: number
  /** @default '127.0.0.1' */
  readonly host?: string
  /** Listens on this unix socket at once. */
  readonly path?: string
}

/** The clients that `connectionOptions` knows. */
export type ClientName = 'ioredis' | 'node-redis' | 'iovalkey'

/** What each client's constructor takes. */
export interface ConnectionOptionsByClient {
  ioredis: IoredisOptions
  iovalkey: IoredisOptions
  'node-redis': NodeRedisOptions
}

/**
 * A Redis in this process. Unmodified clients reach it with no port; it listens only when asked.
 *
 * @since 0.1.0
 * @example
 * ```ts
 * import { Redis } from 'ioredis'
 * import { Redouble } from 'redouble'
 *
 * await using redis = await Redouble.create()
 * const client = new Redis(redis.connectionOptions('ioredis'))
 * await client.set('greeting', 'hello')
 * console.log(await client.get('greeting'))
 * client.disconnect()
 * ```
 */
export class Redouble implements AsyncDisposable {
  readonly #engine: Engine
  readonly #listeners: Listener[] = []
  #password: string
  #client: DirectClient | undefined
  #stopped = false

  private constructor(options: RedoubleOptions) {
    const config = new Config()
    if (options.databases !== undefined) config.databases = checkedDatabases(options.databases)
    config.requirepass = options.password ?? ''
    this.#password = config.requirepass
    this.#engine = new Engine({
      config,
      profile: checkedProfile(options.version ?? DEFAULT_PROFILE),
      random: options.seed === undefined ? undefined : new SeededRandom(options.seed),
      loadScriptHost: async () => (await import('./lua/index.ts')).loadScriptHost(),
    })
  }

  /**
   * Starts a double.
   *
   * @throws RedoubleError `REDOUBLE_UNKNOWN_VERSION`, `REDOUBLE_INVALID_OPTION`, or what
   * `listen` throws
   */
  static async create(options: RedoubleOptions = {}): Promise<Redouble> {
    const redis = new Redouble(options)
    if (options.port !== undefined || options.path !== undefined) {
      await redis.listen({ port: options.port, host: options.host, path: options.path })
    }
    return redis
  }

  /**
   * The address of the first listener, as clients take it.
   *
   * @throws RedoubleError `REDOUBLE_NOT_LISTENING` when nothing listens
   */
  get url(): string {
    const address = this.#listeners[0]?.address
    if (address === undefined) {
      throw new RedoubleError(
        'REDOUBLE_NOT_LISTENING',
        'This Redouble listens nowhere. Pass `port: 0` to Redouble.create(), call listen(), or ' +
          'connect in the process with connectionOptions().',
      )
    }
    const auth = this.#password === '' ? '' : `:${encodeURIComponent(this.#password)}@`
    if ('path' in address) return `unix://${auth}${address.path}`
    const host = address.host.includes(':') ? `[${address.host}]` : address.host
    return `redis://${auth}${host}:${address.port}`
  }

  /** Opens a socket: TCP on loopback, or a unix socket when `path` is given. */
  async listen(options: ListenOptions = {}): Promise<Listener> {
    this.#assertRunning()
    const { listen } = await import('./net/index.ts')
    const listener = await listen(this.#engine, options)
    this.#listeners.push(listener)
    if ('port' in listener.address) this.#engine.tcpPort = listener.address.port
    return listener
  }

  /**
   * What a client's constructor takes to reach this double with no port. Spread it among options
   * of your own.
   *
   * @throws RedoubleError `REDOUBLE_UNKNOWN_CLIENT`
   */
  connectionOptions<N extends ClientName>(
    client: N,
  ): ConnectionOptionsByClient[N] & { password?: string } {
    this.#assertRunning()
    const password = this.#password === '' ? {} : { password: this.#password }
    return { ...this.#connectionOptions(client), ...password } as ConnectionOptionsByClient[N] & {
      password?: string
    }
  }

  #connectionOptions(client: ClientName): IoredisOptions | NodeRedisOptions {
    switch (client) {
      case 'ioredis':
      case 'iovalkey':
        return ioredisOptions(this.#engine)
      case 'node-redis':
        return nodeRedisOptions(this.#engine)
      default:
        throw new RedoubleError(
          'REDOUBLE_UNKNOWN_CLIENT',
          `There are no connection options for ${JSON.stringify(client)}: it is one of 'ioredis', ` +
            "'node-redis' and 'iovalkey'. Any other client connects by intercept() or listen().",
        )
    }
  }

  /**
   * A client that needs no client library, opened at the first use. It is one session that all of
   * this process shares; `createClient` opens others.
   *
   * @example
   * ```ts
   * await redis.client.set('greeting', 'hello', { ex: 60 })
   * ```
   */
  get client(): DirectClient {
    if (this.#client === undefined || this.#client.isClosed) this.#client = this.createClient()
    return this.#client
  }

  /** Another client such as `client`, with a session of its own: to block, to watch, to subscribe. */
  createClient(): DirectClient {
    this.#assertRunning()
    return createDirectClient(this.#engine)
  }

  /**
   * Serves an address of the application's own configuration in the process: whatever connects to
   * it reaches this double.
   */
  intercept(options: InterceptOptions = {}): Intercept {
    this.#assertRunning()
    return intercept(this.#engine, options)
  }

  /**
   * As new, for the next test: no keys, no scripts, the configuration it was created with, counters
   * at zero. Clients stay connected and keep their state.
   */
  async reset(): Promise<void> {
    this.#assertRunning()
    this.#engine.reset()
  }

  /** Closes listeners, intercepts and connections. Idempotent. */
  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    this.#engine.stop()
    releaseClients(this.#engine)
    await Promise.all(this.#listeners.map((listener) => listener.close()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  #assertRunning(): void {
    if (!this.#stopped) return
    throw new RedoubleError(
      'REDOUBLE_STOPPED',
      'This Redouble has been stopped. Create another with Redouble.create().',
    )
  }
}

function checkedProfile(name: string): Profile {
  const profile = profileNamed(name)
  if (profile !== undefined) return profile
  throw new RedoubleError(
    'REDOUBLE_UNKNOWN_VERSION',
    `There is no version ${JSON.stringify(name)} to answer as: choose one of ${PROFILE_NAMES.join(', ')}.`,
  )
}

function checkedDatabases(count: number): number {
  if (Number.isInteger(count) && count >= 1) return count
  throw new RedoubleError(
    'REDOUBLE_INVALID_OPTION',
    `databases is ${count}: it must be a whole number from 1.`,
  )
}
