import { keysOf } from '../command/describe/find-keys.ts'
import type { Engine } from '../engine/engine.ts'
import type { Session } from '../engine/session.ts'
import { decodeUtf8, encodeUtf8, upperAscii } from '../kernel/bytes.ts'
import { globMatches } from '../kernel/glob.ts'
import { RedoubleError } from '../kernel/redouble-error.ts'

/** A command that a client has sent, as a test sees it: text is UTF-8. @since 0.1.0 */
export interface ArrivedCommand {
  /** In capitals, with its subcommand: `SET`, `CLIENT SETNAME`. */
  readonly command: string
  /** What follows the command's name. */
  readonly args: readonly string[]
  readonly keys: readonly string[]
  readonly client: { readonly id: number; readonly name: string; readonly db: number }
}

/**
 * Which commands are meant: those to which all of it applies. An empty match means every command.
 *
 * @since 0.1.0
 * @example `{ command: 'SET', key: 'user:*', client: 'worker-1' }`
 */
export interface CommandMatch {
  /** A name or several, in any case: `'get'`, `['SET', 'GETSET']`, `'CLIENT SETNAME'`. */
  readonly command?: string | readonly string[]
  /** One of the command's keys matches this pattern, which is as KEYS takes it. */
  readonly key?: string
  /** The client's name (CLIENT SETNAME), or its id (CLIENT ID). */
  readonly client?: string | number
  /** Whatever else has to be so. */
  readonly where?: (command: ArrivedCommand) => boolean
}

const KNOWN = new Set(['command', 'key', 'client', 'where'])

/** Tells whether what a client sends is meant. */
export class CommandMatcher {
  readonly #engine: Engine
  readonly #match: CommandMatch
  readonly #commands: ReadonlySet<string> | null
  readonly #pattern: string | null

  /** @throws RedoubleError `REDOUBLE_INVALID_MATCH` */
  constructor(engine: Engine, match: CommandMatch, options: ReadonlySet<string> = new Set()) {
    checkWords(match, options)
    this.#engine = engine
    this.#match = match
    const { command, key } = match
    const names = typeof command === 'string' ? [command] : (command ?? null)
    this.#commands = names === null ? null : new Set(names.map((name) => checkedName(engine, name)))
    this.#pattern = key === undefined ? null : encodeUtf8(key)
  }

  matches(session: Session, argv: readonly string[]): boolean {
    const { client, where } = this.#match
    if (typeof client === 'string' && decodeUtf8(session.name) !== client) return false
    if (typeof client === 'number' && session.id !== client) return false
    if (this.#commands !== null && !this.#isNamed(this.#commands, argv)) return false
    const pattern = this.#pattern
    if (pattern !== null) {
      const keys = keysOfCall(this.#engine, argv)
      if (!keys.some((key) => globMatches(pattern, key))) return false
    }
    return where === undefined || where(arrivedCommand(this.#engine, session, argv))
  }

  /** `CLIENT` means all its subcommands. */
  #isNamed(names: ReadonlySet<string>, argv: readonly string[]): boolean {
    return names.has(upperAscii(argv[0])) || names.has(nameOfCall(this.#engine, argv))
  }

  toString(): string {
    const { command, key, client, where } = this.#match
    const parts: string[] = []
    if (command !== undefined) parts.push(`command ${[...(this.#commands ?? [])].join(' or ')}`)
    if (key !== undefined) parts.push(`key ${key}`)
    if (client !== undefined) parts.push(`client ${client}`)
    if (where !== undefined) parts.push('a condition')
    return parts.length === 0 ? 'every command' : parts.join(', ')
  }
}

export function arrivedCommand(
  engine: Engine,
  session: Session,
  argv: readonly string[],
): ArrivedCommand {
  const command = nameOfCall(engine, argv)
  return {
    command,
    args: argv.slice(command.includes(' ') ? 2 : 1).map(decodeUtf8),
    keys: keysOfCall(engine, argv).map(decodeUtf8),
    client: { id: session.id, name: decodeUtf8(session.name), db: session.dbIndex },
  }
}

/** In capitals, with its subcommand if it has any. */
export function nameOfCall(engine: Engine, argv: readonly string[]): string {
  const name = upperAscii(argv[0])
  if (argv.length < 2 || engine.commands.lookup(argv[0])?.isContainer !== true) return name
  return `${name} ${upperAscii(argv[1])}`
}

function keysOfCall({ commands }: Engine, argv: readonly string[]): string[] {
  const found = commands.lookup(argv[0])
  const command =
    found?.isContainer === true && argv.length > 1 ? commands.lookupSub(found, argv[1]) : found
  if (command === undefined) return []
  return (keysOf(command, argv) ?? []).map((use) => use.key)
}

/** A misspelt word would match everything, and a misspelt command nothing. */
function checkWords(match: CommandMatch, options: ReadonlySet<string>): void {
  if (typeof match !== 'object' || match === null) {
    throw invalid('A match is an object', match)
  }
  for (const word of Object.keys(match)) {
    if (KNOWN.has(word) || options.has(word)) continue
    throw invalid(
      `${JSON.stringify(word)} is not among ${[...KNOWN, ...options].join(', ')}`,
      match,
    )
  }
  const { key, client, where } = match
  if (key !== undefined && typeof key !== 'string') throw invalid('key is a pattern', match)
  if (client !== undefined && typeof client !== 'string' && typeof client !== 'number') {
    throw invalid('client is a name or an id', match)
  }
  if (where !== undefined && typeof where !== 'function')
    throw invalid('where is a function', match)
}

function checkedName(engine: Engine, name: unknown): string {
  const words = typeof name === 'string' ? name.trim().split(/\s+/) : []
  const found = engine.commands.lookup(words[0] ?? '')
  const isKnown =
    words.length === 1
      ? found !== undefined
      : words.length === 2 && found !== undefined && engine.commands.lookupSub(found, words[1])
  if (isKnown) return words.join(' ').toUpperCase()
  throw invalid(`${engine.profile.name} has no command ${JSON.stringify(name)}`, undefined)
}

function invalid(why: string, match: unknown): RedoubleError {
  const given = match === undefined ? '' : ` (given: ${String(JSON.stringify(match))})`
  return new RedoubleError(
    'REDOUBLE_INVALID_MATCH',
    `${why}${given}. A match looks like { command: 'SET', key: 'user:*', client: 'worker-1' }.`,
  )
}
