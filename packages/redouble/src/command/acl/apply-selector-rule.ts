import { cString, lowerAscii } from '../../kernel/bytes.ts'
import type { RuleFault } from '../errors/acl.ts'
import type { CommandPermissions } from './command-permissions.ts'
import { readDatabases } from './databases.ts'
import type { RuleContext } from './rule-context.ts'
import type { Selector } from './selector.ts'

const SPACE_OR_NUL = /[ \t\n\v\f\r\0]/
const ALL = '*'

/** Applies a rule about commands, keys, channels or databases. The fault that it has, or null. */
export function applySelectorRule(
  selector: Selector,
  rule: string,
  context: RuleContext,
): RuleFault | null {
  switch (rule[0]) {
    case undefined:
      return null
    case '~':
    case '%':
      return applyKeys(selector, rule)
    case '&':
      return applyChannel(selector, rule)
    case '+':
    case '-':
      return applyCommand(selector.commands, cString(rule), context)
    default:
      return applyWord(selector, lowerAscii(cString(rule)), context)
  }
}

function applyWord(selector: Selector, word: string, context: RuleContext): RuleFault | null {
  switch (word) {
    case 'allkeys':
    case 'resetkeys':
      selector.setAllKeys(word === 'allkeys')
      return null
    case 'allchannels':
    case 'resetchannels':
      selector.setAllChannels(word === 'allchannels')
      return null
    case 'allcommands':
    case 'nocommands':
      selector.commands.setAll(word === 'allcommands')
      return null
  }
  if (!context.knowsDatabases) return 'syntax'
  if (word === 'alldbs' || word === 'resetdbs') {
    selector.databases = word === 'alldbs' ? null : new Set()
    return null
  }
  if (!word.startsWith('db=')) return 'syntax'
  const databases = readDatabases(word.slice('db='.length))
  if (typeof databases === 'string') return databases
  selector.databases = databases
  return null
}

/** `~pattern`, or with what may be done with the keys: `%R~pattern`. */
function applyKeys(selector: Selector, rule: string): RuleFault | null {
  if (rule === `~${ALL}`) {
    selector.setAllKeys(true)
    return null
  }
  if (selector.allKeys) return 'after-all-keys'
  let reads = rule[0] === '~'
  let writes = reads
  let at = 1
  // `%R` alone is `%R~`.
  while (!(rule[0] === '~') && at < rule.length) {
    const letter = rule[at++].toUpperCase()
    if (letter === '~') break
    if (letter === 'R' && !reads) reads = true
    else if (letter === 'W' && !writes) writes = true
    else return 'syntax'
  }
  if (!reads && !writes) return 'syntax'
  const pattern = rule.slice(at)
  if (SPACE_OR_NUL.test(pattern)) return 'syntax'
  selector.addKeys(pattern, reads, writes)
  return null
}

function applyChannel(selector: Selector, rule: string): RuleFault | null {
  const pattern = rule.slice(1)
  if (pattern === ALL) {
    selector.setAllChannels(true)
    return null
  }
  if (selector.allChannels) return 'after-all-channels'
  if (SPACE_OR_NUL.test(pattern)) return 'syntax'
  selector.addChannel(pattern)
  return null
}

function applyCommand(
  commands: CommandPermissions,
  rule: string,
  { index }: RuleContext,
): RuleFault | null {
  const isAllowed = rule[0] === '+'
  const name = lowerAscii(rule.slice(1))
  if (name === '@all') {
    commands.setAll(isAllowed)
    return null
  }
  if (name[0] === '@') return commands.setCategory(name.slice(1), isAllowed) ? null : 'unknown'
  const command = index.find(name)
  if (command !== undefined) {
    commands.setCommand(command, isAllowed)
    return null
  }
  const bar = rule.lastIndexOf('|')
  if (!isAllowed || bar < 0) return 'unknown'
  // `+select|0`: allowed with this first argument only.
  const parent = index.find(rule.slice(1, bar))
  if (parent === undefined) return 'unknown'
  if (parent.name.includes('|')) return 'first-arg-of-subcommand'
  const word = rule.slice(bar + 1)
  if (word === '') return 'syntax'
  if (parent.isContainer) return 'unknown'
  commands.addFirstArg(parent, word)
  return null
}
