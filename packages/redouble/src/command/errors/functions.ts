/** Error texts around FUNCTION and FCALL; what the code of a library raises, Lua words. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const NO_FUNCTION: ErrorReply = new ErrorReply('ERR Function not found')
export const NO_LIBRARY: ErrorReply = new ErrorReply('ERR Library not found')
export const BAD_KEY_COUNT: ErrorReply = new ErrorReply('ERR Bad number of keys provided')
export const BAD_FUNCTION_FLUSH_MODE: ErrorReply = new ErrorReply(
  'ERR FUNCTION FLUSH only supports SYNC|ASYNC option',
)
export const BAD_RESTORE_POLICY: ErrorReply = new ErrorReply(
  'ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.',
)
export const NO_LIBRARY_NAME_GIVEN: ErrorReply = new ErrorReply(
  'ERR library name argument was not given',
)

// ---- the first line of a library ----

export const MISSING_METADATA: ErrorReply = new ErrorReply('ERR Missing library metadata')
export const BAD_METADATA: ErrorReply = new ErrorReply('ERR Invalid library metadata')
export const NAME_GIVEN_TWICE: ErrorReply = new ErrorReply(
  'ERR Invalid metadata value, name argument was given multiple times',
)
export const LIBRARY_WITHOUT_NAME: ErrorReply = new ErrorReply('ERR Library name was not given')
export const BAD_LIBRARY_NAME: ErrorReply = new ErrorReply(
  'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
)
export const NOTHING_REGISTERED: ErrorReply = new ErrorReply('ERR No functions registered')
/** Raised in the code of a library. */
export const LOAD_TIMEOUT = 'ERR FUNCTION LOAD timeout'

// ---- payloads of FUNCTION RESTORE ----

export const NOT_A_FUNCTION: ErrorReply = new ErrorReply('ERR given type is not a function')
export const BAD_LIBRARY_PAYLOAD: ErrorReply = new ErrorReply('ERR Failed loading library payload')
export const EARLY_FUNCTIONS: ErrorReply = new ErrorReply(
  'ERR Pre-GA function format not supported',
)
export const NO_EARLY_ENGINE: ErrorReply = new ErrorReply('ERR Failed loading engine name')

export function badMetadata(word: string): ErrorReply {
  return new ErrorReply(clean(`ERR Invalid metadata value given: ${cString(word)}`))
}

export function noFunctionEngine(name: string): ErrorReply {
  return new ErrorReply(clean(`ERR Engine '${cString(name)}' not found`))
}

export function libraryExists(name: string): ErrorReply {
  return new ErrorReply(`ERR Library '${name}' already exists`)
}

/** The same when a payload brings it. */
export function restoredLibraryExists(name: string): ErrorReply {
  return new ErrorReply(`ERR Library ${name} already exists`)
}

export function functionExists(name: string): ErrorReply {
  return new ErrorReply(`ERR Function ${name} already exists`)
}

export function libraryNotLoaded(reason: string): ErrorReply {
  return new ErrorReply(clean(`ERR ${reason}`))
}

export function unknownLoadOption(word: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unknown option given: ${cString(word)}`))
}

export function unknownListArgument(word: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unknown argument ${cString(word)}`))
}
