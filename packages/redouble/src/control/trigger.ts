import { RedoubleError } from '../kernel/redouble-error.ts'
import { randomSeed, SeededRandom } from '../kernel/random.ts'

/** How often something happens to the commands that match. @since 0.1.0 */
export interface Occurrence {
  /** From which matching command on, counted from 1. @default 1 */
  readonly nth?: number
  /** How many times it happens; Infinity for as long as it is armed. @default 1 */
  readonly times?: number
  /** How likely it is each time, from 0 to 1. @default 1 */
  readonly probability?: number
  /** Fixes the chance behind `probability`. @default another each time */
  readonly seed?: number
}

export const OCCURRENCE_WORDS: ReadonlySet<string> = new Set([
  'nth',
  'times',
  'probability',
  'seed',
])

/** Counts matching commands, and says at which of them it happens. */
export class Trigger {
  readonly #nth: number
  readonly #times: number
  readonly #probability: number
  readonly #random: SeededRandom
  #seen = 0
  fired = 0

  /** @throws RedoubleError `REDOUBLE_INVALID_OCCURRENCE` */
  constructor({ nth = 1, times = 1, probability = 1, seed = randomSeed() }: Occurrence) {
    check(Number.isInteger(nth) && nth >= 1, 'nth', nth, 'a whole number from 1')
    const isCount = times === Number.POSITIVE_INFINITY || (Number.isInteger(times) && times >= 1)
    check(isCount, 'times', times, 'a whole number from 1, or Infinity')
    const isChance = probability > 0 && probability <= 1
    check(isChance, 'probability', probability, 'more than 0 and at most 1')
    this.#nth = nth
    this.#times = times
    this.#probability = probability
    this.#random = new SeededRandom(seed)
  }

  get isSpent(): boolean {
    return this.fired >= this.#times
  }

  /** A matching command came: does it happen now? */
  pull(): boolean {
    this.#seen++
    if (this.isSpent || this.#seen < this.#nth) return false
    if (this.#probability < 1 && this.#random.fraction() >= this.#probability) return false
    this.fired++
    return true
  }
}

function check(isRight: boolean, name: string, value: unknown, wanted: string): void {
  if (isRight) return
  throw new RedoubleError(
    'REDOUBLE_INVALID_OCCURRENCE',
    `${name} is ${String(value)}: it must be ${wanted}.`,
  )
}
