/**
 * What a client that takes a stream (ioredis, iovalkey) gets in place of a `net.Socket`. It has
 * the part of a socket's surface that clients use, and none of the cost of Node's streams.
 */
import { EventEmitter } from 'node:events'
import type { Acceptor } from '../engine/transport.ts'
import { soon } from './courier.ts'
import { IdleTimer } from './idle-timer.ts'
import { IN_PROCESS, InProcessLink } from './in-process-link.ts'
import { joined, passOn, type Piece } from './outgoing.ts'

type Callback = (error?: Error | null) => void

export class InProcessSocket extends EventEmitter {
  connecting = true
  destroyed = false
  readable = true
  writable = true
  writableEnded = false
  writableFinished = false
  readableEnded = false
  closed = false
  bytesRead = 0
  bytesWritten = 0
  timeout: number | undefined
  /** The engine takes every byte at once: there is never anything to wait for. */
  readonly writableLength = 0
  readonly writableNeedDrain = false
  readonly remoteAddress = 'in-process'
  readonly remotePort = 0
  readonly remoteFamily = 'IPv4'
  readonly localAddress = 'in-process'
  readonly localPort = 0

  readonly #link: InProcessLink
  readonly #idle = new IdleTimer(() => this.emit('timeout'))
  #flowing: boolean | undefined
  #corked = 0
  #waiting: Piece[] = []
  #encoding: BufferEncoding | undefined
  readonly #receive: (bytes: Buffer) => void

  constructor(acceptor: Acceptor) {
    super()
    this.#link = new InProcessLink(acceptor, {
      data: (bytes) => this.#data(bytes),
      ended: () => this.#ended(),
    })
    this.#link.hold()
    this.#receive = (bytes) => {
      this.bytesWritten += bytes.length
      this.#link.send(bytes)
    }
  }

  /** Begins to connect; the events follow in a microtask. */
  connect(): this {
    soon(() => this.#connected())
    return this
  }

  get pending(): boolean {
    return this.connecting
  }

  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening'
    if (this.readable) return this.writable ? 'open' : 'readOnly'
    return this.writable ? 'writeOnly' : 'closed'
  }

  override on(event: string | symbol, listener: (...args: never[]) => void): this {
    super.on(event, listener as (...args: unknown[]) => void)
    if (event === 'data' && this.#flowing !== false) this.resume()
    return this
  }

  override addListener(event: string | symbol, listener: (...args: never[]) => void): this {
    return this.on(event, listener)
  }

  write(
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Callback | null,
    callback?: Callback,
  ): boolean {
    const done = typeof encoding === 'function' ? encoding : callback
    const named = typeof encoding === 'string' ? encoding : undefined
    if (!this.writable) {
      const error = writeAfterEnd(this.destroyed)
      if (done !== undefined) soon(() => done(error))
      this.destroy(error)
      return false
    }
    if (this.#corked > 0 || this.connecting) this.#waiting.push({ chunk, encoding: named })
    else this.#send(chunk, named)
    if (done !== undefined) soon(() => done())
    return true
  }

  cork(): void {
    this.#corked++
  }

  uncork(): void {
    if (this.#corked > 0 && --this.#corked === 0) this.#sendWaiting()
  }

  end(
    chunk?: string | Uint8Array | Callback,
    encoding?: BufferEncoding | Callback,
    callback?: Callback,
  ): this {
    const done = [chunk, encoding, callback].find((value) => typeof value === 'function')
    if (chunk !== undefined && typeof chunk !== 'function') {
      this.write(chunk, typeof encoding === 'function' ? undefined : encoding)
    }
    if (done !== undefined) this.once('finish', done)
    if (this.writableEnded || this.destroyed) return this
    this.writable = false
    this.writableEnded = true
    this.#corked = 0
    if (!this.connecting) this.#finish()
    return this
  }

  destroy(error?: Error | null): this {
    if (this.destroyed) return this
    this.destroyed = true
    this.connecting = false
    this.readable = false
    this.writable = false
    this.#waiting = []
    this.#idle.set(0)
    this.#link.drop()
    soon(() => {
      this.closed = true
      this.#link.runInAsyncScope(() => {
        try {
          if (error) this.emit('error', error)
        } finally {
          this.emit('close', Boolean(error))
        }
      })
    })
    return this
  }

  destroySoon(): void {
    if (this.writable) this.end()
    if (this.writableFinished) this.destroy()
    else this.once('finish', () => this.destroy())
  }

  resetAndDestroy(): this {
    return this.destroy()
  }

  pause(): this {
    this.#flowing = false
    this.#link.hold()
    return this
  }

  resume(): this {
    this.#flowing = true
    this.#link.release()
    return this
  }

  isPaused(): boolean {
    return this.#flowing === false
  }

  setEncoding(encoding: BufferEncoding): this {
    this.#encoding = encoding
    return this
  }

  setTimeout(afterMs: number, listener?: () => void): this {
    this.timeout = afterMs
    this.#idle.set(this.destroyed ? 0 : afterMs)
    if (listener === undefined) return this
    return afterMs === 0 ? this.off('timeout', listener) : this.once('timeout', listener)
  }

  /** Nothing here holds the process, see InProcessLink; so these have nothing to change. */
  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  address(): { address: string; family: string; port: number } {
    return { address: this.localAddress, family: this.remoteFamily, port: this.localPort }
  }

  #connected(): void {
    if (this.destroyed) return
    try {
      this.#link.open(IN_PROCESS)
    } catch (error) {
      this.destroy(error as Error)
      return
    }
    this.connecting = false
    this.emit('connect')
    // A client that was told to use TLS waits for this one instead.
    this.emit('secureConnect')
    this.emit('ready')
    if (this.#corked === 0) this.#sendWaiting()
    if (this.writableEnded && !this.destroyed) this.#finish()
  }

  #sendWaiting(): void {
    if (this.connecting || this.#waiting.length === 0) return
    const { chunk, encoding } = joined(this.#waiting)
    this.#waiting = []
    this.#send(chunk, encoding)
  }

  #send(chunk: string | Uint8Array, encoding: BufferEncoding | undefined): void {
    this.#idle.touch()
    passOn(chunk, encoding, this.#receive)
  }

  #finish(): void {
    this.#sendWaiting()
    // A paused client that says goodbye does not want to be kept by what it did not read.
    this.#link.release()
    this.#link.finish()
    soon(() => {
      this.writableFinished = true
      this.emit('finish')
    })
  }

  #data(bytes: Buffer): void {
    this.bytesRead += bytes.length
    this.#idle.touch()
    this.emit('data', this.#encoding === undefined ? bytes : bytes.toString(this.#encoding))
  }

  #ended(): void {
    this.readable = false
    this.readableEnded = true
    this.emit('end')
    this.destroy()
  }
}

function writeAfterEnd(destroyed: boolean): Error {
  return destroyed
    ? Object.assign(new Error('This socket has been ended'), { code: 'EPIPE' })
    : Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' })
}
