/** ioredis and iovalkey take a `Connector`: the seam that they offer themselves. */
import type { Acceptor } from '../engine/transport.ts'
import { soon } from './courier.ts'
import { InProcessSocket } from './in-process-socket.ts'
import { guarded } from './released.ts'

/**
 * A class as ioredis's `Connector` option takes it. Its instances are typed `never` because
 * ioredis's own type has private members, which no other class can have.
 */
type IoredisConnector = new (options: unknown) => never

/** The options that bring an unmodified ioredis (5, 6) or iovalkey to the engine. */
export interface IoredisOptions {
  readonly Connector: IoredisConnector
}

/** For `new Redis(ioredisOptions(acceptor))`; spread it among other options at will. */
export function ioredisOptions(acceptor: Acceptor): IoredisOptions {
  return { Connector: ioredisConnector(acceptor) }
}

/** A `Connector` whose every connection leads to `acceptor`; reconnects and duplicates too. */
function ioredisConnector(acceptor: Acceptor): IoredisConnector {
  const engine = guarded(acceptor)
  class Connector {
    connecting = false
    stream: InProcessSocket | undefined
    firstError: Error | undefined

    /** Sentinel asks here whether the role is right; one engine is always right. */
    check(): boolean {
      return true
    }

    connect(): Promise<InProcessSocket> {
      this.connecting = true
      this.firstError = undefined
      return new Promise((resolve, reject) => {
        // Later, because ioredis may disconnect right after it has asked to connect.
        soon(() => {
          if (!this.connecting) {
            reject(new Error('Connection is closed.'))
            return
          }
          const stream = new InProcessSocket(engine)
          stream.once('error', (error: Error) => {
            this.firstError = error
          })
          this.stream = stream
          // First the promise, so that ioredis listens before there is something to hear.
          resolve(stream)
          stream.connect()
        })
      })
    }

    disconnect(): void {
      this.connecting = false
      this.stream?.end()
    }
  }
  return Connector as unknown as IoredisConnector
}
