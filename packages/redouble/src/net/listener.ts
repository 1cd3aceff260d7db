/** TCP, TLS and unix sockets: how a client of another process, or any client at all, comes in. */
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import type { Acceptor, ConnectionOrigin } from '../engine/transport.ts'
import { startReading } from './fast-socket.ts'
import {
  hostAndPort,
  type ListenAddress,
  listenError,
  type ListenOptions,
} from './listen-options.ts'
import { Outbox } from './outbox.ts'
import { SocketConnection } from './socket-connection.ts'
import { isRefused, type TlsSettings, tlsServerOptions } from './tls-settings.ts'
import { removeSocketFile, removeStaleSocket } from './unix-path.ts'

/** A door that is open. @since 0.1.0 */
export interface Listener {
  /** The port is the real one, also when 0 was asked for. */
  readonly address: ListenAddress
  /** Connections that are open now. */
  readonly connections: number
  /** It was closed. */
  readonly isClosed: boolean
  /** Ends all clients and refuses new ones, as a server that is down, until `resume`. */
  suspend(): Promise<void>
  /** Lets clients in again, at the same address. */
  resume(): Promise<void>
  /** Takes no more clients, ends those that are there, and resolves when all are gone. */
  close(): Promise<void>
}

/**
 * Lets clients in on an address.
 *
 * @throws RedoubleError `REDOUBLE_ADDRESS_IN_USE`, `REDOUBLE_ADDRESS_FORBIDDEN`,
 * `REDOUBLE_NOT_A_SOCKET`, `REDOUBLE_TLS_SETTINGS` or `REDOUBLE_LISTEN_FAILED`
 */
export async function listen(acceptor: Acceptor, options: ListenOptions = {}): Promise<Listener> {
  if (options.path !== undefined) await removeStaleSocket(options.path)
  const door = new Door(acceptor, options)
  await door.open()
  return door
}

class Door implements Listener {
  readonly #acceptor: Acceptor
  readonly #options: ListenOptions
  readonly #server: Server
  readonly #open = new Set<SocketConnection>()
  readonly #sockets = new Set<Socket>()
  readonly #outbox = new Outbox()
  #address: ListenAddress
  #closed: Promise<void> | undefined

  constructor(acceptor: Acceptor, options: ListenOptions) {
    this.#acceptor = acceptor
    this.#options = options
    this.#server = this.#createServer(options.tls)
    this.#address =
      options.path === undefined
        ? { host: options.host ?? '127.0.0.1', port: options.port ?? 0 }
        : { path: options.path }
  }

  get address(): ListenAddress {
    return this.#address
  }

  get connections(): number {
    return this.#open.size
  }

  get isClosed(): boolean {
    return this.#closed !== undefined
  }

  open(): Promise<void> {
    const wanted = this.#address
    const server = this.#server
    return new Promise((resolve, reject) => {
      const failed = (error: Error): void => reject(listenError(error, wanted))
      server.once('error', failed)
      const options = { ...wanted, backlog: this.#options.backlog ?? 511 }
      const opened = (): void => {
        server.off('error', failed)
        // An accept that fails (no file descriptors left) must not end the process.
        server.removeAllListeners('error').on('error', () => {})
        const bound = server.address()
        if (bound !== null && typeof bound === 'object') {
          this.#address = { host: bound.address, port: bound.port }
        }
        resolve()
      }
      try {
        server.listen(options, opened)
      } catch (error) {
        failed(error as Error)
      }
    })
  }

  close(): Promise<void> {
    this.#closed ??= this.suspend()
    return this.#closed
  }

  suspend(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        if ('path' in this.#address && !this.#address.path.startsWith('\0')) {
          removeSocketFile(this.#address.path)
        }
        resolve()
      })
      for (const connection of this.#open) connection.destroy()
      // Those that are still in their TLS handshake.
      for (const socket of this.#sockets) socket.destroy()
    })
  }

  async resume(): Promise<void> {
    if (this.#closed === undefined) await this.open()
  }

  #createServer(tls: TlsSettings | undefined): Server {
    const keepalive = this.#options.tcpKeepaliveSeconds ?? 300
    const common = {
      noDelay: true,
      keepAlive: keepalive > 0 && this.#options.path === undefined,
      keepAliveInitialDelay: keepalive * 1000,
    }
    if (tls === undefined) {
      return createServer({ ...common, pauseOnConnect: true }, (socket) => this.#accept(socket))
    }
    const server = createTlsServer({ ...common, ...tlsServerOptions(tls) })
    server.on('secureConnection', (socket: TLSSocket) => {
      if (isRefused(tls, socket)) socket.destroy()
      else this.#acceptSecure(socket)
    })
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    server.on('tlsClientError', () => {})
    return server
  }

  #accept(accepted: Socket): void {
    const connection = new SocketConnection(this.#outbox)
    const origin = this.#originOf(accepted)
    if (this.#acceptor.admits?.() === false) accepted.resetAndDestroy()
    else this.#register(connection, startReading(accepted, connection.receive), origin)
  }

  #acceptSecure(socket: TLSSocket): void {
    const connection = new SocketConnection(this.#outbox)
    const origin = this.#originOf(socket)
    if (this.#acceptor.admits?.() === false) {
      socket.destroy()
      return
    }
    this.#register(connection, socket, origin)
    socket.on('data', connection.receive)
  }

  #register(connection: SocketConnection, socket: Socket, origin: ConnectionOrigin): void {
    this.#open.add(connection)
    socket.on('close', () => this.#open.delete(connection))
    connection.open(socket, this.#acceptor, origin)
  }

  #originOf(socket: Socket): ConnectionOrigin {
    const fd = (socket as unknown as { _handle?: { fd?: number } })._handle?.fd ?? -1
    if ('path' in this.#address) {
      const address = `${this.#address.path}:0`
      return { address, localAddress: address, fd, isUnixSocket: true }
    }
    return {
      address: hostAndPort(socket.remoteAddress ?? '?', socket.remotePort ?? 0),
      localAddress: hostAndPort(socket.localAddress ?? '?', socket.localPort ?? 0),
      fd,
    }
  }
}
