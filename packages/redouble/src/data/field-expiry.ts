import { Agenda, type Appointment } from '../kernel/agenda.ts'
import type { Entry } from './entry.ts'
import type { HashValue } from './hash-value.ts'

/** The hashes of a database that have fields with a deadline, by the earliest of each. */
export class FieldExpiry {
  readonly #agenda = new Agenda<Entry>()
  readonly #appointments = new Map<Entry, Appointment<Entry>>()

  get size(): number {
    return this.#appointments.size
  }

  /** The next hash that loses a field. */
  earliest(): Appointment<Entry> | undefined {
    return this.#agenda.earliest()
  }

  /** Looks when the next field of a hash runs out, and says so; undefined when none does. */
  follow(entry: Entry): number | undefined {
    const deadline = (entry.value as HashValue).earliestDeadline()
    if (deadline === undefined) return undefined
    const at = Number(deadline)
    const known = this.#appointments.get(entry)
    if (known?.at === at) return at
    if (known !== undefined) this.#agenda.cancel(known)
    this.#appointments.set(entry, this.#agenda.add(at, entry))
    return at
  }

  /** Removes the fields of a hash that have run out. Returns how many there were. */
  expire(entry: Entry, now: number): number {
    const count = (entry.value as HashValue).removeDue(now)
    if (this.follow(entry) === undefined) this.forget(entry)
    return count
  }

  forget(entry: Entry): void {
    if (this.#appointments.size === 0) return
    const known = this.#appointments.get(entry)
    if (known === undefined) return
    this.#agenda.cancel(known)
    this.#appointments.delete(entry)
  }
}
