import type { Command } from 'redouble/embed'
import type { Program, Step } from '../subjects/step.ts'
import { matchArguments, optionsOf } from './match-arguments.ts'

/** What no accepted call of a command had yet. */
interface Search {
  readonly command: Command
  readonly missing: Set<string>
  /** Calls that brought nothing new, since one did. */
  barren: number
}

/** After so many barren calls of a command only some are looked at. */
const PATIENCE = 64
const SAMPLE = 16

/** Which arguments and tokens calls had that were not answered with an error. */
export class OptionCoverage {
  readonly #searches = new Map<string, Search>()
  /** By the word as it was written; null for a container, undefined for what is complete. */
  readonly #byWord = new Map<string, Search | null | undefined>()
  readonly #containers: ReadonlySet<string>
  readonly total: number
  readonly found: Set<string> = new Set()

  constructor(commands: readonly Command[]) {
    let total = 0
    for (const command of commands) {
      const options = optionsOf(command)
      total += options.length
      if (options.length === 0) continue
      this.#searches.set(command.name, { command, missing: new Set(options), barren: 0 })
    }
    const parents = commands.filter(({ name }) => name.includes('|'))
    this.#containers = new Set(parents.map(({ name }) => name.slice(0, name.indexOf('|'))))
    this.total = total
  }

  /** Takes a program in; `replies` is asked only when something may be new. What was new. */
  see(program: Program, replies: () => ReadonlyMap<Step, string>): string[] {
    let answers: ReadonlyMap<Step, string> | undefined
    const fresh: string[] = []
    for (const step of program) {
      if (step.isProbe === true) continue
      const search = this.#searchFor(step.argv)
      if (search === undefined || isSkipped(search)) continue
      const { missing } = search
      const options = matchArguments(search.command, step.argv)
      if (!options.some((path) => missing.has(path))) continue
      answers ??= replies()
      const reply = answers.get(step)
      if (reply === undefined || isRefusal(reply)) continue
      for (const path of options) if (missing.delete(path)) fresh.push(path)
      search.barren = 0
      if (missing.size === 0) this.#forget(search.command.name)
    }
    for (const path of fresh) this.found.add(path)
    return fresh
  }

  missing(): string[] {
    return [...this.#searches.values()].flatMap(({ missing }) => [...missing])
  }

  missingOf(name: string): number {
    return this.#searches.get(name)?.missing.size ?? 0
  }

  #forget(name: string): void {
    this.#searches.delete(name)
    this.#byWord.clear()
  }

  #searchFor(argv: readonly string[]): Search | undefined {
    const word = argv[0] ?? ''
    let search = this.#byWord.get(word)
    if (search === undefined && !this.#byWord.has(word)) {
      const name = word.toLowerCase()
      search = this.#searches.get(name) ?? (this.#containers.has(name) ? null : undefined)
      this.#byWord.set(word, search)
    }
    if (search !== null) return search
    return this.#searches.get(`${word}|${argv[1] ?? ''}`.toLowerCase())
  }
}

/** Counts a call as barren; the one that brings something sets the count back. */
function isSkipped(search: Search): boolean {
  return ++search.barren > PATIENCE && search.barren % SAMPLE !== 0
}

/** The arguments and tokens of a program's calls that were not answered with an error. */
export function acceptedOptions(
  commands: ReadonlyMap<string, Command>,
  program: Program,
  replies: ReadonlyMap<Step, string>,
): Set<string> {
  const found = new Set<string>()
  for (const step of program) {
    const [first = '', second = ''] = step.argv.map((word) => word.toLowerCase())
    const command = commands.get(first) ?? commands.get(`${first}|${second}`)
    const reply = replies.get(step)
    if (command === undefined || reply === undefined || isRefusal(reply)) continue
    for (const path of matchArguments(command, step.argv)) found.add(path)
  }
  return found
}

/** A queued call may still be refused. */
function isRefusal(reply: string): boolean {
  return reply.startsWith('-') || reply.startsWith('+QUEUED')
}
