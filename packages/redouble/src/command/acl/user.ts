import { hexDigest } from '../../kernel/digest.ts'
import type { CommandIndex } from './command-index.ts'
import type { Selector } from './selector.ts'

/** The user that connections begin as. It is always there. */
export const DEFAULT_USER = 'default'

/** How passwords are kept and shown. */
export function passwordDigest(password: string): string {
  return hexDigest('sha256', password)
}

/** Who may log in how, and what they may do. */
export class User {
  readonly name: string
  isEnabled = false
  needsNoPassword = false
  /** Undefined while no rule has said so. The double checks all payloads alike. */
  skipsSanitizing: boolean | undefined
  /** SHA-256 in hex, in the order in which they were given. */
  passwords: string[] = []
  root: Selector
  selectors: Selector[] = []
  /** Nothing is forbidden: what the way of every command asks first. */
  isUnrestricted = false

  constructor(name: string, root: Selector) {
    this.name = name
    this.root = root
  }

  /** All sets of permissions, the user's own first. */
  get all(): readonly Selector[] {
    return [this.root, ...this.selectors]
  }

  /** A copy to try rules on: they take effect together or not at all. */
  clone(index: CommandIndex): User {
    const copy = new User(this.name, this.root)
    copy.take(this)
    copy.root = this.root.clone(index)
    copy.selectors = this.selectors.map((one) => one.clone(index))
    return copy
  }

  /** Becomes as another one is. Connections keep the user that they know. */
  take(other: User): void {
    this.isEnabled = other.isEnabled
    this.needsNoPassword = other.needsNoPassword
    this.skipsSanitizing = other.skipsSanitizing
    this.passwords = [...other.passwords]
    this.root = other.root
    this.selectors = other.selectors
    this.isUnrestricted = this.root.isUnrestricted
  }

  accepts(password: string): boolean {
    if (!this.isEnabled) return false
    return this.needsNoPassword || this.passwords.includes(passwordDigest(password))
  }
}
