/** Error texts of users, their rules, and what they may not do. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import type { Profile } from '../profile.ts'
import { clean } from './common.ts'

/** What can be wrong with a rule. */
export type RuleFault =
  | 'unknown'
  | 'syntax'
  | 'after-all-keys'
  | 'after-all-channels'
  | 'no-such-password'
  | 'bad-hash'
  | 'first-arg-of-subcommand'
  | 'database-out-of-range'
  | 'open-selector'

const afterAll = (flag: string, reset: string, list: string): string =>
  `Adding a pattern after the * pattern (or the '${flag}' flag) is not valid and does not have any effect. Try '${reset}' to start with an empty list of ${list}`

export const RULE_FAULTS: Readonly<Record<RuleFault, string>> = {
  unknown: 'Unknown command or category name in ACL',
  syntax: 'Syntax error',
  'after-all-keys': afterAll('allkeys', 'resetkeys', 'patterns'),
  'after-all-channels': afterAll('allchannels', 'resetchannels', 'channels'),
  'no-such-password': 'The password you are trying to remove from the user does not exist',
  'bad-hash':
    'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters',
  'first-arg-of-subcommand': 'Allowing first-arg of a subcommand is not supported',
  'database-out-of-range': 'The provided database ID is out of range',
  'open-selector': 'Wrong format',
}

export const USERNAME_WITH_SPACES: ErrorReply = new ErrorReply(
  "ERR Usernames can't contain spaces or null characters",
)
export const SORT_BY_DENIED: ErrorReply = new ErrorReply(
  'ERR BY option of SORT denied due to insufficient ACL permissions.',
)
export const SORT_GET_DENIED: ErrorReply = new ErrorReply(
  'ERR GET option of SORT denied due to insufficient ACL permissions.',
)
export const ACL_NOT_SAVED: ErrorReply = new ErrorReply(
  'ERR There was an error trying to save the ACLs. Please check the server logs for more information',
)

export function badRule(rule: string, fault: RuleFault): ErrorReply {
  return new ErrorReply(
    clean(`ERR Error in ACL SETUSER modifier '${cString(rule)}': ${RULE_FAULTS[fault]}`),
  )
}

export function openSelector(word: string): ErrorReply {
  return new ErrorReply(
    clean(`ERR Unmatched parenthesis in acl selector starting at '${cString(word)}'.`),
  )
}

export function aclFileRefused(why: string): ErrorReply {
  return new ErrorReply(clean(`ERR ${why}`))
}

/** Why a call is refused; `object` is the command, the key, the channel or the database. */
export interface DenialText {
  readonly reason: 'database' | 'command' | 'key' | 'channel'
  readonly object: string
}

/** What the client is answered. Up to 7.0 the user had no name. */
export function noPermission(user: string, denial: DenialText, profile: Profile): ErrorReply {
  return new ErrorReply(clean(`NOPERM ${refusalText(user, denial, profile)}`))
}

/** The same from within a script. */
export function scriptRefused(user: string, denial: DenialText, profile: Profile): ErrorReply {
  if (profile.quirks.aclRefusesThisUser) {
    return new ErrorReply(`ERR The user executing the script ${OLD_SCRIPT_REFUSALS[denial.reason]}`)
  }
  return new ErrorReply(clean(`ERR ACL failure in script: ${refusalText(user, denial, profile)}`))
}

function refusalText(user: string, { reason, object }: DenialText, { quirks }: Profile): string {
  const isOld = quirks.aclRefusesThisUser
  if (reason === 'command') {
    const who = isOld ? 'this user' : `User ${cString(user)}`
    return `${who} has no permissions to run the '${object}' command`
  }
  if (reason === 'database') return 'No permissions to access database'
  if (isOld) return `this user has no permissions to access one of the ${reason}s used as arguments`
  return `No permissions to access a ${reason}`
}

const OLD_SCRIPT_REFUSALS = {
  database: "can't run this command or subcommand",
  command: "can't run this command or subcommand",
  key: "can't access at least one of the keys mentioned in the command arguments",
  channel: "can't publish to the channel mentioned in the command",
}

/** What ACL DRYRUN answers: text, not an error. */
export function dryRunRefusal(user: string, denial: DenialText, profile: Profile): string {
  const { reason } = denial
  const isOld = profile.quirks.aclRefusesThisUser
  const object = isOld ? cString(denial.object) : denial.object
  const who = isOld ? 'This user' : `User ${cString(user)}`
  if (reason === 'command') return `${who} has no permissions to run the '${object}' command`
  if (reason === 'database') return `${who} has no permissions to access database ${object}`
  return `${who} has no permissions to access the '${object}' ${reason}`
}

const REASONS_IN_EXEC = {
  database: 'no permission',
  command: 'no permission to execute the command or subcommand',
  key: 'no permission to touch the specified keys',
  channel: 'no permission to access one of the channels used as arguments',
}

/** A command that could be queued and may no longer be run. */
export function noLongerAllowed({ reason }: DenialText): ErrorReply {
  return new ErrorReply(
    `NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: ${REASONS_IN_EXEC[reason]}`,
  )
}

/** Lines of an ACL file that are refused, as servers list them. */
export const aclFileLine = {
  notAUser: (path: string, line: number): string =>
    `${path}:${line} should start with user keyword followed by the username. `,
  duplicate: (name: string, line: number): string =>
    `WARNING: Duplicate user '${name}' found on line ${line}. `,
  openSelector: (path: string, line: number): string =>
    `${path}:${line}: Unmatched parenthesis in selector definition. `,
  unknown: (path: string, line: number, rule: string): string =>
    `${path}:${line}: Error in applying operation '${rule}': ${RULE_FAULTS.unknown}. `,
  fault: (path: string, line: number, fault: RuleFault): string =>
    `${path}:${line}: ${RULE_FAULTS[fault]}. `,
  unchanged:
    'WARNING: ACL errors detected, no change to the previously active ACL rules was performed',
}

export function aclFileUnreadable(path: string, why: string): string {
  return `Error loading ACLs, opening file '${path}': ${why}`
}

/** Why a server does not start; for its log. */
export const startRefusals = {
  rule: (user: string, rule: string, fault: RuleFault): string =>
    `Error loading ACL rule '${rule}' for the user named '${user}': ${RULE_FAULTS[fault]}`,
  spaces: 'Spaces not allowed in ACL usernames',
  critical: 'Critical error while loading ACLs. Exiting.',
  file: (server: string, why: string): string =>
    `Aborting ${server} startup because of ACL errors: ${why}`,
  fileAndUsers: (server: string): string =>
    `Configuring ${server} with users defined in ${server.toLowerCase()}.conf and at the same setting an ACL file path is invalid. This setup is very likely to lead to configuration errors and security holes, please define either an ACL file or declare users directly in your ${server.toLowerCase()}.conf, but not both.`,
}

/** A `user` line of a configuration file. */
export function badUserLine(word: string, why: string): string {
  return `Error in user declaration '${word}': ${why}`
}

export const DUPLICATE_USER =
  'Duplicate user found. A user can only be defined once in config files'
