import type { ErrorReply } from '../../resp/reply.ts'
import type { ClientState } from '../client-state.ts'
import type { Command } from '../define.ts'
import type { AclLog } from './acl-log.ts'
import type { Denial } from './check-call.ts'
import type { User } from './user.ts'
import type { Users } from './users.ts'

/** How often users were refused, for INFO. CONFIG RESETSTAT leaves it alone. */
export interface DenialCounts {
  auth: number
  command: number
  key: number
  channel: number
  database: number
}

/** The users and their permissions as commands see them. The engine implements it. */
export interface AccessState {
  readonly users: Users
  readonly log: AclLog
  readonly denials: DenialCounts
  /** Lets a client in as a user, or notes that it was refused by the command named `word`. */
  authenticate(client: ClientState, name: string, password: string, word: string): boolean
  /** The client is the default user again, admitted only if that one needs no password. */
  logOut(client: ClientState): void
  /** ACL SETUSER: applies all rules or none, which it throws for. */
  setUser(name: string, words: readonly string[]): void
  /** ACL DELUSER: ends the user's connections. False when there was none. */
  deleteUser(name: string): boolean
  /** Why a user may not make a call, or null. */
  check(user: User, command: Command, argv: readonly string[], dbIndex: number): Denial | null
  /** Whether a client may make a call that reads keys which it does not name. */
  mayReadAllKeys(client: ClientState, argv: readonly string[]): boolean
  /** The users as lines of a configuration file; none of them when there is an ACL file. */
  configLines(): readonly string[]
  /** ACL LOAD and SAVE: what is wrong, or null. */
  load(): ErrorReply | null
  save(): ErrorReply | null
}
