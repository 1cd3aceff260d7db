import { type FoundServer, type RunningServer, startServer } from 'redouble/real'
import { RawConnection } from '../subjects/raw-connection.ts'
import { encode } from '../subjects/step.ts'
import { type Answer, answerOf } from './fuzz-payloads.ts'

/** What a real server says to corrupt payloads, which it may not survive. */
export class ServerOpinion {
  readonly #found: FoundServer
  #server: RunningServer | undefined
  #connection: RawConnection | undefined
  /** How often it ended. */
  crashes = 0

  constructor(found: FoundServer) {
    this.#found = found
  }

  async of(payload: string): Promise<Answer | 'crashed' | undefined> {
    const connection = await this.#connected()
    connection.send(encode(['RESTORE', 'k', '0', payload, 'REPLACE']))
    await connection.replies(1)
    const reply = connection.take()
    if (reply !== '') return answerOf(reply)
    this.crashes++
    await this.stop()
    return 'crashed'
  }

  async stop(): Promise<void> {
    this.#connection?.close()
    await this.#server?.stop()
    this.#connection = undefined
    this.#server = undefined
  }

  async #connected(): Promise<RawConnection> {
    if (this.#connection !== undefined) return this.#connection
    this.#server = await startServer(this.#found)
    this.#connection = await RawConnection.open(this.#server.unixSocketPath)
    // Valkey 9 has no such setting any more.
    this.#connection.send(encode(['CONFIG', 'SET', 'sanitize-dump-payload', 'yes']))
    await this.#connection.replies(1)
    this.#connection.take()
    return this.#connection
  }
}
