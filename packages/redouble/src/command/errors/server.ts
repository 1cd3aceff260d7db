/** Error texts of COMMAND, INFO, SLOWLOG, LATENCY, MEMORY, MODULE, SHUTDOWN and DEBUG. */
import { ErrorReply } from '../../resp/reply.ts'

export const INVALID_COMMAND: ErrorReply = new ErrorReply('ERR Invalid command specified')
export const INVALID_ARGUMENT_COUNT: ErrorReply = new ErrorReply(
  'ERR Invalid number of arguments specified for command',
)
export const INVALID_ARGUMENTS: ErrorReply = new ErrorReply(
  'ERR Invalid arguments specified for command',
)
export const NO_KEY_ARGUMENTS: ErrorReply = new ErrorReply('ERR The command has no key arguments')
