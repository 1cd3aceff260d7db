import type { Command } from 'redouble/embed'
import { reasonForNever } from '../generate/overrides.ts'
import { supportedCommands } from '../generate/program-arbitrary.ts'
import type { Program } from '../subjects/step.ts'

/** Of as many programs, every command is expected to be in one. */
const ENOUGH_PROGRAMS = 4000

/** Which of a profile's commands generated programs called, and how often. */
export class CallCoverage {
  readonly #calls: Map<string, number>
  readonly #commands: readonly Command[]
  /** As they were written, the names of commands; those of containers end with a bar. */
  readonly #names = new Map<string, string>()
  #programs = 0

  constructor(profile: string) {
    this.#commands = supportedCommands(profile)
    this.#calls = new Map(this.#commands.map(({ name }) => [name, 0]))
  }

  count(program: Program): void {
    this.#programs++
    for (const { argv, isProbe } of program) {
      if (isProbe !== true) this.#countCall(argv, 0)
    }
  }

  /** By name, the commands that were called. */
  calls(): Record<string, number> {
    const called = [...this.#calls].filter(([, count]) => count > 0)
    return Object.fromEntries(called.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** By name, why a command was not called. */
  reasons(): Record<string, string> {
    const reasons: [string, string][] = []
    for (const { name, group } of this.#commands) {
      const reason = reasonForNever(name, group)
      if (reason !== undefined && this.#calls.get(name) === 0) reasons.push([name, reason])
    }
    return Object.fromEntries(reasons)
  }

  /** Commands that were not called although nothing says why; none while programs are few. */
  missing(): string[] {
    if (this.#programs < ENOUGH_PROGRAMS) return []
    return this.#commands
      .filter(({ name, group }) => {
        return this.#calls.get(name) === 0 && reasonForNever(name, group) === undefined
      })
      .map(({ name }) => name)
  }

  #countCall(argv: readonly string[], at: number): void {
    const word = argv[at] ?? ''
    let name = this.#names.get(word)
    if (name === undefined) {
      const lower = word.toLowerCase()
      name = this.#calls.has(lower) ? lower : `${lower}|`
      this.#names.set(word, name)
    }
    if (name.endsWith('|')) name += (argv[at + 1] ?? '').toLowerCase()
    const count = this.#calls.get(name)
    if (count === undefined) return
    this.#calls.set(name, count + 1)
    // What a script calls is its arguments, behind one key.
    if (at === 0 && name.startsWith('eval') && argv.length > 4) this.#countCall(argv, 4)
  }
}
