/**
 * Misuse of Redouble's own API. `code` is stable across versions; the message says how to mend it.
 *
 * @since 0.1.0
 */
export class RedoubleError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RedoubleError'
    this.code = code
  }
}
