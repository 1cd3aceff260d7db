import { cString, lowerAscii } from '../../kernel/bytes.ts'
import { splitInlineArguments } from '../../resp/inline-arguments.ts'
import type { RuleFault } from '../errors/acl.ts'
import { applySelectorRule } from './apply-selector-rule.ts'
import type { RuleContext } from './rule-context.ts'
import { passwordDigest, type User } from './user.ts'

const HASH = /^[0-9a-f]{64}$/

/** Applies a rule of ACL SETUSER to a user. The fault that it has, or null. */
export function applyRule(user: User, rule: string, context: RuleContext): RuleFault | null {
  // Most of a rule is C text to the servers; a password is all of its bytes.
  const text = cString(rule)
  switch (text[0]) {
    case undefined:
      return null
    case '>':
      return addPassword(user, passwordDigest(rule.slice(1)))
    case '#':
      return HASH.test(text.slice(1)) ? addPassword(user, text.slice(1)) : 'bad-hash'
    case '<':
      return removePassword(user, passwordDigest(rule.slice(1)))
    case '!':
      return HASH.test(text.slice(1)) ? removePassword(user, text.slice(1)) : 'bad-hash'
    case '(':
      if (text.endsWith(')')) return addSelector(user, text.slice(1, -1), context)
  }
  return applyWord(user, lowerAscii(text), context)
    ? null
    : applySelectorRule(user.root, rule, context)
}

/** Rules that are one word. False when this is none of them. */
function applyWord(user: User, word: string, context: RuleContext): boolean {
  switch (word) {
    case 'on':
    case 'off':
      user.isEnabled = word === 'on'
      return true
    case 'nopass':
    case 'resetpass':
      user.needsNoPassword = word === 'nopass'
      user.passwords = []
      return true
    case 'sanitize-payload':
    case 'skip-sanitize-payload':
      user.skipsSanitizing = word !== 'sanitize-payload'
      return true
    case 'clearselectors':
      user.selectors = []
      return true
    case 'reset':
      user.take(context.newUser(user.name))
      user.skipsSanitizing = false
      return true
    default:
      return false
  }
}

function addPassword(user: User, digest: string): null {
  user.needsNoPassword = false
  if (!user.passwords.includes(digest)) user.passwords.push(digest)
  return null
}

function removePassword(user: User, digest: string): RuleFault | null {
  if (!user.passwords.includes(digest)) return 'no-such-password'
  user.passwords = user.passwords.filter((one) => one !== digest)
  return null
}

/** `(…)`. Quotes that are left open make an empty selector. */
function addSelector(user: User, text: string, context: RuleContext): RuleFault | null {
  const selector = context.newSelector()
  for (const rule of splitInlineArguments(text) ?? []) {
    const fault = applySelectorRule(selector, rule, context)
    if (fault !== null) return fault
  }
  user.selectors.push(selector)
  return null
}
