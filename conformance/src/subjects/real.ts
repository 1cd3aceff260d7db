import { type FoundServer, type RunningServer, startServer } from 'redouble/real'
import { cleanUpAfter, READ_CONFIGURED, restoringConfig } from './clean-up.ts'
import { RawConnection } from './raw-connection.ts'
import { encode, type Program, type Transcript } from './step.ts'
import type { Subject } from './subject.ts'

/** A real server. */
export class Real implements Subject {
  readonly name: string
  readonly #server: RunningServer
  readonly #control: RawConnection
  #restore: readonly string[] = []
  #connections: RawConnection[] = []
  /** Of a program before, and known to wait for nothing. */
  #spare: RawConnection[] = []

  private constructor(server: RunningServer, control: RawConnection) {
    this.#server = server
    this.#control = control
    this.name = `${server.found.flavour} ${server.found.version}`
  }

  static async start(found: FoundServer): Promise<Real> {
    const server = await startServer(found)
    const real = new Real(server, await RawConnection.open(server.unixSocketPath))
    real.#restore = restoringConfig(await real.ask(...READ_CONFIGURED))
    return real
  }

  async open(count: number, resp: 2 | 3, fresh: boolean): Promise<void> {
    const reused = fresh ? [] : this.#spare.splice(0, count)
    for (const connection of this.#spare.splice(0)) connection.close()
    while (reused.length < count) {
      reused.push(await RawConnection.open(this.#server.unixSocketPath))
    }
    this.#connections = reused
    for (const connection of reused) connection.send(encode(['HELLO', String(resp)]))
    for (const connection of reused) {
      await connection.replies(1)
      connection.take()
    }
  }

  send(run: Program): void {
    const bytes = run.map((step) => encode(step.argv)).join('')
    this.#connections[run[0].connection].send(bytes)
  }

  counts(): number[] {
    return this.#connections.map(({ complete }) => complete)
  }

  async barrier(): Promise<void> {
    await this.#askAll([['PING']])
    // What else came in the same round of the loop is read before this.
    await new Promise((resolve) => setImmediate(resolve))
  }

  take(): string[] {
    return this.#connections.map((connection) => connection.take())
  }

  async cleanUp(program: Program): Promise<void> {
    const idle = await this.#idleConnections()
    for (const one of this.#connections) if (!idle.includes(one)) one.close()
    this.#connections = []
    this.#spare = idle
    await this.#askAll(cleanUpAfter(program, this.#restore))
  }

  async playAll(programs: readonly Program[], resp: 2 | 3): Promise<Transcript[]> {
    await this.open(1, resp, false)
    const connection = this.#connections[0]
    const hello = encode(['HELLO', String(resp)])
    const marker = encode(['ECHO', MARKER])
    const parts: string[] = []
    for (const program of programs) {
      parts.push(hello, marker)
      for (const step of program) parts.push(encode(step.argv))
      // RESET ends an open MULTI or a subscription, so that the marker behind it is answered.
      parts.push(RESET, marker)
      for (const argv of cleanUpAfter(program, this.#restore)) parts.push(encode(argv))
    }
    connection.send(parts.join('') + encode(['ECHO', LAST]))
    const received = await this.#until(connection, LAST_REPLY)
    this.#spare.push(...this.#connections.splice(0))
    const pieces = received.split(MARKER_REPLY)
    return programs.map((_, index) => [[pieces[index * 2 + 1] ?? '']])
  }

  async ask(...argv: string[]): Promise<string> {
    return this.#askAll([argv])
  }

  async stop(): Promise<void> {
    for (const one of [...this.#connections, ...this.#spare, this.#control]) one.close()
    await this.#server.stop()
  }

  async #askAll(commands: readonly (readonly string[])[]): Promise<string> {
    this.#control.send(commands.map(encode).join(''))
    await this.#control.replies(commands.length)
    return this.#control.take()
  }

  /** Those that answer a RESET at once: a blocked client does not. */
  async #idleConnections(): Promise<RawConnection[]> {
    for (const connection of this.#connections) {
      connection.take()
      connection.send(RESET)
    }
    await this.barrier()
    return this.#connections.filter((connection) => connection.take().endsWith('+RESET\r\n'))
  }

  async #until(connection: RawConnection, end: string): Promise<string> {
    for (let count = 1; ; count++) {
      await connection.replies(count)
      if (connection.received.endsWith(end)) return connection.take()
    }
  }
}

const RESET = encode(['RESET'])
const MARKER = 'redouble-oracle-mark-7b1d'
const MARKER_REPLY = `$${MARKER.length}\r\n${MARKER}\r\n`
const LAST = 'redouble-oracle-end-93ac'
const LAST_REPLY = `$${LAST.length}\r\n${LAST}\r\n`
