import { MapReply, type Reply, SetReply } from '../../resp/reply.ts'
import type { Arg, Args } from '../args.ts'
import type { CommandTable } from '../command-table.ts'
import type { Command } from '../define.ts'
import type { Availability, Profile } from '../profile.ts'
import { statuses } from './command-info.ts'
import { deriveKeySpecs } from './key-specs.ts'

/** A command's entry in COMMAND DOCS, in the servers' order of fields. */
export function commandDocs(command: Command, table: CommandTable, profile: Profile): Reply {
  if (command.module !== undefined) {
    return new MapReply(['group', command.group, 'module', command.module])
  }
  const entries: Reply[] = ['summary', command.summary, 'since', sinceIn(command, profile)]
  entries.push('group', command.group)
  if (command.complexity !== undefined) entries.push('complexity', command.complexity)
  const docFlags = [
    ...(command.deprecatedSince === undefined ? [] : ['deprecated']),
    ...(command.isInternal === true ? ['syscmd'] : []),
  ]
  if (docFlags.length > 0) entries.push('doc_flags', statuses(docFlags))
  if (command.deprecatedSince !== undefined) {
    entries.push('deprecated_since', command.deprecatedSince)
  }
  if (command.replacedBy !== undefined) entries.push('replaced_by', command.replacedBy)
  if (command.history !== undefined && command.history.length > 0) {
    entries.push('history', new SetReply(command.history.map((change) => [...change])))
  }
  const args = new ArgumentDocs(command, profile).of(command.args)
  if (args.length > 0) entries.push('arguments', args)
  const subcommands = table.subcommandsOf(command.name)
  if (subcommands.length > 0) {
    const docs = subcommands.flatMap((sub) => [sub.name, commandDocs(sub, table, profile)])
    entries.push('subcommands', new MapReply(docs))
  }
  return new MapReply(entries)
}

function sinceIn(item: Availability, profile: Profile): string {
  return profile.flavour === 'valkey' ? (item.valkeySince ?? item.since) : item.since
}

class ArgumentDocs {
  readonly #profile: Profile
  readonly #command: Command
  readonly #keySpecs: ReadonlyMap<Arg, number>
  /** Counts the key arguments where the definition has key specs of its own. */
  #keys = 0

  constructor(command: Command, profile: Profile) {
    this.#command = command
    this.#profile = profile
    this.#keySpecs = deriveKeySpecs(command).indexOf
  }

  of(args: Args): Reply[] {
    const docs: Reply[] = []
    for (const [property, arg] of Object.entries(args)) {
      if (arg.type === 'counted-keys') docs.push(...this.#countedKeys(arg))
      else docs.push(this.#entry(arg.name ?? kebab(property), arg))
    }
    return docs
  }

  /** `numkeys key [key …]` is one argument of ours and two of the documentation. */
  #countedKeys(arg: Arg): Reply[] {
    const { name = 'key', optional, min } = arg
    const numkeys: Arg = { type: 'integer', since: arg.since, optional }
    const keys: Arg = { ...arg, type: 'key', multiple: true, optional: optional || min === 0 }
    const keySpec = arg.keySpec ?? this.#keySpecOf(arg)
    return [this.#entry('numkeys', numkeys), this.#entry(name, { ...keys, keySpec })]
  }

  #entry(name: string, arg: Arg): Reply {
    const hasArguments = arg.type === 'oneof' || arg.type === 'block'
    const entries: Reply[] = ['name', name, 'type', documentedType(arg)]
    if (!hasArguments && !this.#profile.quirks.docsWithoutDisplayText) {
      entries.push('display_text', arg.display ?? name)
    }
    const keySpec = arg.keySpec ?? (arg.type === 'key' ? this.#keySpecOf(arg) : undefined)
    if (keySpec !== undefined) entries.push('key_spec_index', keySpec)
    if (arg.token !== undefined) entries.push('token', arg.token)
    if (arg.since !== undefined && arg.isSinceHidden !== true) {
      const { valkeySince } = arg
      entries.push('since', sinceIn({ since: arg.since, valkeySince }, this.#profile))
    }
    if (arg.deprecatedSince !== undefined) entries.push('deprecated_since', arg.deprecatedSince)
    const flags = flagsOfArg(arg)
    if (flags.length > 0) entries.push('flags', statuses(flags))
    if (hasArguments) entries.push('arguments', this.of(arg.args ?? {}))
    return new MapReply(entries)
  }

  #keySpecOf(arg: Arg): number {
    if (this.#command.keySpecs !== undefined) return this.#keys++
    return this.#keySpecs.get(arg) ?? 0
  }
}

function flagsOfArg(arg: Arg): string[] {
  const flags: string[] = []
  if (arg.optional) flags.push('optional')
  if (arg.multiple) flags.push('multiple')
  if (arg.multipleToken) flags.push('multiple_token')
  return flags
}

function documentedType(arg: Arg): string {
  return arg.type === 'int64' ? 'integer' : arg.type
}

function kebab(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
