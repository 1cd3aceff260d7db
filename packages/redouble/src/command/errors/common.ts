/** Error texts that commands of several families share, as the servers word them. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'

export const WRONGTYPE: ErrorReply = new ErrorReply(
  'WRONGTYPE Operation against a key holding the wrong kind of value',
)
export const SYNTAX: ErrorReply = new ErrorReply('ERR syntax error')
export const NOT_AN_INTEGER: ErrorReply = new ErrorReply(
  'ERR value is not an integer or out of range',
)
export const NOT_A_FLOAT: ErrorReply = new ErrorReply('ERR value is not a valid float')
export const OUT_OF_RANGE: ErrorReply = new ErrorReply('ERR value is out of range')
export const OUT_OF_RANGE_POSITIVE: ErrorReply = new ErrorReply(
  'ERR value is out of range, must be positive',
)
/** The servers' words, the missing one included. */
export const NOT_AN_INT32: ErrorReply = new ErrorReply(
  'ERR value is out of range, value must between -2147483648 and 2147483647',
)
export const LEAST_INTEGER: ErrorReply = new ErrorReply(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
)
export const NO_SUCH_KEY: ErrorReply = new ErrorReply('ERR no such key')
export const INDEX_OUT_OF_RANGE: ErrorReply = new ErrorReply('ERR index out of range')
export const SAME_OBJECT: ErrorReply = new ErrorReply(
  'ERR source and destination objects are the same',
)
export const OVERFLOW: ErrorReply = new ErrorReply('ERR increment or decrement would overflow')
export const NAN_OR_INFINITY: ErrorReply = new ErrorReply(
  'ERR increment would produce NaN or Infinity',
)
export const STRING_TOO_LONG: ErrorReply = new ErrorReply(
  'ERR string exceeds maximum allowed size (proto-max-bulk-len)',
)
export const TIMEOUT_NOT_A_FLOAT: ErrorReply = new ErrorReply(
  'ERR timeout is not a float or out of range',
)
export const TIMEOUT_NOT_AN_INTEGER: ErrorReply = new ErrorReply(
  'ERR timeout is not an integer or out of range',
)
export const TIMEOUT_NEGATIVE: ErrorReply = new ErrorReply('ERR timeout is negative')
export const TIMEOUT_OUT_OF_RANGE: ErrorReply = new ErrorReply('ERR timeout is out of range')
export const NUMKEYS_NOT_POSITIVE: ErrorReply = new ErrorReply(
  'ERR numkeys should be greater than 0',
)
export const KEYS_BEYOND_ARGS: ErrorReply = new ErrorReply(
  "ERR Number of keys can't be greater than number of args",
)
export const COUNT_NOT_POSITIVE: ErrorReply = new ErrorReply('ERR count should be greater than 0')
export const COUNT_TOO_LOW: ErrorReply = new ErrorReply('ERR COUNT must be > 0')
export const LIMIT_NEGATIVE: ErrorReply = new ErrorReply("ERR LIMIT can't be negative")
export const INVALID_CURSOR: ErrorReply = new ErrorReply('ERR invalid cursor')
export const DB_INDEX_OUT_OF_RANGE: ErrorReply = new ErrorReply('ERR DB index is out of range')

/** `wrong number of arguments for 'get' command`; subcommands read `config|get`. */
export function wrongArity(command: string): ErrorReply {
  return new ErrorReply(`ERR wrong number of arguments for '${command}' command`)
}

export function invalidExpireTime(command: string): ErrorReply {
  return new ErrorReply(`ERR invalid expire time in '${command}' command`)
}

/** Redis shows up to 128 bytes of the name and of the arguments together. */
export function unknownCommand(argv: readonly string[]): ErrorReply {
  let shown = ''
  for (let i = 1; i < argv.length && shown.length < 128; i++) {
    shown += `'${cString(argv[i]).slice(0, 128 - shown.length)}' `
  }
  const name = cString(argv[0]).slice(0, 128)
  return new ErrorReply(clean(`ERR unknown command '${name}', with args beginning with: ${shown}`))
}

export function unknownSubcommand(container: string, sub: string): ErrorReply {
  const shown = cString(sub).slice(0, 128)
  return new ErrorReply(
    clean(`ERR unknown subcommand '${shown}'. Try ${container.toUpperCase()} HELP.`),
  )
}

/** A subcommand that finds itself that its arguments are too many. */
export function unknownSubcommandUse(argv: readonly string[]): ErrorReply {
  const sub = cString(argv[1]).slice(0, 128)
  return new ErrorReply(
    clean(
      `ERR unknown subcommand or wrong number of arguments for '${sub}'. Try ${argv[0].toUpperCase()} HELP.`,
    ),
  )
}

/** What Redis knows and the double does not yet do. Loud, and it names the table. */
export function unsupported(what: string): ErrorReply {
  return new ErrorReply(
    `ERR Redouble does not support ${what} yet. See https://github.com/redouble/redouble/blob/main/docs/COMPATIBILITY.md`,
  )
}

/** Line breaks inside an error reply become spaces, as in addReplyErrorSdsEx. */
export function clean(text: string): string {
  return text.replace(/[\r\n]/g, ' ')
}
