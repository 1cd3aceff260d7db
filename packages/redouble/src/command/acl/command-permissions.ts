import { lowerAscii } from '../../kernel/bytes.ts'
import type { Command } from '../define.ts'
import type { CommandIndex } from './command-index.ts'

/** Which commands may be called: a bit for each, and the rules that made it so. */
export class CommandPermissions {
  readonly #index: CommandIndex
  #bits: Uint8Array
  /** `+@all` was given: a command that a server did not know then would be allowed too. */
  allowsAll = false
  /** First arguments with which a command that is not allowed may be called all the same. */
  readonly #firstArgs = new Map<number, string[]>()
  /** The rules that still matter, in their order, behind `+@all` or `-@all`. */
  #rules: string[] = []

  constructor(index: CommandIndex) {
    this.#index = index
    this.#bits = new Uint8Array(index.size)
  }

  clone(): CommandPermissions {
    const copy = new CommandPermissions(this.#index)
    copy.#bits = this.#bits.slice()
    copy.allowsAll = this.allowsAll
    for (const [id, words] of this.#firstArgs) copy.#firstArgs.set(id, [...words])
    copy.#rules = [...this.#rules]
    return copy
  }

  get rules(): readonly string[] {
    return this.#rules
  }

  /** Whether nothing was taken away from `+@all`. */
  get isUnrestricted(): boolean {
    return this.allowsAll && !this.#bits.includes(0)
  }

  has(id: number): boolean {
    return this.#bits[id] === 1
  }

  firstArgsOf(id: number): readonly string[] {
    return this.#firstArgs.get(id) ?? []
  }

  /** Whether a call is allowed; a first argument counts in any case. */
  allow(command: Command, argv: readonly string[]): boolean {
    const id = this.#index.idOf(command)
    if (this.#bits[id] === 1) return true
    const words = this.#firstArgs.get(id)
    if (words === undefined) return false
    const given = argv[command.name.includes('|') ? 2 : 1]
    return given !== undefined && words.some((word) => lowerAscii(word) === lowerAscii(given))
  }

  setAll(isAllowed: boolean): void {
    this.#bits.fill(isAllowed ? 1 : 0)
    this.allowsAll = isAllowed
    this.#firstArgs.clear()
    this.#rules = []
  }

  /** `+name` or `-name`; a container stands for its subcommands. */
  setCommand(command: Command, isAllowed: boolean): void {
    for (const id of this.#index.familyOf(command)) this.#set(id, isAllowed)
    const { name } = command
    this.#note(isAllowed, name, (rule) => rule === name || rule.startsWith(`${name}|`))
  }

  /** `+@name` or `-@name`. False when there is no such category. */
  setCategory(category: string, isAllowed: boolean): boolean {
    const ids = this.#index.inCategory(category)
    if (ids === undefined) return false
    for (const id of ids) this.#set(id, isAllowed)
    const name = `@${category}`
    this.#note(isAllowed, name, (rule) => rule === name)
    return true
  }

  /** `+name|first`. */
  addFirstArg(command: Command, word: string): void {
    const id = this.#index.idOf(command)
    const words = this.#firstArgs.get(id) ?? []
    this.#firstArgs.set(id, words)
    const lower = lowerAscii(word)
    if (!words.some((one) => lowerAscii(one) === lower)) words.push(word)
    const name = `${command.name}|${lower}`
    this.#note(true, name, (rule) => rule === name)
  }

  #set(id: number, isAllowed: boolean): void {
    this.#bits[id] = isAllowed ? 1 : 0
    this.#firstArgs.delete(id)
  }

  /** A rule takes the place of those that it overrules by name. */
  #note(isAllowed: boolean, name: string, overrules: (rule: string) => boolean): void {
    this.#rules = this.#rules.filter((rule) => !overrules(rule.slice(1)))
    this.#rules.push(`${isAllowed ? '+' : '-'}${name}`)
  }
}
