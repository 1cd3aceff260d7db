import { connect, type Socket } from 'node:net'
import { type FoundServer, type RunningServer, startServer } from 'redouble/real'
import { replyEnd } from './reply-reader.ts'
import { connectionsOf, encode, type Program, runsOf, sleep, type Transcript } from './step.ts'
import { CLEAN_UP, type Subject } from './subject.ts'

/** A connection to a real server that collects what it is sent. */
class RawConnection {
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

/** A real server. */
export class Real implements Subject {
  readonly name: string
  readonly #server: RunningServer
  readonly #control: RawConnection
  #connections: RawConnection[] = []

  private constructor(server: RunningServer, control: RawConnection) {
    this.#server = server
    this.#control = control
    this.name = `${server.found.flavour} ${server.found.version}`
  }

  static async start(found: FoundServer): Promise<Real> {
    const server = await startServer(found)
    return new Real(server, await RawConnection.open(server.unixSocketPath))
  }

  async play(program: Program, resp: 2 | 3): Promise<Transcript> {
    await this.#fresh(connectionsOf(program), resp)
    const transcript: string[][] = []
    for (const run of runsOf(program)) {
      const { sleepMs } = run[0]
      if (sleepMs !== undefined) await sleep(sleepMs)
      else this.#connections[run[0].connection].send(run.map((step) => encode(step.argv)).join(''))
      await this.#settled()
      if (sleepMs === undefined && this.#connections[run[0].connection].complete < run.length) {
        // Blocked; or waiting for a thread of the server, as FLUSHALL does since 8.0.
        await sleep(THREAD_PATIENCE_MS)
        await this.#settled()
      }
      transcript.push(this.#connections.map((connection) => connection.take()))
    }
    return transcript
  }

  async playAll(programs: readonly Program[], resp: 2 | 3): Promise<Transcript[]> {
    // A connection of a program before may be blocked for ever.
    await this.#fresh(1, resp)
    const connection = this.#connections[0]
    connection.take()
    const hello = encode(['HELLO', String(resp)])
    const clean = CLEAN_UP.map(encode).join('') + hello
    const marker = encode(['ECHO', MARKER])
    let bytes = ''
    for (const program of programs) {
      bytes += clean + marker + program.map((step) => encode(step.argv)).join('') + RESET + marker
    }
    connection.send(bytes + encode(['ECHO', LAST]))
    const received = await this.#until(connection, LAST_REPLY)
    const parts = received.split(MARKER_REPLY)
    return programs.map((_, index) => [[parts[index * 2 + 1] ?? '']])
  }

  async stop(): Promise<void> {
    for (const connection of [...this.#connections, this.#control]) connection.close()
    await this.#server.stop()
  }

  async #until(connection: RawConnection, end: string): Promise<string> {
    for (let count = 1; ; count++) {
      await connection.replies(count)
      if (connection.received.endsWith(end)) return connection.take()
    }
  }

  async #fresh(count: number, resp: 2 | 3): Promise<void> {
    for (const connection of this.#connections) connection.close()
    this.#connections = await Promise.all(
      Array.from({ length: count }, () => RawConnection.open(this.#server.unixSocketPath)),
    )
    this.#control.send(CLEAN_UP.map(encode).join(''))
    await this.#control.replies(CLEAN_UP.length)
    this.#control.take()
    for (const connection of this.#connections) {
      connection.send(encode(['HELLO', String(resp)]))
      await connection.replies(1)
      connection.take()
    }
  }

  /**
   * The server answers a barrier after it has read what came before on other connections; but it
   * reads a long pipeline in parts, and writes to other clients a round later. So: until two
   * barriers in a row bring nothing new.
   */
  async #settled(): Promise<void> {
    let seen = -1
    for (let quiet = 0; quiet < 2; ) {
      await this.#barrier()
      const bytes = this.#connections.reduce((sum, { received }) => sum + received.length, 0)
      quiet = bytes === seen ? quiet + 1 : 0
      seen = bytes
    }
  }

  async #barrier(): Promise<void> {
    this.#control.send(encode(['PING']))
    await this.#control.replies(1)
    this.#control.take()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const THREAD_PATIENCE_MS = 5
/** Ends an open MULTI or a subscription, so that the marker behind it is answered. */
const RESET = encode(['RESET'])
const MARKER = 'redouble-oracle-mark-7b1d'
const MARKER_REPLY = `$${MARKER.length}\r\n${MARKER}\r\n`
const LAST = 'redouble-oracle-end-93ac'
const LAST_REPLY = `$${LAST.length}\r\n${LAST}\r\n`
