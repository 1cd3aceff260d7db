/**
 * An error that the server answered with, as it came over the wire. Inside the array of a
 * transaction, a pipeline or a script it is a value, and elsewhere it is thrown.
 *
 * @since 0.1.0
 */
export class ReplyError extends Error {
  /** The first word of the text: `ERR`, `WRONGTYPE`, `NOSCRIPT`, … */
  readonly code: string
  /** The command that was refused, in capitals: `SET`, `CONFIG GET`. */
  readonly command: string

  constructor(text: string, code: string, command: string, options?: ErrorOptions) {
    super(text, options)
    this.name = 'ReplyError'
    this.code = code
    this.command = command
  }
}
