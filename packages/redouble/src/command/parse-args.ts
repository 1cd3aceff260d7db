import { upperAscii } from '../kernel/bytes.ts'
import { type Int64, parseDouble, parseInt64 } from '../kernel/numbers.ts'
import type { Arg, Args } from './args.ts'
import {
  NOT_A_FLOAT,
  NOT_AN_INTEGER,
  NUMKEYS_NOT_POSITIVE,
  OUT_OF_RANGE,
  SYNTAX,
} from './errors/common.ts'

/** Turns argv into the object that a handler receives; throws an ErrorReply. */
export type ArgsParser = (argv: readonly string[]) => Record<string, unknown>

interface Cursor {
  readonly argv: readonly string[]
  index: number
}

type Step = (cursor: Cursor, out: Record<string, unknown>) => void

/**
 * Compiles the default parser of an argument tree: positional arguments in order, then runs of
 * options in any order, as nearly all of Redis's own parsers do. What is left over is a syntax
 * error. `skip` counts the command's own words.
 */
export function compileParser(args: Args, skip: number): ArgsParser {
  const entries = Object.entries(args)
  const steps: Step[] = []
  for (let i = 0; i < entries.length; ) {
    if (startsWithToken(entries[i][1])) {
      const run: [string, Arg][] = []
      while (i < entries.length && startsWithToken(entries[i][1])) run.push(entries[i++])
      steps.push(optionsStep(run))
    } else {
      const [name, arg] = entries[i++]
      const mustLeave = minimumWords(entries.slice(i).map((entry) => entry[1]))
      steps.push(positionalStep(name, arg, mustLeave))
    }
  }
  const template = Object.keys(args)
  const most = mostWords(
    entries.map((entry) => entry[1]),
    skip,
  )
  return (argv) => {
    // Where the servers count the words, they do so before they read them.
    if (argv.length > most) throw SYNTAX
    const cursor = { argv, index: skip }
    const out: Record<string, unknown> = {}
    for (let i = 0; i < template.length; i++) out[template[i]] = undefined
    for (let i = 0; i < steps.length; i++) steps[i](cursor, out)
    if (cursor.index < argv.length) throw SYNTAX
    return out
  }
}

/** How many words a call has at most, when its arguments stand in fixed places. */
function mostWords(args: readonly Arg[], skip: number): number {
  const isPlain = (arg: Arg): boolean =>
    arg.token === undefined &&
    !arg.multiple &&
    arg.args === undefined &&
    arg.type !== 'counted-keys'
  return args.every(isPlain) ? skip + args.length : Number.POSITIVE_INFINITY
}

function startsWithToken(arg: Arg): boolean {
  if (arg.token !== undefined) return true
  if (arg.args === undefined) return false
  const children = Object.values(arg.args)
  return arg.type === 'oneof'
    ? children.every((child) => startsWithToken(child))
    : startsWithToken(children[0])
}

/** How many words the arguments take at least; the arity derives from it. */
export function minimumWords(args: readonly Arg[]): number {
  let words = 0
  for (const arg of args) {
    if (arg.optional) continue
    if (arg.token !== undefined && arg.type !== 'pure-token') words++
    if (arg.type === 'oneof') {
      const children = Object.values(arg.args ?? {})
      words += Math.min(...children.map((child) => minimumWords([{ ...child, optional: false }])))
    } else if (arg.type === 'block') words += minimumWords(Object.values(arg.args ?? {}))
    else if (arg.type === 'counted-keys') words += 2
    else words++
  }
  return words
}

function positionalStep(name: string, arg: Arg, mustLeave: number): Step {
  const read = valueReader(arg)
  if (arg.multiple) {
    return (cursor, out) => {
      const items: unknown[] = []
      const limit = cursor.argv.length - mustLeave
      while (cursor.index < limit) items.push(read(cursor))
      if (items.length === 0 && !arg.optional) throw SYNTAX
      out[name] = items
    }
  }
  if (arg.optional) {
    return (cursor, out) => {
      if (cursor.index < cursor.argv.length - mustLeave) out[name] = read(cursor)
    }
  }
  return (cursor, out) => {
    out[name] = read(cursor)
  }
}

interface OptionReader {
  readonly name: string
  readonly multiple: boolean
  readonly read: (cursor: Cursor) => unknown
}

function optionsStep(run: [string, Arg][]): Step {
  const readers = new Map<string, OptionReader>()
  const required: string[] = []
  const lists: string[] = []
  for (const [name, arg] of run) {
    collectReaders(readers, name, arg, (value) => value)
    if (!arg.optional) required.push(name)
    if (arg.multiple && arg.optional) lists.push(name)
  }
  return (cursor, out) => {
    for (const name of lists) out[name] = []
    while (cursor.index < cursor.argv.length) {
      const reader = readers.get(upperAscii(cursor.argv[cursor.index]))
      if (reader === undefined) break
      cursor.index++
      const value = reader.read(cursor)
      if (reader.multiple) {
        const list = (out[reader.name] ??= []) as unknown[]
        if (Array.isArray(value)) list.push(...value)
        else list.push(value)
      } else {
        if (out[reader.name] !== undefined) throw SYNTAX
        out[reader.name] = value
      }
    }
    for (const name of required) if (out[name] === undefined) throw SYNTAX
  }
}

