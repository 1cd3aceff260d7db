import { lowerAscii } from '../kernel/bytes.ts'
import type { Directive } from './config-directive.ts'
import { clusterDirectives } from './config-directives-cluster.ts'
import { dataDirectives } from './config-directives-data.ts'
import { hiddenDirectives } from './config-directives-hidden.ts'
import { persistenceDirectives } from './config-directives-persistence.ts'
import { serverDirectives } from './config-directives-server.ts'
import { isAvailable, type Profile } from './profile.ts'

const all: readonly Directive[] = [
  ...serverDirectives,
  ...dataDirectives,
  ...persistenceDirectives,
  ...clusterDirectives,
  ...hiddenDirectives,
]

/** The directives of one profile's server, by name. */
export class DirectiveTable {
  readonly #byName = new Map<string, Directive>()

  constructor(profile: Profile) {
    const names: [string, Directive][] = []
    for (const one of all) {
      if (!isAvailable(one, profile)) continue
      names.push([one.name, one])
      const { alias, aliasSince } = one
      if (alias === undefined) continue
      if (aliasSince !== undefined && !isAvailable({ since: aliasSince }, profile)) continue
      names.push([alias, one])
    }
    names.sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [name, one] of names) this.#byName.set(name, one)
  }

  find(name: string): Directive | undefined {
    return this.#byName.get(lowerAscii(name))
  }

  /** Every name with its directive, aliases as names of their own, in alphabetical order. */
  entries(): IterableIterator<[string, Directive]> {
    return this.#byName.entries()
  }
}

const tables = new Map<Profile, DirectiveTable>()

export function directivesOf(profile: Profile): DirectiveTable {
  let table = tables.get(profile)
  if (table === undefined) {
    table = new DirectiveTable(profile)
    tables.set(profile, table)
  }
  return table
}
