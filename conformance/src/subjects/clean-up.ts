import { USERS } from '../generate/acl.ts'
import { FLUSHING } from '../generate/probe.ts'
import { CONFIGURED } from '../generate/scenes.ts'
import { readTree, type Tree } from './reply-reader.ts'
import type { Program } from './step.ts'

/** Values that CONFIG SET takes to undo what programs configure. */
export function restoringConfig(configGetReply: string): string[] {
  const tree = readTree(configGetReply)
  const items = 'items' in tree ? tree.items : []
  return ['CONFIG', 'SET', ...items.map(textOf)]
}

export const READ_CONFIGURED: readonly string[] = ['CONFIG', 'GET', ...CONFIGURED]

/** What is sent behind a program so that the next one starts from nothing. */
export function cleanUpAfter(
  program: Program,
  restore: readonly string[],
  removal: readonly (readonly string[])[] = FLUSHING,
): string[][] {
  const commands = removal.map((argv) => [...argv])
  if (program.some(({ argv }) => /^(?:function|fcall)/i.test(argv[0] ?? ''))) {
    commands.push(['FUNCTION', 'FLUSH', 'SYNC'])
  }
  if (program.some(({ argv }) => /^acl$/i.test(argv[0] ?? ''))) {
    commands.push(['ACL', 'DELUSER', ...USERS], ['ACL', 'LOG', 'RESET'])
  }
  const configured = program.filter(({ argv }) => /^config$/i.test(argv[0] ?? ''))
  if (configured.length > 0) commands.push(...restoring(configured, restore))
  return commands
}

/** Of all that CONFIG SET puts back, what a program names. */
function restoring(configured: Program, restore: readonly string[]): string[][] {
  const [config, set, ...pairs] = restore
  const named = new Set(configured.flatMap(({ argv }) => argv))
  const words = pairs.filter((_, i) => named.has(pairs[i - (i % 2)]))
  return words.length > 0 ? [[config, set, ...words]] : []
}

/** Whether a program may have left scripts; those of EVAL may stay, for no program can tell. */
export function leavesScripts(program: Program): boolean {
  return program.some(({ argv }) => /^(?:evalsha|script)/i.test(argv[0] ?? ''))
}

function textOf(tree: Tree): string {
  return 'text' in tree ? tree.text : ''
}
