import { CommandTable } from '../command-table.ts'
import type { Config } from '../config.ts'
import { DUPLICATE_USER, RULE_FAULTS } from '../errors/acl.ts'
import type { Profile } from '../profile.ts'
import { applyRule } from './apply-rule.ts'
import { CommandIndex } from './command-index.ts'
import { joinSelectors } from './join-selectors.ts'
import { RuleContext } from './rule-context.ts'

/** Why the declaration of a user is refused. */
export interface RefusedUser {
  readonly why: string
  /** The rule that is wrong, or the name. */
  readonly what: string
  /** What servers show instead: they count in the rules and take the word there of the line. */
  readonly shown: string
}

/**
 * Adds what a line `user name rule …` declares to a configuration. Commands are not known yet:
 * rules that name one that does not exist are refused when the users are made. Null when it is well.
 */
export function declareUser(
  config: Config,
  words: readonly string[],
  profile: Profile,
): RefusedUser | null {
  const [, name, ...rules] = words
  if (config.users.some((one) => one.name === name)) {
    return { why: DUPLICATE_USER, what: name, shown: name }
  }
  const joined = joinSelectors(rules, profile.quirks.aclSelectorsRestart)
  if ('openAt' in joined) {
    const isUnknown = profile.quirks.aclOpenSelectorIsUnknown
    const why = RULE_FAULTS[isUnknown ? 'unknown' : 'open-selector']
    return { why, what: joined.word, shown: words[joined.openAt] }
  }
  const context = new RuleContext(new CommandIndex(new CommandTable([], profile)), profile, config)
  const user = context.newUser(name)
  for (let i = 0; i < joined.rules.length; i++) {
    const fault = applyRule(user, joined.rules[i], context)
    if (fault === null || fault === 'unknown') continue
    return { why: RULE_FAULTS[fault], what: joined.rules[i], shown: words[i] }
  }
  config.users = [...config.users, { name, rules: joined.rules }]
  return null
}
