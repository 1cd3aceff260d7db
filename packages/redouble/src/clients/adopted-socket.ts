/**
 * A client's own `net.Socket`, served by the engine. Only this one object is changed: the methods
 * by which Node's stream machinery reads, writes and closes lead to the engine and not to a
 * handle. Everything else, from `pause` to `pipe` to half-closing, stays Node's.
 */
import type { Socket } from 'node:net'
import type { Acceptor, ConnectionOrigin } from '../engine/transport.ts'
import type { Address } from './address.ts'
import { soon } from './courier.ts'
import { InProcessLink } from './in-process-link.ts'
import { joined, passOn } from './outgoing.ts'

type Done = (error?: Error | null) => void

/** The parts of a socket that Node's types keep to themselves. All are public methods of streams
 * or have been in `net` since Node 0.x; `_unrefTimer` and `_undestroy` are optional here. */
interface Inner {
  connecting: boolean
  _read(size: number): void
  _write(chunk: string | Uint8Array, encoding: BufferEncoding, done: Done): void
  _writev(chunks: { chunk: string | Uint8Array; encoding: BufferEncoding }[], done: Done): void
  _final(done: Done): void
  _destroy(error: Error | null, done: Done): void
  _unrefTimer?(): void
  _undestroy?(): void
}

/** Connects the socket to the engine, as `socket.connect` does to a server. */
export class Adopted {
  readonly #socket: Socket
  readonly #link: InProcessLink

  constructor(socket: Socket, acceptor: Acceptor, address: Address, origin: ConnectionOrigin) {
    this.#socket = socket
    const inner = socket as unknown as Inner
    this.#link = new InProcessLink(acceptor, {
      data: (bytes) => {
        inner._unrefTimer?.()
        if (!socket.push(bytes)) this.#link.hold()
      },
      ended: () => {
        socket.push(null)
        // A socket that nobody reads would wait for a reader for ever.
        if (socket.readableLength === 0) socket.resume()
      },
    })
    this.#link.hold()
    if (socket.destroyed) inner._undestroy?.()
    this.#override(inner, address)
    inner.connecting = true
    inner._unrefTimer?.()
    soon(() => this.#connected(origin))
  }

  /** The server goes away. */
  close(): void {
    this.#link.close()
    if (this.#socket.connecting) this.#socket.destroy()
  }

  #connected(origin: ConnectionOrigin): void {
    const socket = this.#socket
    if (socket.destroyed) return
    try {
      this.#link.open(origin)
    } catch (error) {
      socket.destroy(error as Error)
      return
    }
    ;(socket as unknown as Inner).connecting = false
    socket.emit('connect')
    socket.emit('ready')
    if (!socket.destroyed && !socket.isPaused()) socket.read(0)
  }

  #override(inner: Inner, address: Address): void {
    const socket = this.#socket
    const link = this.#link
    const receive = (bytes: Buffer): void => link.send(bytes)
    const send = (chunk: string | Uint8Array, encoding: BufferEncoding, done: Done): void => {
      if (socket.connecting) {
        whenConnected(socket, done, () => send(chunk, encoding, done))
        return
      }
      inner._unrefTimer?.()
      // A Buffer's "encoding" is the word 'buffer'.
      passOn(chunk, typeof chunk === 'string' ? encoding : undefined, receive)
      done()
    }
    const nothing = (): Socket => socket
    const overrides = {
      _read: () => link.release(),
      _write: send,
      _writev: (chunks: { chunk: string | Uint8Array; encoding: BufferEncoding }[], done: Done) => {
        const { chunk, encoding } = joined(
          chunks.map(({ chunk, encoding }) =>
            typeof chunk === 'string' ? { chunk, encoding } : { chunk, encoding: undefined },
          ),
        )
        send(chunk, encoding ?? 'utf8', done)
      },
      _final: (done: Done) => {
        if (socket.connecting) {
          whenConnected(socket, done, () => overrides._final(done))
          return
        }
        link.release()
        link.finish()
        done()
      },
      _destroy: (error: Error | null, done: Done) => {
        link.drop()
        this.#restore(Object.keys(overrides))
        inner._destroy(error, done)
      },
      // Nothing holds the process, see InProcessLink. Node's own would wait for a handle.
      ref: nothing,
      unref: nothing,
    }
    const { remoteAddress, remotePort } = peerOf(address)
    Object.assign(inner, overrides)
    const values = {
      remoteAddress,
      remotePort,
      remoteFamily: remoteAddress === undefined ? undefined : 'IPv4',
      localAddress: remoteAddress,
      localPort: remoteAddress === undefined ? undefined : 0,
    }
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(socket, name, { value, configurable: true })
    }
    Object.defineProperty(socket, 'pending', {
      get: () => socket.connecting,
      configurable: true,
    })
  }

  /** The object is as it was, so that it can connect again, to here or to elsewhere. */
  #restore(methods: string[]): void {
    const names = [...methods, 'remoteAddress', 'remotePort', 'remoteFamily', 'localAddress']
    for (const name of [...names, 'localPort', 'pending'])
      Reflect.deleteProperty(this.#socket, name)
  }
}

function whenConnected(socket: Socket, failed: Done, go: () => void): void {
  const connected = (): void => {
    socket.off('close', closed)
    go()
  }
  const closed = (): void => {
    socket.off('connect', connected)
    failed(new Error('Socket closed before the connection was established'))
  }
  socket.once('connect', connected)
  socket.once('close', closed)
}

/** What the client believes to be connected to. A unix socket has no peer address. */
function peerOf(address: Address): { remoteAddress?: string; remotePort?: number } {
  return 'path' in address ? {} : { remoteAddress: '127.0.0.1', remotePort: address.port }
}
