import type { AccessState, DenialCounts } from '../command/acl/access-state.ts'
import { AclLog, type AclLogEvent } from '../command/acl/acl-log.ts'
import { applyRule } from '../command/acl/apply-rule.ts'
import { type Call, checkCall, type Denial, mayReadAllKeys } from '../command/acl/check-call.ts'
import { commandIndexOf } from '../command/acl/command-index.ts'
import { joinSelectors } from '../command/acl/join-selectors.ts'
import { RuleContext } from '../command/acl/rule-context.ts'
import type { User } from '../command/acl/user.ts'
import type { Users } from '../command/acl/users.ts'
import type { Command } from '../command/define.ts'
import { badRule, openSelector } from '../command/errors/acl.ts'
import { clientLine } from '../commands/connection/client-line.ts'
import type { ErrorReply } from '../resp/reply.ts'
import { AclStore } from './acl-store.ts'
import type { Engine } from './engine.ts'
import type { Session } from './session.ts'

/** Who may do what: the users, what their clients are refused, and who has to go. */
export class AccessControl implements AccessState {
  users: Users
  readonly log: AclLog = new AclLog()
  readonly denials: DenialCounts = { auth: 0, command: 0, key: 0, channel: 0, database: 0 }
  readonly #engine: Engine
  readonly #store: AclStore

  /** Throws AclStartRefused when the configuration declares what cannot be. */
  constructor(engine: Engine) {
    this.#engine = engine
    const { commands, profile, config } = engine
    const context = new RuleContext(commandIndexOf(commands), profile, config)
    this.#store = new AclStore(context, config)
    this.users = this.#store.initialUsers()
    config.watchers.add((directive) => {
      if (directive === 'requirepass') this.users.setDefaultPassword(config.requirepass)
    })
  }

  /** The default user needs a password, or lets nobody in. */
  get requiresAuth(): boolean {
    const { isEnabled, needsNoPassword } = this.users.byDefault
    return !(isEnabled && needsNoPassword)
  }

  // ---- what clients are refused ----

