import { Engine } from 'redouble/embed'

/** Sends commands to an engine without a client or a socket, to time the engine alone. */
export class Driver {
  readonly engine: Engine = new Engine()
  readonly #connection = this.engine.connect(
    { write() {}, close() {}, pendingBytes: 0 },
    { address: 'in-process:0', localAddress: 'in-process:0', fd: -1 },
  )

  send(...argv: (string | number)[]): void {
    this.#connection.receive(encode(argv.map(String)))
  }

  /** Sends one encoded request; see `encode`. */
  sendEncoded(request: Buffer): void {
    this.#connection.receive(request)
  }

  stop(): void {
    this.engine.stop()
  }
}

export function encode(argv: readonly string[]): Buffer {
  const words = argv.map((word) => `$${word.length}\r\n${word}\r\n`).join('')
  return Buffer.from(`*${argv.length}\r\n${words}`, 'latin1')
}
