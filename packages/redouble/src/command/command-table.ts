import { lowerAscii } from '../kernel/bytes.ts'
import { type Command, commandIn } from './define.ts'
import { isAvailable, type Profile } from './profile.ts'

/** Spellings of command names that are remembered; a bound against hostile mixed-case names. */
const MAX_SPELLINGS = 4096

/** The commands of one profile, found by name in any case. */
export class CommandTable {
  readonly #byName = new Map<string, Command>()
  readonly #bySpelling = new Map<string, Command>()
  readonly #subcommands = new Map<string, Command[]>()

  constructor(commands: readonly Command[], profile: Profile) {
    for (const definition of commands) {
      if (!isAvailable(definition, profile)) continue
      const command = commandIn(definition, profile)
      if (this.#byName.has(command.name)) throw new Error(`two definitions of ${command.name}`)
      this.#byName.set(command.name, command)
      const bar = command.name.indexOf('|')
      if (bar > 0) {
        const container = command.name.slice(0, bar)
        const list = this.#subcommands.get(container)
        if (list === undefined) this.#subcommands.set(container, [command])
        else list.push(command)
      }
    }
  }

  /** The top-level command of that name in any case. */
  lookup(name: string): Command | undefined {
    const spelled = this.#bySpelling.get(name)
    if (spelled !== undefined) return spelled
    if (name.includes('|')) return undefined
    const command = this.#byName.get(lowerAscii(name))
    if (command !== undefined && this.#bySpelling.size < MAX_SPELLINGS) {
      this.#bySpelling.set(name, command)
    }
    return command
  }

  /** The subcommand of a container, in any case. */
  lookupSub(container: Command, word: string): Command | undefined {
    return this.#byName.get(`${container.name}|${lowerAscii(word)}`)
  }

  /** By full name, `config|get` included. */
  get(fullName: string): Command | undefined {
    return this.#byName.get(lowerAscii(fullName))
  }

  subcommandsOf(name: string): readonly Command[] {
    return this.#subcommands.get(name) ?? []
  }

  /** All top-level commands. */
  *top(): IterableIterator<Command> {
    for (const command of this.#byName.values()) if (!command.name.includes('|')) yield command
  }

  /** All commands and subcommands. */
  all(): IterableIterator<Command> {
    return this.#byName.values()
  }
}

const tables = new Map<Profile, { commands: readonly Command[]; table: CommandTable }>()

/** The table of a profile. It is derived once for all engines: it never changes. */
export function commandTableOf(commands: readonly Command[], profile: Profile): CommandTable {
  const known = tables.get(profile)
  if (known?.commands === commands) return known.table
  const table = new CommandTable(commands, profile)
  tables.set(profile, { commands, table })
  return table
}
