import type { Command } from 'redouble/embed'
import { callsOf } from './calls.ts'
import type { Chance, Draw } from './chance.ts'

type Call = Draw<string[]>

/** The calls that scenes are made of, sorted by what they are good for. */
export class Vocabulary {
  /** Every family is as likely as any other, whatever the count of its commands. */
  readonly #groups: readonly (readonly Call[])[]
  readonly #writes: readonly Call[]
  readonly #blocking: readonly Call[]
  /** Commands that answer at once, and not by push. */
  readonly #solitary: readonly (readonly Call[])[]

  constructor(commands: readonly Command[]) {
    const calls = new Map(commands.map((command) => [command, callsOf(command)]))
    const of = (some: readonly Command[]): Call[] =>
      some.map((command) => calls.get(command) as Call)
    const byGroup = (some: readonly Command[]): Call[][] =>
      [...new Set(some.map(familyOf))].map((family) =>
        of(some.filter((command) => familyOf(command) === family)),
      )
    this.#groups = byGroup(commands)
    this.#solitary = byGroup(commands.filter(isSolitary))
    this.#writes = of(commands.filter((one) => one.flags.includes('write') && isSolitary(one)))
    this.#blocking = of(commands.filter((one) => one.flags.includes('blocking')))
  }

  any(chance: Chance): string[] {
    return chance.pick(chance.pick(this.#groups))(chance)
  }

  solitary(chance: Chance): string[] {
    return chance.pick(chance.pick(this.#solitary))(chance)
  }

  write(chance: Chance): string[] {
    return chance.pick(this.#writes)(chance)
  }

  blocking(chance: Chance): string[] {
    return chance.pick(this.#blocking)(chance)
  }
}

/** Those that work on no keys share the chances of one family. */
function familyOf({ group }: Command): string {
  return /^(?:server|connection|scripting|pubsub|transactions)$/.test(group) ? 'keyless' : group
}

/** Whether a command needs no second client: it answers at once, and not by push. */
export function isSolitary(command: Command): boolean {
  return !command.flags.includes('blocking') && !isSubscription(command.name)
}

function isSubscription(name: string): boolean {
  return name.endsWith('subscribe')
}
