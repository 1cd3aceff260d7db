import { aclFileLine } from '../errors/acl.ts'
import { applyRule } from './apply-rule.ts'
import { joinSelectors } from './join-selectors.ts'
import type { RuleContext } from './rule-context.ts'
import type { User } from './user.ts'

/** The users of an ACL file, or what is wrong with it. */
export type AclFileUsers =
  | { readonly users: ReadonlyMap<string, User> }
  | { readonly errors: string }

/** Reads an ACL file: lines of `user name rule …`, with single spaces between the words. */
export function readAclFile(text: string, path: string, context: RuleContext): AclFileUsers {
  const users = new Map<string, User>()
  let errors = ''
  text.split('\n').forEach((raw, index) => {
    const words = trim(raw).split(' ')
    if (words.length === 1 && words[0] === '') return
    const number = index + 1
    if (words[0] !== 'user' || words.length < 2) errors += aclFileLine.notAUser(path, number)
    else if (users.has(words[1])) errors += aclFileLine.duplicate(words[1], number)
    else {
      const user = context.newUser(words[1])
      users.set(user.name, user)
      errors += applyLine(user, words.slice(2), path, number, context)
    }
  })
  return errors === '' ? { users } : { errors: errors + aclFileLine.unchanged }
}

/** Of rules that name unknown commands each is told; of other faults the first. */
function applyLine(
  user: User,
  words: readonly string[],
  path: string,
  line: number,
  context: RuleContext,
): string {
  const joined = joinSelectors(words, context.profile.quirks.aclSelectorsRestart)
  if ('openAt' in joined) return aclFileLine.openSelector(path, line)
  let errors = ''
  let isTold = false
  for (const rule of joined.rules) {
    const fault = applyRule(user, rule, context)
    if (fault === null) continue
    if (fault === 'unknown') errors += aclFileLine.unknown(path, line, rule)
    else if (!isTold) {
      errors += aclFileLine.fault(path, line, fault)
      isTold = true
    }
  }
  return errors
}

function trim(line: string): string {
  return line.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
}
