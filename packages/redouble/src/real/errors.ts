export type RealServerErrorCode = 'REDOUBLE_SERVER_MISSING' | 'REDOUBLE_SERVER_START_FAILED'

/**
 * A real server that is not there or does not start. The message says how to mend it.
 *
 * @since 0.1.0
 */
export class RealServerError extends Error {
  override readonly name: string = 'RealServerError'
  readonly code: RealServerErrorCode

  constructor(code: RealServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
