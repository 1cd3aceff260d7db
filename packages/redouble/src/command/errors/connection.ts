/** Error texts of AUTH, HELLO, SELECT, CLIENT and ACL. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const WRONG_PASSWORD: ErrorReply = new ErrorReply(
  'WRONGPASS invalid username-password pair or user is disabled.',
)
export const NO_PASSWORD_IS_SET: ErrorReply = new ErrorReply(
  'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
)
export const PROTOCOL_NOT_AN_INTEGER: ErrorReply = new ErrorReply(
  'ERR Protocol version is not an integer or out of range',
)
export const UNSUPPORTED_PROTOCOL: ErrorReply = new ErrorReply(
  'NOPROTO unsupported protocol version',
)
export const BAD_CLIENT_NAME: ErrorReply = new ErrorReply(
  'ERR Client names cannot contain spaces, newlines or special characters.',
)
export const NO_SUCH_CLIENT: ErrorReply = new ErrorReply('ERR No such client')
export const BAD_CLIENT_ID: ErrorReply = new ErrorReply('ERR Invalid client ID')
export const CLIENT_ID_NOT_POSITIVE: ErrorReply = new ErrorReply(
  'ERR client-id should be greater than 0',
)
export const BAD_UNBLOCK_REASON: ErrorReply = new ErrorReply(
  'ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR',
)
export const BAD_PAUSE_MODE: ErrorReply = new ErrorReply(
  'ERR CLIENT PAUSE mode must be WRITE or ALL',
)
export const NO_SUCH_REDIRECT: ErrorReply = new ErrorReply(
  'ERR The client ID you want redirect to does not exist',
)
export const PREFIX_WITHOUT_BCAST: ErrorReply = new ErrorReply(
  'ERR PREFIX option requires BCAST mode to be enabled',
)
export const BCAST_WITH_OPTIONS: ErrorReply = new ErrorReply(
  'ERR OPTIN and OPTOUT are not compatible with BCAST',
)
export const SECOND_REDIRECT: ErrorReply = new ErrorReply(
  'ERR A client can only redirect to a single other client',
)
export const OPTIN_WITH_OPTOUT: ErrorReply = new ErrorReply(
  "ERR You can't specify both OPTIN mode and OPTOUT mode",
)
export const BCAST_MODE_STAYS: ErrorReply = new ErrorReply(
  "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.",
)
export const OPT_MODE_STAYS: ErrorReply = new ErrorReply(
  "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode.",
)
export const CACHING_YES_WITHOUT_OPTIN: ErrorReply = new ErrorReply(
  'ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.',
)
export const CACHING_NO_WITHOUT_OPTOUT: ErrorReply = new ErrorReply(
  'ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.',
)
export const CACHING_WITHOUT_TRACKING: ErrorReply = new ErrorReply(
  'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
)
export const NOT_IMPORTING: ErrorReply = new ErrorReply('ERR Server is not in import mode')
export const GENPASS_BITS: ErrorReply = new ErrorReply(
  'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096',
)
export const DEFAULT_USER_STAYS: ErrorReply = new ErrorReply(
  "ERR The 'default' user cannot be removed",
)

/** Two prefixes of CLIENT TRACKING of which one begins with the other. */
export function prefixesOverlap(prefix: string, other: string, isKnown: boolean): ErrorReply {
  const which = isKnown ? 'an existing' : 'another provided'
  return new ErrorReply(
    clean(
      `ERR Prefix '${cString(prefix)}' overlaps with ${which} prefix '${cString(other)}'. Prefixes for a single client must not overlap.`,
    ),
  )
}

/** Up to 7.0 the hint forgot the protocol version. */
export function helloNeedsAuth(namesProtocol: boolean): ErrorReply {
  const version = namesProtocol ? '<proto> ' : ''
  return new ErrorReply(
    `NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO ${version}AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time`,
  )
}

export function badHelloOption(option: string): ErrorReply {
  return new ErrorReply(clean(`ERR Syntax error in HELLO option '${cString(option)}'`))
}

export function badClientAttribute(name: string): ErrorReply {
  return new ErrorReply(
    `ERR ${cString(name)} cannot contain spaces, newlines or special characters.`,
  )
}

export function unknownAttribute(name: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unrecognized option '${cString(name)}'`))
}

export function unknownClientType(type: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unknown client type '${cString(type)}'`))
}

export function noSuchUser(name: string): ErrorReply {
  return new ErrorReply(clean(`ERR No such user '${cString(name)}'`))
}

/** Of a number in a client filter: `maxage`, `idle`. */
export function filterNotAnInteger(name: string): ErrorReply {
  return new ErrorReply(`ERR ${name} is not an integer or out of range`)
}

export function filterNotPositive(name: string): ErrorReply {
  return new ErrorReply(`ERR ${name} should be greater than 0`)
}

export function filterBeyondDatabases(name: string, last: number): ErrorReply {
  return new ErrorReply(`ERR ${name} number should be between 0 and ${last}`)
}

/** `where` is `provided` or, for a negative filter, its name. */
export function unknownFilterLetters(what: string, where: string, letters: string): ErrorReply {
  return new ErrorReply(
    clean(`ERR Unknown ${what} found in the ${where} filter: ${cString(letters)}`),
  )
}

export function unknownCategory(name: string): ErrorReply {
  return new ErrorReply(clean(`ERR Unknown category '${cString(name).slice(0, 128)}'`))
}

export function userNotFound(name: string): ErrorReply {
  return new ErrorReply(clean(`ERR User '${cString(name)}' not found`))
}

export function commandNotFound(name: string): ErrorReply {
  return new ErrorReply(clean(`ERR Command '${cString(name)}' not found`))
}

/** ACL LOAD and SAVE on a server that keeps its users in no file; the double never does. */
export function noAclFile(saysRedis: boolean): ErrorReply {
  const instance = saysRedis ? 'Redis instance' : 'instance'
  const file = saysRedis ? 'Redis configuration' : 'configuration'
  return new ErrorReply(
    `ERR This ${instance} is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a ${file} file set) in order to store users in the ${file}.`,
  )
}
