import type { Command } from 'redouble/embed'
import type { BranchCoverage } from './branch-coverage.ts'
import type { OptionCoverage } from './option-coverage.ts'

/** So much heavier than others a command can become. */
const MAX_WEIGHT = 8

/**
 * How often a command should be drawn: more often while arguments of it, or branches of the file
 * that defines it, are missing.
 */
export function weightsOf(
  commands: readonly Command[],
  options: OptionCoverage,
  branches: BranchCoverage | undefined,
): Map<string, number> {
  const missingBranches = branches === undefined ? new Map() : missingByCommand(branches)
  const weights = new Map<string, number>()
  for (const { name } of commands) {
    const fromOptions = Math.ceil(options.missingOf(name) / 2)
    const fromBranches = Math.ceil((missingBranches.get(name) ?? 0) / 3)
    const weight = Math.min(MAX_WEIGHT, 1 + fromOptions + fromBranches)
    if (weight > 1) weights.set(name, weight)
  }
  return weights
}

const DEFINED_NAME = /^\s*name: '([\w|-]+)'/gm

/** Missing branches of the files that define commands, shared among the commands of each. */
function missingByCommand({ map, covered }: BranchCoverage): Map<string, number> {
  const missing = new Map<string, number>()
  map.branches.forEach(({ file }, index) => {
    if (!covered.has(index)) missing.set(file, (missing.get(file) ?? 0) + 1)
  })
  const byCommand = new Map<string, number>()
  for (const [file, count] of missing) {
    if (!file.startsWith('commands/')) continue
    const names = [...(map.sources.get(file) ?? '').matchAll(DEFINED_NAME)].map(([, name]) => name)
    for (const name of names) byCommand.set(name, count / names.length)
  }
  return byCommand
}
