import {
  Config,
  Engine,
  type ClientConnection,
  type LoadScriptHost,
  type Profile,
  profileNamed,
} from 'redouble/embed'
import { connectionsOf, encode, type Program, runsOf, sleep, type Transcript } from './step.ts'
import { CLEAN_UP, type Subject } from './subject.ts'

interface Client {
  connection: ClientConnection
  received: string
}

/** The double, driven through its connections without a socket. */
export class Double implements Subject {
  readonly name: string
  readonly #engine: Engine
  #clients: Client[] = []
  #fd = 8

  constructor(profileName: string, loadScriptHost?: LoadScriptHost) {
    const profile = profileNamed(profileName) as Profile
    const config = new Config()
    config.enableDebugCommand = 'yes'
    this.name = `double as ${profileName}`
    this.#engine = new Engine({ profile, config, loadScriptHost, checksFootprints: true })
  }

  /** Loads the interpreter, so that scripts answer at once. */
  async warmUp(): Promise<void> {
    const client = this.#open()
    client.connection.receive(Buffer.from(encode(['EVAL', 'return 1', '0']), 'latin1'))
    for (let i = 0; i < 400 && client.received === ''; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    client.connection.disconnected()
  }

  async play(program: Program, resp: 2 | 3): Promise<Transcript> {
    this.#fresh(connectionsOf(program), resp)
    const transcript: string[][] = []
    for (const run of runsOf(program)) {
      const { sleepMs } = run[0]
      if (sleepMs !== undefined) await sleep(sleepMs)
      const bytes = sleepMs === undefined ? run.map((step) => encode(step.argv)).join('') : ''
      this.#clients[run[0].connection].connection.receive(Buffer.from(bytes, 'latin1'))
      await settled()
      transcript.push(this.#clients.map((client) => this.#take(client)))
    }
    return transcript
  }

  async playAll(programs: readonly Program[], resp: 2 | 3): Promise<Transcript[]> {
    const transcripts: Transcript[] = []
    this.#fresh(1, resp)
    const client = this.#clients[0]
    const hello = encode(['HELLO', String(resp)])
    for (const program of programs) {
      const clean = CLEAN_UP.map(encode).join('') + hello
      client.connection.receive(Buffer.from(clean, 'latin1'))
      this.#take(client)
      const bytes = program.map((step) => encode(step.argv)).join('') + encode(['RESET'])
      client.connection.receive(Buffer.from(bytes, 'latin1'))
      transcripts.push([[this.#take(client)]])
    }
    return transcripts
  }

  async stop(): Promise<void> {
    this.#engine.stop()
  }

  #fresh(count: number, resp: 2 | 3): void {
    for (const client of this.#clients) client.connection.disconnected()
    const cleaner = this.#open()
    cleaner.connection.receive(Buffer.from(CLEAN_UP.map(encode).join(''), 'latin1'))
    cleaner.connection.disconnected()
    this.#clients = Array.from({ length: count }, () => this.#open())
    for (const client of this.#clients) {
      client.connection.receive(Buffer.from(encode(['HELLO', String(resp)]), 'latin1'))
      client.received = ''
    }
  }

  #open(): Client {
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

  #take(client: Client): string {
    const received = client.received
    client.received = ''
    return received
  }
}

/** Lets microtasks run: a client that was woken goes on with its input in one. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
