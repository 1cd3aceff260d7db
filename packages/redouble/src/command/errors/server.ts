/** Error texts of COMMAND, INFO, SLOWLOG, LATENCY, MEMORY, MODULE, SHUTDOWN and DEBUG. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean, unknownSubcommandUse } from './common.ts'

export const INVALID_COMMAND: ErrorReply = new ErrorReply('ERR Invalid command specified')
export const INVALID_ARGUMENT_COUNT: ErrorReply = new ErrorReply(
  'ERR Invalid number of arguments specified for command',
)
export const INVALID_ARGUMENTS: ErrorReply = new ErrorReply(
  'ERR Invalid arguments specified for command',
)
export const NO_KEY_ARGUMENTS: ErrorReply = new ErrorReply('ERR The command has no key arguments')
export const LOCAL_COUNT_OUT_OF_RANGE: ErrorReply = new ErrorReply(
  'ERR value is out of range, value must between 0 and 1',
)
export const WAITAOF_WITHOUT_AOF: ErrorReply = new ErrorReply(
  'ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.',
)
export const SLOWLOG_COUNT: ErrorReply = new ErrorReply(
  'ERR count should be greater than or equal to -1',
)
export const SLOWLOG_GET_ARITY: ErrorReply = new ErrorReply(
  "ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.",
)
export const COMMANDLOG_TYPE: ErrorReply = new ErrorReply(
  'ERR type should be one of the following: slow, large-request, large-reply',
)
export const NO_SHUTDOWN: ErrorReply = new ErrorReply('ERR No shutdown in progress.')
export const NO_FAILOVER: ErrorReply = new ErrorReply('ERR No failover in progress.')
export const FAILOVER_WITHOUT_REPLICAS: ErrorReply = new ErrorReply(
  'ERR FAILOVER requires connected replicas.',
)
export const INVALID_MASTER_PORT: ErrorReply = new ErrorReply('ERR Invalid master port')
export const MONITOR_DENIED: ErrorReply = new ErrorReply(
  "ERR MONITOR isn't allowed for DENY BLOCKING client",
)

export const SSUBSCRIBE_DENIED: ErrorReply = new ErrorReply(
  "ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client",
)

export function noLatencySamples(event: string): ErrorReply {
  return new ErrorReply(clean(`ERR No samples available for event '${cString(event)}'`))
}

/** Also for a subcommand that wants other arguments. */
export function unknownDebugSubcommand(name: string): ErrorReply {
  return unknownSubcommandUse(['debug', name])
}
export const RELOAD_OPTIONS: ErrorReply = new ErrorReply(
  'ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.',
)
export const NOT_A_LISTPACK: ErrorReply = new ErrorReply('ERR Not a listpack encoded object.')
export const NOT_A_QUICKLIST: ErrorReply = new ErrorReply('ERR Not a quicklist encoded object.')
export const NOT_AN_SDS: ErrorReply = new ErrorReply('ERR Not an sds encoded string.')
export const NOT_A_HASH_TABLE: ErrorReply = new ErrorReply(
  'ERR The value stored at the specified key is not represented using an hash table',
)
export const PACKED_THRESHOLD: ErrorReply = new ErrorReply(
  'ERR argument must be a memory value bigger than 1 and smaller than 4gb',
)
export const DATABASE_OUT_OF_RANGE: ErrorReply = new ErrorReply('ERR Out of range database')
export const NO_PUSH_IN_RESP2: ErrorReply = new ErrorReply(
  'ERR RESP2 is not supported by this command',
)
export const PROTOCOL_TYPE: ErrorReply = new ErrorReply(
  'ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false',
)

export const LOLWUT_USAGE: ErrorReply = new ErrorReply(
  'ERR Syntax error. Use: LOLWUT [columns rows] [real imaginary]',
)
