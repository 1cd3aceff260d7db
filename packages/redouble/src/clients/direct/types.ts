import type { ReplyValue } from './decode.ts'
import type { Commands } from './commands.generated.ts'
import type { ReplyError } from './reply-error.ts'
import type { MessageListener } from './subscriptions.ts'
import type { Word } from './words.ts'

/** What the methods of a client answer with: a promise each. */
export interface Answering {
  readonly form: 'answering'
}

/** What those of a pipeline do: they add to the list of results. */
export interface Pipelined<B, L extends unknown[]> {
  readonly form: 'pipelined'
  readonly bulk: B
  readonly results: L
}

/** The same within a transaction. */
export interface Transacted<B, L extends unknown[]> {
  readonly form: 'transacted'
  readonly bulk: B
  readonly results: L
}

/** What a method returns whose command is answered with `R`. */
export type Sent<F, R> =
  F extends Pipelined<infer B extends Bulk, infer L>
    ? Pipeline<B, [...L, R]>
    : F extends Transacted<infer B extends Bulk, infer L>
      ? Transaction<B, [...L, R]>
      : Promise<R>

/** What bulk strings are: text, or in `.buffers` bytes. */
export type Bulk = string | Buffer

/** One value or several. */
export type OneOrMore<T> = T | readonly T[]

/** An integer (a bigint past 2^53), or its text: a cursor as it came, BITFIELD's `'#1'`. */
export type Integer = number | bigint | string

/** A number, or its text: `'(1'`, `'+inf'`. */
export type Double = number | string

/** Names and values. In an object, JavaScript sorts names that are integers to the front. */
export type Pairs<V> =
  | Readonly<Record<string, V>>
  | ReadonlyMap<Word, V>
  | readonly (readonly [name: Word, value: V])[]

/** The results of `exec()`, in the order of the calls; whatever failed is its error. */
export type Results<B, L extends unknown[]> = L extends []
  ? ReplyValue<B>[]
  : { [K in keyof L]: L[K] | ReplyError }

/**
 * Commands that are sent together by `exec()`. When the calls are chained, the result is typed.
 *
 * @since 0.1.0
 */
export interface Pipeline<B extends Bulk = string, L extends unknown[] = []>
  extends Commands<B, Pipelined<B, L>> {
  /** How many commands are collected. */
  readonly length: number
  /** Adds any command, by its words. */
  call(...words: Word[]): Pipeline<B, [...L, ReplyValue<B>]>
  exec(): Promise<Results<B, L>>
}

/**
 * Commands that are executed as one, between MULTI and EXEC. `exec()` is null when a watched key
 * has changed, and rejects when a command was refused while it was queued.
 *
 * @since 0.1.0
 */
export interface Transaction<B extends Bulk = string, L extends unknown[] = []>
  extends Commands<B, Transacted<B, L>> {
  /** How many commands are collected. */
  readonly length: number
  /** Adds any command, by its words. */
  call(...words: Word[]): Transaction<B, [...L, ReplyValue<B>]>
  exec(): Promise<Results<B, L> | null>
}

/**
 * A client of a Redouble that needs no client library: a session of its own, with a typed method
 * for each command. Answers come in the order of the calls; while a blocking command waits, what
 * was called after it waits too.
 *
 * @since 0.1.0
 * @example
 * ```ts
 * const { client } = redis
 * await client.set('greeting', 'hello', { ex: 60 })
 * console.log(await client.get('greeting'))
 * ```
 */
export interface DirectClient<B extends Bulk = string>
  extends Commands<B, Answering>,
    AsyncDisposable {
  /** The same session with bulk strings as Buffers. Keys of maps stay text. */
  readonly buffers: DirectClient<Buffer>
  /** It was closed, by itself or by the server. */
  readonly isClosed: boolean
  /**
   * Sends any command, by its words.
   *
   * @throws ReplyError what the server refused
   */
  call(...words: Word[]): Promise<ReplyValue<B>>
  /** Begins a batch of commands that are sent in one go. */
  pipeline(): Pipeline<B>
  /** Begins a transaction: MULTI and EXEC around a batch. */
  multi(): Transaction<B>
  /** Listens to channels; several listeners of one channel are each called. */
  subscribe(channels: OneOrMore<Word>, listener: MessageListener<B>): Promise<void>
  /** Listens to all channels whose names match. */
  psubscribe(patterns: OneOrMore<Word>, listener: MessageListener<B>): Promise<void>
  /** Listens to sharded channels. */
  ssubscribe(channels: OneOrMore<Word>, listener: MessageListener<B>): Promise<void>
  /** Without a listener all of the channel's end, without channels all there are. */
  unsubscribe(channels?: OneOrMore<Word>, listener?: MessageListener<B>): Promise<void>
  punsubscribe(patterns?: OneOrMore<Word>, listener?: MessageListener<B>): Promise<void>
  sunsubscribe(channels?: OneOrMore<Word>, listener?: MessageListener<B>): Promise<void>
  /** Ends the session; calls that were not answered are rejected. Idempotent. */
  close(): Promise<void>
}
