import { readAclFile } from '../command/acl/acl-file.ts'
import { applyRule } from '../command/acl/apply-rule.ts'
import type { RuleContext } from '../command/acl/rule-context.ts'
import { DEFAULT_USER, type User } from '../command/acl/user.ts'
import { freeDefault, Users } from '../command/acl/users.ts'
import type { Config } from '../command/config.ts'
import {
  ACL_NOT_SAVED,
  aclFileRefused,
  aclFileUnreadable,
  startRefusals,
} from '../command/errors/acl.ts'
import { noAclFile } from '../command/errors/connection.ts'
import type { ErrorReply } from '../resp/reply.ts'

/** The users that a configuration declares cannot be made. The message is for the server's log. */
export class AclStartRefused extends Error {}

/** Where users come from at the start, and where they are kept: configuration and ACL file. */
export class AclStore {
  readonly #context: RuleContext
  readonly #config: Config

  constructor(context: RuleContext, config: Config) {
    this.#context = context
    this.#config = config
  }

  /** The users of the start, as the same objects as far as they are `known`. */
  initialUsers(known?: Users): Users {
    const { users: declared, aclFile, requirepass } = this.#config
    const server = this.#context.profile.flavour === 'valkey' ? 'Valkey' : 'Redis'
    if (aclFile === null) {
      const users = this.usersOf(this.#declaredUsers(), known)
      const hasDefault = declared.some(({ name }) => name === DEFAULT_USER)
      if (!hasDefault) users.setDefaultPassword(requirepass)
      return users
    }
    if (declared.length > 0) throw new AclStartRefused(startRefusals.fileAndUsers(server))
    const outcome = this.#readLines()
    if (typeof outcome === 'string') {
      throw new AclStartRefused(startRefusals.file(server, outcome))
    }
    return this.usersOf(outcome, known)
  }

  #declaredUsers(): Map<string, User> {
    const users = new Map<string, User>()
    for (const { name, rules } of this.#config.users) {
      if (/[ \t-\r\0]/.test(name)) throw refusedStart(startRefusals.spaces)
      const user = this.#context.newUser(name)
      // What a configuration says of the default user replaces all of it.
      if (name === DEFAULT_USER) applyRule(user, 'reset', this.#context)
      for (const rule of rules) {
        const fault = applyRule(user, rule, this.#context)
        if (fault !== null) throw refusedStart(startRefusals.rule(name, rule, fault))
      }
      users.set(name, user)
    }
    return users
  }

  /** Users as drafts say, and the default user, who is always there. */
  usersOf(drafts: ReadonlyMap<string, User>, known?: Users): Users {
    const users = new Users(this.#context, known?.byDefault)
    if (!drafts.has(DEFAULT_USER)) users.byDefault.take(freeDefault(this.#context))
    for (const draft of drafts.values()) {
      const user =
        draft.name === DEFAULT_USER
          ? users.byDefault
          : (known?.get(draft.name) ?? this.#context.newUser(draft.name))
      user.take(draft)
      users.add(user)
    }
    return users
  }

  /** The users of the ACL file, or the reply that says why not. */
  readFile(): Map<string, User> | ErrorReply {
    if (this.#config.aclFile === null) return this.#noFile()
    const outcome = this.#readLines()
    return typeof outcome === 'string' ? aclFileRefused(outcome) : outcome
  }

  writeFile(lines: readonly string[]): ErrorReply | null {
    const { aclFile } = this.#config
    if (aclFile === null) return this.#noFile()
    try {
      aclFile.write(lines.map((line) => `${line}\n`).join(''))
      return null
    } catch {
      return ACL_NOT_SAVED
    }
  }

  #noFile(): ErrorReply {
    return noAclFile(this.#context.profile.flavour === 'redis')
  }

  #readLines(): Map<string, User> | string {
    const { aclFile } = this.#config
    if (aclFile === null) return ''
    let text: string
    try {
      text = aclFile.read()
    } catch (error) {
      return aclFileUnreadable(aclFile.path, (error as Error).message)
    }
    const outcome = readAclFile(text, aclFile.path, this.#context)
    return 'errors' in outcome ? outcome.errors : new Map(outcome.users)
  }
}

function refusedStart(why: string): AclStartRefused {
  return new AclStartRefused(`${why}\n${startRefusals.critical}`)
}
