import { Config, Engine, profileNamed, type Profile } from 'redouble/embed'

/** What came of some bytes. */
export interface Outcome {
  readonly reply: string
  readonly isClosed: boolean
}

/** In what HELLO says. */
const CLIENT_ID = /(\$2\r\nid\r\n):\d+/g
const NOTHING = Buffer.alloc(0)

/** The double, to which bytes are sent in one piece or in several, each time by a new client. */
export class ProtocolDouble {
  readonly #engine: Engine
  #fd = 8

  constructor(profileName: string, password: string) {
    const config = new Config()
    config.requirepass = password
    this.#engine = new Engine({ profile: profileNamed(profileName) as Profile, config })
  }

  /** `cuts` are places at which the bytes come apart, in order. Throws what the engine throws. */
  send(bytes: Buffer, cuts: readonly number[]): Outcome {
    let reply = ''
    let isClosed = false
    const session = this.#engine.connect(
      {
        write: (chunk) => {
          if (isClosed) throw new Error('wrote to a connection that it had closed')
          reply += chunk.toString('latin1')
        },
        close: () => {
          if (isClosed) throw new Error('closed a connection twice')
          isClosed = true
        },
        pendingBytes: 0,
      },
      { address: '127.0.0.1:50000', localAddress: '127.0.0.1:6379', fd: this.#fd++ },
    )
    let from = 0
    for (const cut of cuts) {
      session.receive(copyOf(bytes, from, cut))
      from = cut
    }
    session.receive(from === 0 ? bytes : copyOf(bytes, from, bytes.length))
    const held = session.queryBufferBytes
    if (held > bytes.length) throw new Error(`holds ${held} bytes of ${bytes.length}`)
    const outcome = { reply: reply.replace(CLIENT_ID, '$1:0'), isClosed }
    if (!isClosed) session.disconnected()
    return outcome
  }

  stop(): void {
    this.#engine.stop()
  }
}

/** Each piece in memory of its own, as the engine may not keep it. */
function copyOf(bytes: Buffer, from: number, to: number): Buffer {
  return from === to ? NOTHING : Buffer.from(bytes.subarray(from, to))
}
