import { connect, type Socket } from 'node:net'
import { ReplyStream } from './reply-stream.ts'

/** A connection to a real server that collects what it is sent. */
export class RawConnection {
  readonly #socket: Socket
  readonly stream = new ReplyStream()
  #waiting: { isDone: () => boolean; resolve: () => void } | null = null
  /** Called whenever something came. */
  onArrival: (() => void) | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => {
      this.stream.add(chunk.toString('latin1'))
      this.#arrived()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.stream.close()
      this.#arrived()
    })
  }

  static open(path: string): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(path)
      socket.once('error', reject)
      socket.once('connect', () => resolve(new RawConnection(socket)))
    })
  }

  send(bytes: string): void {
    if (!this.stream.isClosed) this.#socket.write(bytes, 'latin1')
  }

  /** Resolves once `count` whole replies are there that were not taken, or none will come. */
  replies(count: number): Promise<void> {
    return this.until(() => this.stream.count >= count)
  }

  /** Resolves once it is so, or the server has hung up. */
  until(isDone: () => boolean): Promise<void> {
    if (this.stream.isClosed || isDone()) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting = { isDone, resolve }
    })
  }

  take(): string {
    return this.stream.take()
  }

  close(): void {
    this.#socket.destroy()
  }

  #arrived(): void {
    if (this.#waiting !== null && (this.stream.isClosed || this.#waiting.isDone())) {
      const { resolve } = this.#waiting
      this.#waiting = null
      resolve()
    }
    this.onArrival?.()
  }
}
