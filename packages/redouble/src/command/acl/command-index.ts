import type { CommandTable } from '../command-table.ts'
import type { Command } from '../define.ts'
import { ACL_CATEGORIES, categoriesOf } from '../describe/acl-categories.ts'

/** The commands of a profile by number, so that what a user may call is a row of bits. */
export class CommandIndex {
  readonly #ids = new Map<Command, number>()
  readonly #table: CommandTable
  readonly #categories = new Map<string, number[]>()

  constructor(table: CommandTable) {
    this.#table = table
    for (const category of ACL_CATEGORIES) this.#categories.set(category, [])
    for (const command of table.all()) {
      const id = this.#ids.size
      this.#ids.set(command, id)
      for (const category of categoriesOf(command)) this.#categories.get(category)?.push(id)
    }
  }

  get size(): number {
    return this.#ids.size
  }

  idOf(command: Command): number {
    return this.#ids.get(command) as number
  }

  /** By full name in any case, `config|get` included. */
  find(fullName: string): Command | undefined {
    return this.#table.get(fullName)
  }

  subcommandsOf(command: Command): readonly Command[] {
    return this.#table.subcommandsOf(command.name)
  }

  /** The command and its subcommands. */
  familyOf(command: Command): number[] {
    return [command, ...this.subcommandsOf(command)].map((one) => this.idOf(one))
  }

  /** The commands of a category; undefined when there is none of that name. */
  inCategory(name: string): readonly number[] | undefined {
    return this.#categories.get(name)
  }

  top(): IterableIterator<Command> {
    return this.#table.top()
  }
}

const indexes = new WeakMap<CommandTable, CommandIndex>()

/** The index of a table, made once. */
export function commandIndexOf(table: CommandTable): CommandIndex {
  let index = indexes.get(table)
  if (index === undefined) {
    index = new CommandIndex(table)
    indexes.set(table, index)
  }
  return index
}
