/** A stand-in for the engine with the few commands that clients need to connect and be useful. */
import type {
  Acceptor,
  ClientConnection,
  ConnectionOrigin,
  ConnectionSink,
} from '../engine/transport.ts'

type Value = string | number | null | readonly Value[]

export class StubEngine implements Acceptor {
  readonly data = new Map<string, string>()
  readonly sessions = new Set<StubSession>()
  readonly origins: ConnectionOrigin[] = []
  stopped = false

  connect(sink: ConnectionSink, origin: ConnectionOrigin): ClientConnection {
    if (this.stopped) throw new Error('stopped')
    this.origins.push(origin)
    const session = new StubSession(this, sink)
    this.sessions.add(session)
    return session
  }

  publish(channel: string, message: string): number {
    let receivers = 0
    for (const session of this.sessions) {
      if (!session.channels.has(channel)) continue
      session.push(['message', channel, message])
      receivers++
    }
    return receivers
  }

  /** Serves the longest waiting client of a key, if any. */
  wake(key: string, value: string): boolean {
    for (const session of this.sessions) {
      if (session.blockedOn !== key) continue
      session.blockedOn = undefined
      session.reply([key, value])
      return true
    }
    return false
  }
}

export class StubSession implements ClientConnection {
  readonly channels = new Set<string>()
  blockedOn: string | undefined
  readonly sink: ConnectionSink
  readonly #engine: StubEngine
  #rest = ''
  #resp = 2

  constructor(engine: StubEngine, sink: ConnectionSink) {
    this.#engine = engine
    this.sink = sink
  }

  receive(chunk: Buffer): void {
    this.#rest += chunk.toString('latin1')
    for (let argv = this.#next(); argv !== undefined; argv = this.#next()) this.#run(argv)
  }

  disconnected(): void {
    this.#engine.sessions.delete(this)
  }

  reply(value: Value): void {
    this.sink.write(Buffer.from(encode(value), 'latin1'))
  }

  push(value: readonly Value[]): void {
    const text = encode(value)
    this.sink.write(Buffer.from(this.#resp === 3 ? `>${text.slice(1)}` : text, 'latin1'))
  }

  #next(): string[] | undefined {
    if (this.#rest === '') return undefined
    let end = this.#rest.indexOf('\r\n')
    if (end < 0) return undefined
    if (this.#rest[0] !== '*') {
      const line = this.#rest.slice(0, end)
      this.#rest = this.#rest.slice(end + 2)
      return line.split(' ')
    }
    const argv: string[] = []
    const count = Number(this.#rest.slice(1, end))
    let at = end + 2
    for (let i = 0; i < count; i++) {
      end = this.#rest.indexOf('\r\n', at)
      if (end < 0) return undefined
      const length = Number(this.#rest.slice(at + 1, end))
      at = end + 2 + length + 2
      if (at > this.#rest.length) return undefined
      argv.push(this.#rest.slice(end + 2, end + 2 + length))
    }
    this.#rest = this.#rest.slice(at)
    return argv
  }

  #run(argv: string[]): void {
    const { data } = this.#engine
    const [name = '', first = '', second = ''] = argv
    switch (name.toLowerCase()) {
      case 'ping':
        return first === '' ? this.#status('PONG') : this.reply(first)
      case 'hello':
        if (first !== '') this.#resp = Number(first)
        return this.#map(['server', 'redis', 'version', '7.0.0', 'proto', this.#resp, 'id', 1])
      case 'info':
        return this.reply('# Server\r\nredis_version:7.0.0\r\nloading:0\r\n')
      case 'client':
        return first.toLowerCase() === 'id' ? this.reply(7) : this.#status('OK')
      case 'select':
        return this.#status('OK')
      case 'get':
        return this.reply(data.get(first) ?? null)
      case 'set':
        data.set(first, second)
        return this.#status('OK')
      case 'del':
        return this.reply(argv.slice(1).filter((key) => data.delete(key)).length)
      case 'subscribe':
        for (const channel of argv.slice(1)) {
          this.channels.add(channel)
          this.push(['subscribe', channel, this.channels.size])
        }
        return
      case 'unsubscribe':
        for (const channel of argv.length > 1 ? argv.slice(1) : [...this.channels]) {
          this.channels.delete(channel)
          this.push(['unsubscribe', channel, this.channels.size])
        }
        return
      case 'publish':
        return this.reply(this.#engine.publish(first, second))
      case 'blpop':
        this.blockedOn = first
        return
      case 'lpush':
        return this.reply(this.#engine.wake(first, second) ? 1 : 0)
      case 'quit':
        this.#status('OK')
        this.#engine.sessions.delete(this)
        return this.sink.close()
      default:
        this.sink.write(Buffer.from(`-ERR unknown command '${name}'\r\n`))
    }
  }

  #status(text: string): void {
    this.sink.write(Buffer.from(`+${text}\r\n`))
  }

  #map(flat: readonly Value[]): void {
    const text = encode(flat)
    if (this.#resp === 2) this.sink.write(Buffer.from(text))
    else this.sink.write(Buffer.from(`%${flat.length / 2}${text.slice(text.indexOf('\r\n'))}`))
  }
}

function encode(value: Value): string {
  if (value === null) return '$-1\r\n'
  if (typeof value === 'number') return `:${value}\r\n`
  if (typeof value === 'string') return `$${value.length}\r\n${value}\r\n`
  return `*${value.length}\r\n${value.map(encode).join('')}`
}
