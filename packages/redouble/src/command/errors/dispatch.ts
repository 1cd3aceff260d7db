/** Error texts that the dispatcher sends before a command runs, and around transactions. */
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const NOAUTH: ErrorReply = new ErrorReply('NOAUTH Authentication required.')
export const EXEC_ABORTED: ErrorReply = new ErrorReply(
  'EXECABORT Transaction discarded because of previous errors.',
)
export const NOT_IN_TRANSACTION: ErrorReply = new ErrorReply(
  'ERR Command not allowed inside a transaction',
)
export const OOM: ErrorReply = new ErrorReply(
  "OOM command not allowed when used memory > 'maxmemory'.",
)
export const MAX_CLIENTS: ErrorReply = new ErrorReply('ERR max number of clients reached')
export const UNBLOCKED: ErrorReply = new ErrorReply('UNBLOCKED client unblocked via CLIENT UNBLOCK')

export const MONITOR_TOUCHES_KEYS: ErrorReply = new ErrorReply(
  "ERR Replica can't interact with the keyspace",
)

/** Valkey 9 names the command that NOT_IN_TRANSACTION leaves out. */
export function notInTransaction(command: string): ErrorReply {
  return new ErrorReply(`ERR Command '${command}' not allowed inside a transaction`)
}

/** EXEC or one of its checks was refused: the transaction is gone. */
export function execAborted(reason: ErrorReply): ErrorReply {
  const text = reason.text.startsWith('ERR ') ? reason.text.slice(4) : reason.text
  return new ErrorReply(`EXECABORT Transaction discarded because of: ${text}`)
}

export function onlyInSubscribedContext(command: string): ErrorReply {
  return new ErrorReply(
    `ERR Can't execute '${command}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
  )
}

export function debugNotAllowed(command: string): ErrorReply {
  return new ErrorReply(
    `ERR ${command} command not allowed. If the enable-${command.toLowerCase()}-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.`,
  )
}

export function protocolError(detail: string): ErrorReply {
  return new ErrorReply(`ERR Protocol error: ${detail}`)
}

/** A handler threw what is no reply: a mistake of Redouble's. Servers have no such error. */
export function internalError(command: string, detail: string): ErrorReply {
  return new ErrorReply(clean(`ERR Redouble failed in ${command}: ${detail}`))
}
