import { connect, type Socket } from 'node:net'
import { replyEnd } from './reply-reader.ts'

/** A connection to a real server that collects what it is sent. */
export class RawConnection {
  readonly #socket: Socket
  received = ''
  #scanned = 0
  /** Whole replies and pushes that were not taken. */
  complete = 0
  #waiting: { count: number; resolve: () => void; reject: (error: Error) => void } | null = null
  #failure: Error | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#data(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  static open(path: string): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(path)
      socket.once('error', reject)
      socket.once('connect', () => resolve(new RawConnection(socket)))
    })
  }

  send(bytes: string): void {
    this.#socket.write(bytes, 'latin1')
  }

  /** Resolves once `count` whole replies are there that were not taken. */
  replies(count: number): Promise<void> {
    if (this.complete >= count) return Promise.resolve()
    if (this.#failure !== null) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting = { count, resolve, reject }
    })
  }

  take(): string {
    const out = this.received
    this.received = ''
    this.#scanned = 0
    this.complete = 0
    return out
  }

  close(): void {
    this.#socket.destroy()
  }

  #data(chunk: Buffer): void {
    this.received += chunk.toString('latin1')
    for (;;) {
      const end = this.#scanned < this.received.length ? replyEnd(this.received, this.#scanned) : -1
      if (end < 0) break
      this.#scanned = end
      this.complete++
    }
    if (this.#waiting !== null && this.complete >= this.#waiting.count) {
      const { resolve } = this.#waiting
      this.#waiting = null
      resolve()
    }
  }

  #fail(error: Error): void {
    this.#failure = error
    this.#waiting?.reject(error)
    this.#waiting = null
  }
}