function collectReaders(
  readers: Map<string, OptionReader>,
  name: string,
  arg: Arg,
  wrap: (value: unknown) => unknown,
): void {
  const multiple = arg.multiple === true
  if (arg.token !== undefined) {
    const bare = valueReader({ ...arg, token: undefined })
    const read = (cursor: Cursor): unknown => wrap(arg.type === 'pure-token' ? true : bare(cursor))
    readers.set(arg.token, { name, multiple, read })
    return
  }
  if (arg.type === 'oneof') {
    for (const [childName, child] of Object.entries(arg.args ?? {})) {
      collectReaders(readers, name, child, (value) => wrap({ [childName]: value }))
    }
    return
  }
  // A block whose first child is the token: the token selects it, the rest follows.
  const children = Object.entries(arg.args ?? {})
  const [firstName, first] = children[0]
  const firstReader = valueReader({ ...first, token: undefined })
  const rest = children.slice(1).map(([childName, child]) => positionalStep(childName, child, 0))
  const read = (cursor: Cursor): unknown => {
    const out: Record<string, unknown> = {}
    out[firstName] = first.type === 'pure-token' ? true : firstReader(cursor)
    for (const step of rest) step(cursor, out)
    return wrap(out)
  }
  readers.set(first.token as string, { name, multiple, read })
}

function valueReader(arg: Arg): (cursor: Cursor) => unknown {
  switch (arg.type) {
    case 'integer':
      return (cursor) => readInteger(arg, next(cursor))
    case 'int64':
    case 'unix-time':
      return (cursor) => readInt64(arg, next(cursor))
    case 'double':
      return (cursor) => readDouble(arg, next(cursor))
    case 'counted-keys':
      return (cursor) => readCountedKeys(arg, cursor)
    case 'block':
      return blockReader(arg)
    case 'oneof':
      return oneOfReader(arg)
    default:
      return next
  }
}

function next(cursor: Cursor): string {
  if (cursor.index >= cursor.argv.length) throw SYNTAX
  return cursor.argv[cursor.index++]
}

function readInt64(arg: Arg, text: string): Int64 {
  const value = parseInt64(text)
  if (value === null) throw arg.error ?? NOT_AN_INTEGER
  if (arg.min !== undefined && value < arg.min) throw arg.rangeError ?? arg.error ?? OUT_OF_RANGE
  if (arg.max !== undefined && value > arg.max) throw arg.rangeError ?? arg.error ?? OUT_OF_RANGE
  return value
}

function readInteger(arg: Arg, text: string): number {
  return Number(readInt64(arg, text))
}

function readDouble(arg: Arg, text: string): number {
  const value = parseDouble(text)
  if (value === null) throw arg.error ?? NOT_A_FLOAT
  return value
}

function readCountedKeys(arg: Arg, cursor: Cursor): string[] {
  const count = Number(parseInt64(next(cursor)) ?? Number.NaN)
  if (Number.isNaN(count)) throw arg.error ?? NOT_AN_INTEGER
  if (count < (arg.min ?? 1)) throw arg.rangeError ?? arg.error ?? NUMKEYS_NOT_POSITIVE
  if (count > cursor.argv.length - cursor.index) throw SYNTAX
  const keys = cursor.argv.slice(cursor.index, cursor.index + count)
  cursor.index += count
  return keys
}

function blockReader(arg: Arg): (cursor: Cursor) => unknown {
  const steps: Step[] = []
  for (const [name, child] of Object.entries(arg.args ?? {})) {
    steps.push(
      startsWithToken(child) ? optionsStep([[name, child]]) : positionalStep(name, child, 0),
    )
  }
  return (cursor) => {
    const out: Record<string, unknown> = {}
    for (const step of steps) step(cursor, out)
    return out
  }
}

/** A oneof in a positional place: the first alternative that has no token takes what no token took. */
function oneOfReader(arg: Arg): (cursor: Cursor) => unknown {
  const children = Object.entries(arg.args ?? {})
  const tokens = new Map(
    children
      .filter(([, child]) => child.token !== undefined)
      .map(([name, child]) => [
        child.token as string,
        { name, child, read: valueReader({ ...child, token: undefined }) },
      ]),
  )
  const bare = children.find(([, child]) => child.token === undefined)
  const readBare = bare === undefined ? undefined : valueReader(bare[1])
  return (cursor) => {
    const found = tokens.get(upperAscii(cursor.argv[cursor.index] ?? ''))
    if (found !== undefined) {
      cursor.index++
      const value = found.child.type === 'pure-token' ? true : found.read(cursor)
      return { [found.name]: value }
    }
    if (bare === undefined || readBare === undefined) throw SYNTAX
    return { [bare[0]]: readBare(cursor) }
  }
}
