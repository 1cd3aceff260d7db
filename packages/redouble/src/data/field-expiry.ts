import { Agenda, type Appointment } from '../kernel/agenda.ts'
import type { Entry } from './entry.ts'

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

  /** The earliest deadline of a hash's fields is now this one. */
  follow(entry: Entry, at: number): void {
    const known = this.#appointments.get(entry)
    if (known !== undefined) {
      if (known.at === at) return
      this.#agenda.cancel(known)
    }
    this.#appointments.set(entry, this.#agenda.add(at, entry))
  }

  forget(entry: Entry): void {
    if (this.#appointments.size === 0) return
    const known = this.#appointments.get(entry)
    if (known === undefined) return
    this.#agenda.cancel(known)
    this.#appointments.delete(entry)
  }
}
