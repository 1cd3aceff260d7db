import {
  Config,
  Engine,
  type ClientConnection,
  type LoadScriptHost,
  type Profile,
  profileNamed,
} from 'redouble/embed'
import { cleanUpAfter, READ_CONFIGURED, restoringConfig } from './clean-up.ts'
import { splitReplies } from './reply-reader.ts'
import { encode, type Program, type Transcript } from './step.ts'
import type { Subject } from './subject.ts'

interface Client {
  connection: ClientConnection
  received: string
}

/** The double, driven through its connections without a socket. */
export class Double implements Subject {
  readonly name: string
  readonly #engine: Engine
  readonly #restore: readonly string[]
  #clients: Client[] = []
  #fd = 8

  constructor(profileName: string, loadScriptHost?: LoadScriptHost) {
    const profile = profileNamed(profileName) as Profile
    const config = new Config()
    config.enableDebugCommand = 'yes'
    this.name = `double as ${profileName}`
    this.#engine = new Engine({ profile, config, loadScriptHost, checksFootprints: true })
    this.#restore = restoringConfig(this.#askAll([READ_CONFIGURED]))
  }

  /** Loads the interpreter, so that scripts answer at once. */
  async warmUp(): Promise<void> {
    const client = this.#connect()
    receive(client, encode(['EVAL', 'return 1', '0']))
    for (let i = 0; i < 400 && client.received === ''; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    client.connection.disconnected()
  }

  async open(count: number, resp: 2 | 3): Promise<void> {
    this.#clients = Array.from({ length: count }, () => this.#connect())
    for (const client of this.#clients) {
      receive(client, encode(['HELLO', String(resp)]))
      client.received = ''
    }
  }

  send(run: Program): void {
    const bytes = run.map((step) => encode(step.argv)).join('')
    receive(this.#clients[run[0].connection], bytes)
  }

  counts(): number[] {
    return this.#clients.map(({ received }) => splitReplies(received).length)
  }

  /** Lets microtasks run: a client that was woken goes on with its input in one. */
  barrier(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  take(): string[] {
    return this.#clients.map(takeFrom)
  }

  async cleanUp(program: Program): Promise<void> {
    for (const client of this.#clients.splice(0)) client.connection.disconnected()
    this.#askAll(cleanUpAfter(program, this.#restore))
  }

  async playAll(programs: readonly Program[], resp: 2 | 3): Promise<Transcript[]> {
    const client = this.#connect()
    const hello = encode(['HELLO', String(resp)])
    const reset = encode(['RESET'])
    const transcripts = programs.map((program) => {
      receive(client, hello)
      takeFrom(client)
      receive(client, program.map((step) => encode(step.argv)).join('') + reset)
      const transcript = [[takeFrom(client)]]
      receive(client, cleanUpAfter(program, this.#restore).map(encode).join(''))
      return transcript
    })
    client.connection.disconnected()
    return transcripts
  }

  async ask(...argv: string[]): Promise<string> {
    return this.#askAll([argv])
  }

  async stop(): Promise<void> {
    this.#engine.stop()
  }

  #askAll(commands: readonly (readonly string[])[]): string {
    const client = this.#connect()
    receive(client, commands.map(encode).join(''))
    client.connection.disconnected()
    return client.received
  }

  #connect(): Client {
    const fd = this.#fd++
    const client: Client = { connection: undefined as never, received: '' }
    client.connection = this.#engine.connect(
      {
        write: (bytes) => {
          client.received += bytes.toString('latin1')
        },
        close: () => {},
        pendingBytes: 0,
      },
      { address: '127.0.0.1:50000', localAddress: '127.0.0.1:6379', fd },
    )
    return client
  }
}

function receive(client: Client, bytes: string): void {
  client.connection.receive(Buffer.from(bytes, 'latin1'))
}

function takeFrom(client: Client): string {
  const { received } = client
  client.received = ''
  return received
}
