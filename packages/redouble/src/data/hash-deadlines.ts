import { Agenda, type Appointment } from '../kernel/agenda.ts'
import type { Int64 } from '../kernel/numbers.ts'

/** When a field of a hash runs out, in Unix milliseconds. */
export interface FieldDeadline {
  readonly field: string
  readonly at: Int64
}

/** How far off `announced` may be before Redis corrects it, in milliseconds. */
const TOLERANCE_MS = 4000

/**
 * The deadlines of a hash's fields, made when the first of them gets one. It also holds the
 * encoding of its hash, so that a hash without deadlines takes no room for any of this.
 */
export class HashDeadlines {
  /** In a `listpackex` the fields stand in the order of their deadlines. */
  encoding: 'listpackex' | 'hashtable'
  /**
   * The earliest deadline as Redis has it noted for all hashes together, which a DUMP shows. It is
   * not corrected for little, nor when the field loses its deadline.
   */
  announced: Int64 | undefined = undefined
  readonly #byField = new Map<string, Appointment<FieldDeadline>>()
  readonly #agenda = new Agenda<FieldDeadline>()

  constructor(encoding: 'listpackex' | 'hashtable') {
    this.encoding = encoding
  }

  get size(): number {
    return this.#byField.size
  }

  of(field: string): Int64 | undefined {
    return this.#byField.get(field)?.item.at
  }

  set(field: string, at: Int64): void {
    const before = this.of(field)
    this.clear(field)
    this.#byField.set(field, this.#agenda.add(Number(at), { field, at }))
    const { announced } = this
    if (announced === undefined) this.announced = at
    else if (announced >= at || (before !== undefined && announced >= before)) this.#announce()
  }

  /** Takes the deadline of a field away that goes itself. */
  drop(field: string): void {
    if (this.clear(field) && this.size === 0) this.announced = undefined
  }

  /** The earliest deadline is looked for again. */
  settle(): void {
    this.announced = this.earliest()?.at
  }

  #announce(): void {
    const earliest = this.earliest()?.at ?? 0
    const difference = Number(this.announced) - Number(earliest)
    if (Math.abs(difference) >= TOLERANCE_MS) this.announced = earliest
  }

  /** True when the field had a deadline. */
  clear(field: string): boolean {
    const appointment = this.#byField.get(field)
    if (appointment === undefined) return false
    this.#agenda.cancel(appointment)
    return this.#byField.delete(field)
  }

  /** The next one to run out. */
  earliest(): FieldDeadline | undefined {
    return this.#agenda.earliest()?.item
  }

  clone(): HashDeadlines {
    const copy = new HashDeadlines(this.encoding)
    for (const { item } of this.#byField.values()) copy.set(item.field, item.at)
    copy.announced = this.announced
    return copy
  }
}
