import type { Engine } from '../../engine/engine.ts'
import { DirectConnection } from './connection.ts'
import type { Reading } from './decode.ts'
import { addMethods, type Method } from './methods.ts'
import { noWords, PipelineBatch, TransactionBatch } from './pipeline.ts'
import { type MessageListener, SUBSCRIBE_WORDS, type SubscriptionKind } from './subscriptions.ts'
import type { DirectClient } from './types.ts'
import { encodeWord } from './words.ts'

type Listener = MessageListener<never>

/** One reading of a connection; `.buffers` is another of the same. */
class ConnectedClient {
  readonly #connection: DirectConnection
  readonly #reading: Reading
  #buffers: ConnectedClient | undefined

  constructor(connection: DirectConnection, reading: Reading) {
    this.#connection = connection
    this.#reading = reading
  }

  get buffers(): ConnectedClient {
    if (this.#reading === 'bytes') return this
    this.#buffers ??= new ConnectedClient(this.#connection, 'bytes')
    return this.#buffers
  }

  get isClosed(): boolean {
    return this.#connection.isClosed
  }

  async call(...words: unknown[]): Promise<unknown> {
    if (words.length === 0) throw noWords()
    const argv = words.map(encodeWord)
    return this.#connection.request(argv, this.#reading, argv[0].toUpperCase())
  }

  pipeline(): PipelineBatch {
    return new PipelineBatch(this.#connection, this.#reading)
  }

  multi(): TransactionBatch {
    return new TransactionBatch(this.#connection, this.#reading)
  }

  subscribe(channels: unknown, listener: Listener): Promise<void> {
    return this.#subscribe('channel', channels, listener)
  }

  psubscribe(patterns: unknown, listener: Listener): Promise<void> {
    return this.#subscribe('pattern', patterns, listener)
  }

  ssubscribe(channels: unknown, listener: Listener): Promise<void> {
    return this.#subscribe('shard', channels, listener)
  }

  unsubscribe(channels?: unknown, listener?: Listener): Promise<void> {
    return this.#unsubscribe('channel', channels, listener)
  }

  punsubscribe(patterns?: unknown, listener?: Listener): Promise<void> {
    return this.#unsubscribe('pattern', patterns, listener)
  }

  sunsubscribe(channels?: unknown, listener?: Listener): Promise<void> {
    return this.#unsubscribe('shard', channels, listener)
  }

  async close(): Promise<void> {
    this.#connection.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** What the typed methods call. */
  static send(client: ConnectedClient, method: Method, args: readonly unknown[]): Promise<unknown> {
    let argv: string[]
    try {
      argv = method.encode(args)
    } catch (error) {
      return Promise.reject(error)
    }
    return client.#connection.request(argv, client.#reading, method.command)
  }

  async #subscribe(kind: SubscriptionKind, channels: unknown, listener: Listener): Promise<void> {
    const names = namesOf(channels)
    const [word] = SUBSCRIBE_WORDS[kind]
    const { subscriptions } = this.#connection
    // Before the answer: a message may come with it.
    subscriptions.add(kind, names, listener, this.#reading)
    try {
      await this.#connection.request([word, ...names], this.#reading, word.toUpperCase())
    } catch (error) {
      subscriptions.remove(kind, names, listener)
      throw error
    }
  }

  async #unsubscribe(
    kind: SubscriptionKind,
    channels: unknown,
    listener: Listener | undefined,
  ): Promise<void> {
    const names = channels === undefined ? undefined : namesOf(channels)
    const silent = this.#connection.subscriptions.remove(kind, names, listener)
    if (silent.length === 0) return
    const word = SUBSCRIBE_WORDS[kind][1]
    await this.#connection.request([word, ...silent], this.#reading, word.toUpperCase())
  }
}

addMethods(ConnectedClient.prototype, ConnectedClient.send)

function namesOf(channels: unknown): string[] {
  return (Array.isArray(channels) ? channels : [channels]).map(encodeWord)
}

/** Opens a session of the engine for code of this process. */
export function createDirectClient(engine: Engine): DirectClient {
  const client = new ConnectedClient(new DirectConnection(engine), 'text')
  return client as unknown as DirectClient
}