  check(user: User, command: Command, argv: readonly string[], dbIndex: number): Denial | null {
    if (user.isUnrestricted) return null
    return checkCall(user, this.#call(command, argv, dbIndex))
  }

  /** The same for a client's call, which is noted when it is refused. */
  refusal(
    session: Session,
    command: Command,
    argv: readonly string[],
    isScript = false,
  ): Denial | null {
    const user = session.account
    if (user.isUnrestricted) return null
    const denial = this.check(user, command, argv, session.dbIndex)
    if (denial === null) return null
    const { reason, object } = denial
    const inMulti = session.transaction === null ? 'toplevel' : 'multi'
    this.#note(session, {
      reason,
      context: isScript ? 'lua' : inMulti,
      object,
      username: user.name,
    })
    return denial
  }

  mayReadAllKeys(client: Session, argv: readonly string[]): boolean {
    const { account, dbIndex } = client
    const command = this.#engine.commands.lookup(argv[0])
    if (account.isUnrestricted || command === undefined) return true
    return mayReadAllKeys(account, this.#call(command, argv, dbIndex))
  }

  #call(command: Command, argv: readonly string[], dbIndex: number): Call {
    const { config, profile } = this.#engine
    const { keyCountsWrap } = profile.quirks
    return { command, argv, dbIndex, databases: config.databases, keyCountsWrap }
  }

  #note(session: Session, event: Omit<AclLogEvent, 'clientInfo'>): void {
    const { now, profile, config } = this.#engine
    this.denials[event.reason]++
    const clientInfo = clientLine(session, { now, profile })
    this.log.add({ ...event, clientInfo }, now, config.aclLogMaxLen)
  }

  // ---- who is who ----

  authenticate(client: Session, name: string, password: string, word: string): boolean {
    const user = this.users.get(name)
    if (user?.accepts(password) === true) {
      client.account = user
      client.isAuthenticated = true
      return true
    }
    const context = client.transaction === null ? 'toplevel' : 'multi'
    this.#note(client, { reason: 'auth', context, object: word, username: name })
    return false
  }

  logOut(client: Session): void {
    client.account = this.users.byDefault
    client.isAuthenticated = !this.requiresAuth
  }

  setUser(name: string, words: readonly string[]): void {
    const { users } = this
    const { context } = users
    const joined = joinSelectors(words, context.profile.quirks.aclSelectorsRestart)
    if ('openAt' in joined) throw openSelector(joined.word)
    const user = users.get(name) ?? context.newUser(name)
    const draft = user.clone(context.index)
    for (const rule of joined.rules) {
      const fault = applyRule(draft, rule, context)
      if (fault !== null) throw badRule(rule, fault)
    }
    const couldListen = mayListenAnywhere(user)
    user.take(draft)
    users.add(user)
    if (couldListen) this.#endForbiddenSubscriptions(user)
  }

  deleteUser(name: string): boolean {
    const user = this.users.delete(name)
    if (user === undefined) return false
    this.#endClientsOf(user)
    return true
  }

  configLines(): readonly string[] {
    return this.#engine.config.aclFile === null ? this.users.lines() : []
  }

  load(): ErrorReply | null {
    const outcome = this.#store.readFile()
    if (!(outcome instanceof Map)) return outcome
    const known = this.users
    const dropsAll = this.#engine.profile.quirks.aclLoadDropsClients
    const listeners = new Set(known.sorted().filter(mayListenAnywhere))
    this.users = this.#store.usersOf(outcome, known)
    for (const user of known.sorted()) {
      const isGone = this.users.get(user.name) !== user
      if (isGone || (dropsAll && user !== this.users.byDefault)) this.#endClientsOf(user)
      else if (listeners.has(user)) this.#endForbiddenSubscriptions(user)
    }
    return null
  }

  save(): ErrorReply | null {
    return this.#store.writeFile(this.users.lines())
  }

  /** The users of the start again. Clients stay who they are if that user is still there. */
  reset(): void {
    const known = this.users
    this.users = this.#store.initialUsers(known)
    for (const user of known.sorted()) {
      if (this.users.get(user.name) !== user) this.#endClientsOf(user)
    }
    this.log.reset()
    Object.assign(this.denials, { auth: 0, command: 0, key: 0, channel: 0, database: 0 })
  }

  // ---- who has to go ----

  #endClientsOf(user: User): void {
    for (const session of this.#clientsOf(user)) {
      session.account = this.users.byDefault
      session.isAuthenticated = false
      hangUp(session)
    }
  }

  /** Ends clients that listen to channels which their user may not listen to any more. */
  #endForbiddenSubscriptions(user: User): void {
    if (user.all.some((selector) => selector.allChannels)) return
    const mayListen = (channel: string, isPattern: boolean): boolean =>
      user.all.some((selector) => selector.allowsChannel(channel, isPattern))
    for (const session of this.#clientsOf(user)) {
      if (session.subscriptionCount === 0) continue
      const { channels, patterns, shardChannels } = session
      const isAllowed =
        [...channels, ...shardChannels].every((channel) => mayListen(channel, false)) &&
        [...patterns].every((pattern) => mayListen(pattern, true))
      if (!isAllowed) hangUp(session)
    }
  }

  #clientsOf(user: User): Session[] {
    return [...this.#engine.clients.values()].filter((session) => session.account === user)
  }
}

/**
 * Where no channel was allowed, a change can take none away, and nobody is looked at: who listens
 * has come with other rights.
 */
function mayListenAnywhere(user: User): boolean {
  return user.all.some(({ allChannels, channels }) => allChannels || channels.length > 0)
}

/** Who has asked for it receives the answer first. */
function hangUp(session: Session): void {
  if (session.isExecuting) session.closeAfterReply = true
  else session.close()
}
