/**
 * What a transport (TCP, unix socket, TLS, in-process stream) and the engine know of each other.
 * The transport owns the bytes on the wire; the engine owns the session behind them.
 */

/** The engine's way to the client. */
export interface ConnectionSink {
  /** Bytes for the client. The engine gives the buffer away and never touches it again. */
  write(bytes: Buffer): void
  /** The engine closes the connection; bytes already written are delivered first when possible. */
  close(): void
  /** Bytes that were written and that the peer has not taken yet (output buffer limits). */
  readonly pendingBytes: number
}

/** Where a connection comes from, as CLIENT LIST shows it. */
export interface ConnectionOrigin {
  /** `127.0.0.1:52100`, a unix socket's path with `:0`, or `in-process:0`. */
  readonly address: string
  readonly localAddress: string
  readonly fd: number
  readonly isUnixSocket?: boolean
}

/** The client's way to the engine. */
export interface ClientConnection {
  /**
   * Bytes from the client, whole commands or parts. Replies are written to the sink before this
   * returns, except for clients that block. The chunk may be reused after the call.
   */
  receive(chunk: Buffer): void
  /** The client is gone. Idempotent. */
  disconnected(): void
}

/** Anything that takes connections: the engine, or a test's stand-in. */
export interface Acceptor {
  /** Asked once before each `connect`: false refuses the connection, as a port does behind which nobody is. */
  admits?(): boolean
  connect(sink: ConnectionSink, origin: ConnectionOrigin): ClientConnection
}
