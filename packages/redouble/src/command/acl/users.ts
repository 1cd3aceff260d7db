import { compareBytes } from '../../kernel/bytes.ts'
import { describeUser } from './describe-user.ts'
import type { RuleContext } from './rule-context.ts'
import { DEFAULT_USER, passwordDigest, type User } from './user.ts'

/** Everybody who can log in. */
export class Users {
  readonly context: RuleContext
  readonly byDefault: User
  readonly #byName = new Map<string, User>()

  /** `byDefault` is the default user as clients know it already. */
  constructor(context: RuleContext, byDefault: User = freeDefault(context)) {
    this.context = context
    this.byDefault = byDefault
    this.#byName.set(DEFAULT_USER, this.byDefault)
  }

  get(name: string): User | undefined {
    return this.#byName.get(name)
  }

  add(user: User): void {
    this.#byName.set(user.name, user)
  }

  delete(name: string): User | undefined {
    const user = this.#byName.get(name)
    this.#byName.delete(name)
    return user
  }

  /** In the order of their names' bytes. */
  sorted(): User[] {
    return [...this.#byName.values()].sort((a, b) => compareBytes(a.name, b.name))
  }

  /** All users as lines of an ACL file. */
  lines(): string[] {
    return this.sorted().map((user) => `user ${user.name} ${describeUser(user, this.context)}`)
  }

  /** requirepass is the one password of the default user, or that there is none. */
  setDefaultPassword(password: string): void {
    const user = this.byDefault
    user.needsNoPassword = password === ''
    user.passwords = password === '' ? [] : [passwordDigest(password)]
  }
}

/** The default user as it is when nobody has said otherwise: everything is allowed. */
export function freeDefault(context: RuleContext): User {
  const user = context.newUser(DEFAULT_USER)
  user.isEnabled = true
  user.needsNoPassword = true
  user.root.commands.setAll(true)
  user.root.setAllKeys(true)
  user.root.setAllChannels(true)
  user.isUnrestricted = user.root.isUnrestricted
  return user
}
