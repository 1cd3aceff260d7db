import { describeByFit } from './describe-by-fit.ts'
import type { RuleContext } from './rule-context.ts'
import type { KeyPattern, Selector } from './selector.ts'
import type { User } from './user.ts'

/** A user's flags as ACL GETUSER lists them. */
export function userFlags(user: User, { profile }: RuleContext): string[] {
  const flags = [user.isEnabled ? 'on' : 'off']
  if (user.needsNoPassword) flags.push('nopass')
  const shows = profile.quirks.aclShowsSanitizePayload
  const { skipsSanitizing } = user
  if (shows === 'always' || (shows === 'when-told' && skipsSanitizing !== undefined)) {
    flags.push(skipsSanitizing === true ? 'skip-sanitize-payload' : 'sanitize-payload')
  }
  return flags
}

/** A user's rules as ACL LIST, ACL SAVE and CONFIG REWRITE write them, without the name. */
export function describeUser(user: User, context: RuleContext): string {
  return [
    ...userFlags(user, context),
    ...user.passwords.map((digest) => `#${digest}`),
    describeSelector(user.root, context),
    ...user.selectors.map((selector) => `(${describeSelector(selector, context)})`),
  ].join(' ')
}

function describeSelector(selector: Selector, context: RuleContext): string {
  const words = keyRules(selector)
  if (!selector.allChannels) words.push('resetchannels')
  words.push(...channelRules(selector))
  if (selector.databases !== null) words.push(databaseRules(selector) || 'resetdbs')
  words.push(commandRules(selector, context))
  return words.join(' ')
}

export function keyRules({ allKeys, keys }: Selector): string[] {
  return allKeys ? ['~*'] : keys.map(keyRule)
}

function keyRule({ pattern, reads, writes }: KeyPattern): string {
  if (reads && writes) return `~${pattern}`
  return `%${reads ? 'R' : 'W'}~${pattern}`
}

export function channelRules({ allChannels, channels }: Selector): string[] {
  return allChannels ? ['&*'] : channels.map((pattern) => `&${pattern}`)
}

/** `alldbs`, `db=1,2`, or nothing. */
export function databaseRules({ databases }: Selector): string {
  if (databases === null) return 'alldbs'
  return databases.size === 0 ? '' : `db=${[...databases].sort((a, b) => a - b).join()}`
}

export function commandRules({ commands }: Selector, { index, profile }: RuleContext): string {
  const rules = profile.quirks.aclDescribesByFit ? describeByFit(commands, index) : commands.rules
  return [commands.allowsAll ? '+@all' : '-@all', ...rules].join(' ')
}
