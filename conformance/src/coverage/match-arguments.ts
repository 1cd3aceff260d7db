import type { Arg, Args, Command } from 'redouble/embed'

/**
 * Arguments and tokens of a command by path: `set.condition.nx`. A leaf of the tree of arguments is
 * one; so is what holds others.
 */
export function optionsOf(command: Command): string[] {
  const paths: string[] = []
  const walk = (args: Args, parent: string): void => {
    for (const [name, arg] of Object.entries(args)) {
      const path = `${parent}.${name}`
      paths.push(path)
      if (arg.args !== undefined) walk(arg.args, path)
    }
  }
  walk(command.args, command.name)
  return paths
}

/**
 * The arguments that an accepted call has: positional ones in order, options in any order where
 * options may stand. For measuring only, so a call that the tree does not quite describe does not
 * matter.
 */
export function matchArguments(command: Command, argv: readonly string[]): string[] {
  const found: string[] = []
  const cursor = { argv, at: command.name.includes('|') ? 2 : 1, found }
  readAll(command.args, command.name, cursor, 0)
  return found
}

interface Cursor {
  readonly argv: readonly string[]
  at: number
  readonly found: string[]
}

type Named = readonly [string, Arg]

function readAll(args: Args, parent: string, cursor: Cursor, mustLeave: number): void {
  const entries = Object.entries(args)
  for (let i = 0; i < entries.length; ) {
    if (!opensWithToken(entries[i][1])) {
      const behind = mustLeave + leastWords(entries.slice(i + 1))
      readPositional(entries[i], parent, cursor, behind)
      i++
      continue
    }
    const run: Named[] = []
    while (i < entries.length && opensWithToken(entries[i][1])) run.push(entries[i++])
    readOptions(run, parent, cursor, mustLeave + leastWords(entries.slice(i)))
  }
}

function readPositional(
  [name, arg]: Named,
  parent: string,
  cursor: Cursor,
  mustLeave: number,
): void {
  const least = arg.optional ? 1 : 0
  const limit = cursor.argv.length - mustLeave
  if (cursor.at + least > limit) return
  const path = `${parent}.${name}`
  cursor.found.push(path)
  do {
    const before = cursor.at
    readValue(arg, path, cursor, mustLeave)
    if (cursor.at === before) break
  } while (arg.multiple && cursor.at < limit)
}

function readOptions(
  run: readonly Named[],
  parent: string,
  cursor: Cursor,
  mustLeave: number,
): void {
  while (cursor.at < cursor.argv.length - mustLeave) {
    const word = cursor.argv[cursor.at].toUpperCase()
    const found = run.find(([, arg]) => opensWith(arg, word))
    if (found === undefined) return
    const [name, arg] = found
    const path = `${parent}.${name}`
    cursor.found.push(path)
    if (arg.token !== undefined) cursor.at++
    if (arg.type === 'pure-token') continue
    do {
      const before = cursor.at
      readValue(arg, path, cursor, mustLeave)
      if (cursor.at === before) break
    } while (arg.multiple && !arg.multipleToken && cursor.at < cursor.argv.length - mustLeave)
  }
}

/** One value, behind its token. */
function readValue(arg: Arg, path: string, cursor: Cursor, mustLeave: number): void {
  if (arg.type === 'block') {
    readAll(arg.args ?? {}, path, cursor, mustLeave)
  } else if (arg.type === 'oneof') {
    const children = Object.entries(arg.args ?? {})
    const word = (cursor.argv[cursor.at] ?? '').toUpperCase()
    const child =
      children.find(([, one]) => opensWith(one, word)) ??
      children.find(([, one]) => !opensWithToken(one))
    if (child === undefined) return
    const [name, one] = child
    cursor.found.push(`${path}.${name}`)
    if (one.token !== undefined) cursor.at++
    if (one.type !== 'pure-token') readValue(one, `${path}.${name}`, cursor, mustLeave)
  } else if (arg.type === 'counted-keys') {
    const count = Number(cursor.argv[cursor.at] ?? 0)
    cursor.at += 1 + (Number.isInteger(count) && count > 0 ? count : 0)
  } else {
    cursor.at++
  }
}

/** Whether an argument begins with a token, whichever alternative it is. */
function opensWithToken(arg: Arg): boolean {
  if (arg.token !== undefined) return true
  const children = Object.values(arg.args ?? {})
  if (arg.type === 'oneof') return children.every(opensWithToken)
  return arg.type === 'block' && children.length > 0 && opensWithToken(children[0])
}

function opensWith(arg: Arg, word: string): boolean {
  if (arg.token !== undefined) return arg.token.toUpperCase() === word
  const children = Object.values(arg.args ?? {})
  if (arg.type === 'oneof') return children.some((child) => opensWith(child, word))
  return arg.type === 'block' && children.length > 0 && opensWith(children[0], word)
}

function leastWords(entries: readonly Named[]): number {
  let words = 0
  for (const [, arg] of entries) {
    if (arg.optional) continue
    if (arg.token !== undefined && arg.type !== 'pure-token') words++
    const children = Object.entries(arg.args ?? {})
    if (arg.type === 'oneof') words += Math.min(...children.map((child) => leastWords([child])))
    else if (arg.type === 'block') words += leastWords(children)
    else words += arg.type === 'counted-keys' ? 2 : 1
  }
  return words
}
