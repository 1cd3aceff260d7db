import type { Command } from 'redouble/embed'
import { callsOf } from './calls.ts'
import type { Chance, Draw } from './chance.ts'
import { AIMLESS, type Steering } from './steering.ts'

type Call = Draw<string[]>

interface Entry {
  readonly name: string
  readonly call: Call
}

/** The calls that scenes are made of, sorted by what they are good for. */
export class Vocabulary {
  readonly #any: Families
  readonly #writes: Pool
  readonly #blocking: Pool
  /** Commands that answer at once, and not by push. */
  readonly #solitary: Families

  constructor(commands: readonly Command[], steering: Steering = AIMLESS) {
    const entries = new Map(
      commands.map((command) => [
        command,
        { name: command.name, call: callsOf(command, steering) },
      ]),
    )
    const pool = (some: readonly Command[]): Pool =>
      new Pool(
        some.map((command) => entries.get(command) as Entry),
        steering,
      )
    const byFamily = (some: readonly Command[]): Families =>
      new Families(
        [...new Set(some.map(familyOf))].map((family) =>
          pool(some.filter((command) => familyOf(command) === family)),
        ),
        steering,
      )
    this.#any = byFamily(commands)
    this.#solitary = byFamily(commands.filter(isSolitary))
    this.#writes = pool(commands.filter((one) => one.flags.includes('write') && isSolitary(one)))
    this.#blocking = pool(commands.filter((one) => one.flags.includes('blocking')))
  }

  any(chance: Chance): string[] {
    return this.#any.draw(chance)
  }

  solitary(chance: Chance): string[] {
    return this.#solitary.draw(chance)
  }

  write(chance: Chance): string[] {
    return this.#writes.draw(chance)
  }

  blocking(chance: Chance): string[] {
    return this.#blocking.draw(chance)
  }
}

/** Calls by weight. */
class Pool {
  readonly #entries: readonly Entry[]
  readonly #steering: Steering
  #version = -1
  #slots: Call[] = []

  constructor(entries: readonly Entry[], steering: Steering) {
    this.#entries = entries
    this.#steering = steering
  }

  draw(chance: Chance): string[] {
    this.#refresh()
    return chance.pick(this.#slots)(chance)
  }

  /** How much heavier its commands are than they were without steering. */
  get weight(): number {
    this.#refresh()
    return this.#slots.length / this.#entries.length
  }

  #refresh(): void {
    if (this.#version === this.#steering.version) return
    this.#version = this.#steering.version
    this.#slots = this.#entries.flatMap(({ name, call }) =>
      Array.from({ length: this.#steering.weightOf(name) }, () => call),
    )
  }
}

/** Every family is as likely as any other, whatever the count of its commands, until it is wanted. */
class Families {
  readonly #pools: readonly Pool[]
  readonly #steering: Steering
  #version = -1
  #slots: Pool[] = []

  constructor(pools: readonly Pool[], steering: Steering) {
    this.#pools = pools
    this.#steering = steering
  }

  draw(chance: Chance): string[] {
    if (this.#version !== this.#steering.version) {
      this.#version = this.#steering.version
      this.#slots = this.#pools.flatMap((pool) =>
        Array.from({ length: Math.round(2 * pool.weight) }, () => pool),
      )
    }
    return chance.pick(this.#slots).draw(chance)
  }
}

/** Those that work on no keys share the chances of one family. */
function familyOf({ group }: Command): string {
  return /^(?:server|connection|scripting|pubsub|transactions|cluster|module)$/.test(group)
    ? 'keyless'
    : group
}

/** Whether a command needs no second client: it answers at once, and not by push. */
export function isSolitary(command: Command): boolean {
  return !command.flags.includes('blocking') && !isSubscription(command.name)
}

function isSubscription(name: string): boolean {
  return name.endsWith('subscribe')
}
