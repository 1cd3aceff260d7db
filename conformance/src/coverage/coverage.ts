import type { Command } from 'redouble/embed'
import { reasonForNever } from './generate/overrides.ts'
import { supportedCommands } from './generate/program-arbitrary.ts'
import type { Program } from './subjects/step.ts'

/** Of as many programs, every command is expected to be in one. */
const ENOUGH_PROGRAMS = 4000

/** Which of a profile's commands generated programs called, and how often. */
export class Coverage {
  readonly #calls: Map<string, number>
  readonly #commands: readonly Command[]
  #programs = 0

  constructor(profile: string) {
    this.#commands = supportedCommands(profile)
    this.#calls = new Map(this.#commands.map(({ name }) => [name, 0]))
  }

  count(program: Program): void {
    this.#programs++
    for (const { argv } of program) {
      this.#countCall(argv)
      // What a script calls is its arguments, behind one key.
      if (/^eval/i.test(argv[0]) && argv.length > 4) this.#countCall(argv.slice(4))
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

  #countCall(argv: readonly string[]): void {
    const name = (argv[0] ?? '').toLowerCase()
    const whole = this.#calls.has(name) ? name : `${name}|${(argv[1] ?? '').toLowerCase()}`
    const count = this.#calls.get(whole)
    if (count !== undefined) this.#calls.set(whole, count + 1)
  }
}
