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
import { restartServer, type RestartOptions } from './control/index.ts'
import { ControlledDouble } from './controlled-double.ts'
import type { Engine } from './engine/engine.ts'
import { RedoubleError } from './kernel/redouble-error.ts'
import type { Listener, ListenOptions } from './net/index.ts'
import { checkIsObject, checkOptions, type RedoubleOptions } from './redouble-options.ts'
import { importRdb } from './redouble-rdb.ts'

/** The clients that `connectionOptions` knows. @since 0.1.0 */
export type ClientName = 'ioredis' | 'node-redis' | 'iovalkey'

/** What each client's constructor takes. @since 0.1.0 */
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
export class Redouble extends ControlledDouble implements AsyncDisposable {
  readonly #engine: Engine
  readonly #listeners: Listener[] = []
  #client: DirectClient | undefined
  #stopped = false

  private constructor(options: RedoubleOptions = {}) {
    super(options)
    this.#engine = this.engine
  }

  /**
   * Starts a double.
   *
   * @throws RedoubleError `REDOUBLE_UNKNOWN_VERSION`, `REDOUBLE_INVALID_OPTION`,
   * `REDOUBLE_INVALID_CONFIG`, `REDOUBLE_INVALID_RDB`, or what `listen` throws
   * @since 0.1.0
   */
  static async create(options: RedoubleOptions = {}): Promise<Redouble> {
    checkOptions(options)
    const redis = new Redouble(options)
    const { port, host, path, rdb } = options
    if (rdb !== undefined) importRdb(redis.#engine, rdb)
    if (port !== undefined || host !== undefined || path !== undefined) {
      await redis.listen({ port, host, path })
    }
    return redis
  }

  /**
   * What a restart of the server is to its clients: connections end, nobody answers for as long as
   * `downFor` says, scripts are forgotten, and the keys are there again or lost.
   *
   * @throws RedoubleError `REDOUBLE_STOPPED`, `REDOUBLE_INVALID_DURATION`
   * @since 0.1.0
   * @example
   * ```ts
   * await redis.restart({ data: 'lost' })
   * ```
   */
  async restart(options: RestartOptions = {}): Promise<void> {
    this.assertRunning()
    const open = this.#listeners.filter((listener) => !listener.isClosed)
    await restartServer(this.#engine, this.board, open, options)
  }

  /**
   * The address of the first listener that is open, as clients take it.
   *
   * @throws RedoubleError `REDOUBLE_NOT_LISTENING` when nothing listens, `REDOUBLE_STOPPED`
   * @since 0.1.0
   */
  get url(): string {
    this.assertRunning()
    const address = this.#listeners.find((listener) => !listener.isClosed)?.address
    if (address === undefined) {
      throw new RedoubleError(
        'REDOUBLE_NOT_LISTENING',
        'This Redouble listens nowhere. Pass `port: 0` to Redouble.create(), call listen(), or ' +
          'connect in the process with connectionOptions().',
      )
    }
    const password = this.#password
    const auth = password === '' ? '' : `:${encodeURIComponent(password)}@`
    if ('path' in address) return `unix://${auth}${address.path}`
    const host = address.host.includes(':') ? `[${address.host}]` : address.host
    return `redis://${auth}${host}:${address.port}`
  }

  /**
   * Opens a socket: TCP on loopback, or a unix socket when `path` is given. May be called several
   * times.
   *
   * @throws RedoubleError `REDOUBLE_STOPPED`, `REDOUBLE_INVALID_OPTION`,
   * `REDOUBLE_ADDRESS_IN_USE`, `REDOUBLE_ADDRESS_FORBIDDEN`, `REDOUBLE_NOT_A_SOCKET`,
   * `REDOUBLE_TLS_SETTINGS` or `REDOUBLE_LISTEN_FAILED`
   * @since 0.1.0
   * @example
   * ```ts
   * const { address } = await redis.listen({ port: 0 })
   * console.log(redis.url, address)
   * ```
   */
  async listen(options: ListenOptions = {}): Promise<Listener> {
    this.assertRunning()
    checkIsObject('listen', options)
    const { listen } = await import('./net/index.ts')
    const listener = await listen(this.#engine, options)
    if (this.#stopped) {
      await listener.close()
      this.assertRunning()
    }
    this.#listeners.push(listener)
    if ('port' in listener.address) this.#engine.tcpPort = listener.address.port
    return listener
  }

  /** What clients have to give now: CONFIG SET may have changed it. */
  get #password(): string {
    return this.#engine.config.requirepass
  }

  /**
   * What a client's constructor takes to reach this double with no port. Spread it among options
   * of your own; for node-redis, spread its `socket` too. The password of now is in it.
   *
   * @throws RedoubleError `REDOUBLE_UNKNOWN_CLIENT`, `REDOUBLE_STOPPED`
   * @since 0.1.0
   * @example
   * ```ts
   * import { createClient } from 'redis'
   *
   * const client = createClient(redis.connectionOptions('node-redis'))
   * await client.connect()
   * ```
   */
  connectionOptions<N extends ClientName>(
    client: N,
  ): ConnectionOptionsByClient[N] & { password?: string } {
    this.assertRunning()
    const password = this.#password
    const auth = password === '' ? {} : { password }
    return { ...this.#connectionOptions(client), ...auth } as ConnectionOptionsByClient[N] & {
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
   * @throws RedoubleError `REDOUBLE_STOPPED`
   * @since 0.1.0
   * @example
   * ```ts
   * await redis.client.set('greeting', 'hello', { ex: 60 })
   * ```
   */
  get client(): DirectClient {
    if (this.#client === undefined || this.#client.isClosed) this.#client = this.createClient()
    return this.#client
  }

  /**
   * Another client such as `client`, with a session of its own: to block, to watch, to subscribe.
   *
   * @throws RedoubleError `REDOUBLE_STOPPED`
   * @since 0.1.0
   */
  createClient(): DirectClient {
    this.assertRunning()
    return createDirectClient(this.#engine)
  }

  /**
   * Serves an address of the application's own configuration in the process: whatever connects to
   * it reaches this double, with no change to the application. It ends with `stop()`, its own or the
   * double's.
   *
   * @throws RedoubleError `REDOUBLE_INTERCEPT_CONFLICT` when the address is intercepted already,
   * `REDOUBLE_INTERCEPT_ADDRESS`, `REDOUBLE_STOPPED`
   * @since 0.1.0
   * @example
   * ```ts
   * const intercept = redis.intercept({ host: 'cache.internal', port: 6379 })
   * const client = new Redis({ host: 'cache.internal' })
   * await client.ping()
   * intercept.stop()
   * ```
   */
  intercept(options: InterceptOptions = {}): Intercept {
    this.assertRunning()
    return intercept(this.#engine, options)
  }

  /**
   * As new, for the next test: no keys, no scripts, the configuration that it was created with, no
   * pause, no faults, counters, logs and the trace empty.
   *
   * Clients stay connected and keep what is their own: the database they have selected, their
   * names and subscriptions, a MULTI they have begun. What they watch counts as changed if it
   * existed, and who waits in a blocking command goes on waiting, as after FLUSHALL.
   *
   * @throws RedoubleError `REDOUBLE_STOPPED`
   * @since 0.1.0
   */
  async reset(): Promise<void> {
    this.assertRunning()
    this.resetControls()
    this.#engine.reset()
  }

  /** Closes listeners, intercepts and connections. Idempotent. @since 0.1.0 */
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

  protected override assertRunning(): void {
    if (!this.#stopped) return
    throw new RedoubleError(
      'REDOUBLE_STOPPED',
      'This Redouble has been stopped. Create another with Redouble.create().',
    )
  }
}
