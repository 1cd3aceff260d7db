import { upperAscii } from '../../kernel/bytes.ts'
import { parseInt64 } from '../../kernel/numbers.ts'
import type { Command } from '../define.ts'
import { categoriesOf } from '../describe/acl-categories.ts'
import { mayHaveKeys } from '../describe/find-keys.ts'
import type { RuleFault } from '../errors/acl.ts'

/** `1,2,3`, each as C's strtol reads it. */
export function readDatabases(text: string): ReadonlySet<number> | RuleFault {
  const databases = new Set<number>()
  for (const word of text.split(',')) {
    const digits = /^[ \t-\r]*([+-]?\d+)$/.exec(word)?.[1]
    if (digits === undefined) return 'syntax'
    const index = Number(digits)
    if (index < 0 || index > 0x7fffffff) return 'database-out-of-range'
    databases.add(index)
  }
  return databases
}

/** A database that a call touches; `at` is the word of argv that says so, 0 for the selected one. */
export interface DatabaseUse {
  readonly index: number
  readonly at: number
}

/** Commands whose permission is that of all databases. */
const ALL_DATABASES = new Set([
  'flushall',
  'cluster|migrateslots',
  'cluster|cancelslotmigrations',
  'cluster|flushslot',
])

export function touchesAllDatabases(command: Command): boolean {
  return ALL_DATABASES.has(command.name)
}

/** The databases that a call touches, those first that it names. */
export function databasesOf(
  command: Command,
  argv: readonly string[],
  selected: number,
): readonly DatabaseUse[] {
  const here = { index: selected, at: 0 }
  switch (command.name) {
    case 'select':
      return named(argv, 1)
    case 'swapdb':
      return [...named(argv, 1), ...named(argv, 2)]
    case 'move':
      return [...named(argv, 2), here]
    case 'copy':
      return [...namedByCopy(argv), here]
    default:
      return touchesKeyspace(command) ? [here] : []
  }
}

function named(argv: readonly string[], at: number): DatabaseUse[] {
  const index = parseInt64(argv[at] ?? '')
  return index === null ? [] : [{ index: Number(index), at }]
}

function namedByCopy(argv: readonly string[]): DatabaseUse[] {
  const uses: DatabaseUse[] = []
  for (let i = 3; i < argv.length; i++) {
    const word = upperAscii(argv[i])
    if (word === 'DB' && i + 1 < argv.length) uses.push(...named(argv, ++i))
    else if (word !== 'REPLACE') break
  }
  return uses
}

const byCommand = new WeakMap<Command, boolean>()

function touchesKeyspace(command: Command): boolean {
  let answer = byCommand.get(command)
  if (answer === undefined) {
    const { flags } = command
    answer =
      flags.includes('readonly') ||
      flags.includes('write') ||
      mayHaveKeys(command) ||
      categoriesOf(command).includes('keyspace')
    byCommand.set(command, answer)
  }
  return answer
}
