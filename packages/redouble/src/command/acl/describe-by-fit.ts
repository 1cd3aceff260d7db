import type { Command } from '../define.ts'
import { ACL_CATEGORIES } from '../describe/acl-categories.ts'
import type { CommandIndex } from './command-index.ts'
import { CommandPermissions } from './command-permissions.ts'

/**
 * The rules for commands as servers up to 7.0 show them. They keep no rules: they look for the
 * categories that come closest to what is allowed, best first, and mend the rest one by one.
 */
export function describeByFit(permissions: CommandPermissions, index: CommandIndex): string[] {
  const isAdding = !permissions.allowsAll
  const shown = new CommandPermissions(index)
  shown.setAll(!isAdding)
  const rules = applyCategories(permissions, shown, index, isAdding)
  for (const command of index.top()) {
    mend(command, permissions, shown, index, rules)
    for (const sub of index.subcommandsOf(command)) mend(sub, permissions, shown, index, rules)
  }
  return rules
}

/** Categories of which more commands are as the rule says than are not, the best fit first. */
function applyCategories(
  permissions: CommandPermissions,
  shown: CommandPermissions,
  index: CommandIndex,
  isAdding: boolean,
): string[] {
  const rules: string[] = []
  const open = new Set(ACL_CATEGORIES)
  // What is left to explain: a category that was applied counts no more.
  const left = permissions.clone()
  for (;;) {
    let best: string | undefined
    let fewestWrong = Number.POSITIVE_INFINITY
    let mostRight = 0
    for (const category of open) {
      const ids = index.inCategory(category) as readonly number[]
      const right = ids.filter((id) => left.has(id) === isAdding).length
      const wrong = ids.length - right
      if (right <= wrong) continue
      if (wrong < fewestWrong || (wrong === fewestWrong && right > mostRight)) {
        best = category
        fewestWrong = wrong
        mostRight = right
      }
    }
    if (best === undefined) return rules
    shown.setCategory(best, isAdding)
    left.setCategory(best, !isAdding)
    rules.push(`${isAdding ? '+' : '-'}@${best}`)
    open.delete(best)
  }
}

function mend(
  command: Command,
  permissions: CommandPermissions,
  shown: CommandPermissions,
  index: CommandIndex,
  rules: string[],
): void {
  const id = index.idOf(command)
  const isAllowed = permissions.has(id)
  if (isAllowed !== shown.has(id)) {
    shown.setCommand(command, isAllowed)
    rules.push(`${isAllowed ? '+' : '-'}${command.name}`)
  }
  if (isAllowed) return
  for (const word of permissions.firstArgsOf(id)) rules.push(`+${command.name}|${word}`)
}
