import { Config, Engine, profileNamed, type Profile } from 'redouble/embed'

/** A double that is asked one command after the other, without a socket. */
export class FuzzedDouble {
  readonly engine: Engine
  readonly #receive: (bytes: Buffer) => void
  #received = ''

  constructor(profileName: string) {
    const config = new Config()
    config.enableDebugCommand = 'yes'
    this.engine = new Engine({ profile: profileNamed(profileName) as Profile, config })
    const sink = {
      write: (bytes: Buffer): void => {
        this.#received += bytes.toString('latin1')
      },
      close: (): void => {},
      pendingBytes: 0,
    }
    const origin = { address: '127.0.0.1:50000', localAddress: '127.0.0.1:6379', fd: 8 }
    const session = this.engine.connect(sink, origin)
    this.#receive = (bytes) => session.receive(bytes)
  }

  /** The bytes of the reply. */
  ask(...argv: readonly string[]): string {
    this.#received = ''
    const words = argv.map((word) => `$${word.length}\r\n${word}\r\n`).join('')
    this.#receive(Buffer.from(`*${argv.length}\r\n${words}`, 'latin1'))
    return this.#received
  }

  /** What DUMP answers, without the length before it. */
  dump(key: string): string | null {
    const reply = this.ask('DUMP', key)
    if (!reply.startsWith('$') || reply.startsWith('$-1')) return null
    return reply.slice(reply.indexOf('\n') + 1, -2)
  }
}
