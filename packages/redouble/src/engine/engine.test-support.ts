import { Engine, type EngineOptions } from './engine.ts'

/** A client of an engine for tests: sends argv, returns the bytes of the replies. */
export interface TestClient {
  /** Sends a command and returns what this client was sent, as a binary string. */
  send(...argv: (string | number)[]): string
  /** Sends bytes as they are, for pipelines, inline commands and broken protocol. */
  sendBytes(bytes: string): string
  /** What has arrived since the last look, for clients that block or subscribe. */
  received(): string
  /** The engine has hung up. */
  readonly isClosed: boolean
  close(): void
}

/** An engine and as many clients as wanted. */
export interface TestEngine {
  readonly engine: Engine
  client(resp?: 2 | 3): TestClient
}

export function openTestEngine(options: EngineOptions = {}): TestEngine {
  const engine = new Engine({ checksFootprints: true, ...options })
  let fd = 8
  const client = (resp: 2 | 3 = 2): TestClient => {
    let received = ''
    let isClosed = false
    const session = engine.connect(
      {
        write: (bytes) => {
          received += bytes.toString('latin1')
        },
        close: () => {
          isClosed = true
        },
        pendingBytes: 0,
      },
      { address: `127.0.0.1:${50000 + fd}`, localAddress: '127.0.0.1:6379', fd: fd++ },
    )
    session.resp = resp
    const take = (): string => {
      const out = received
      received = ''
      return out
    }
    const sendBytes = (bytes: string): string => {
      session.receive(Buffer.from(bytes, 'latin1'))
      return take()
    }
    return {
      send(...argv) {
        const words = argv.map(String)
        const request = words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')
        return sendBytes(`*${words.length}\r\n${request}`)
      },
      sendBytes,
      received: take,
      get isClosed() {
        return isClosed
      },
      close: () => session.disconnected(),
    }
  }
  return { engine, client }
}
