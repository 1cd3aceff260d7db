import fc from 'fast-check'
import { describe, findDifference } from './compare/difference.ts'
import type { Figures } from './figures.ts'
import type { Programs } from './generate/program-arbitrary.ts'
import type { Rivals } from './pair.ts'
import { playTogether } from './subjects/play.ts'
import type { Program } from './subjects/step.ts'

/** A program that differs. */
export interface Finding {
  readonly program: Program
  readonly name: string
  readonly resp: 2 | 3
  /** The difference as text. */
  readonly found: string
  /** Makes smaller programs; undefined for one that is small already. */
  readonly source: Programs | undefined
}

const SHRINK_MS = 20_000
/** While a difference is made smaller, most replies that do not come never will. */
const PATIENCE_MS = 150

/** Makes programs that differ smaller and reports each kind of difference once. */
export class Shrinker {
  readonly #figures: Figures
  readonly #max: number
  /** What differed already. */
  readonly #known = new Set<string>()

  constructor(figures: Figures, max: number) {
    this.#figures = figures
    this.#max = max
  }

  get isFull(): boolean {
    return this.#known.size >= this.#max
  }

  async report(pair: Rivals, finding: Finding): Promise<void> {
    const { name, found, source } = finding
    if (this.#known.has(kindOf(found)) || this.isFull) return
    this.#known.add(kindOf(found))
    if (source === undefined) {
      this.#figures.differences.push(`${name}\n${found}`)
      return
    }
    const smallest = await this.#shrink(pair, finding, source)
    if (smallest === '') this.#add(`${name}, not when played again`, found)
    else this.#add(name, smallest)
  }

  /** Lets fast-check look for a smaller program that differs. */
  async #shrink(
    { double, real }: Rivals,
    { program, resp }: Finding,
    source: Programs,
  ): Promise<string> {
    let last = ''
    const property = fc.asyncProperty(source, async (smaller) => {
      const played = await playTogether(double, real, smaller, resp, { patienceMs: PATIENCE_MS })
      const difference = findDifference(smaller, ...played)
      if (difference !== null) last = describe(smaller, difference)
      return difference === null
    })
    await fc.check(property, {
      examples: [[program]],
      numRuns: 1,
      interruptAfterTimeLimit: SHRINK_MS,
    })
    return last
  }

  #add(where: string, difference: string): void {
    const kind = `shrunk ${kindOf(difference)}`
    if (this.#known.has(kind)) return
    this.#known.add(kind)
    this.#figures.differences.push(`${where}\n${difference}`)
  }
}

/** What a difference is about: the command, and the beginning of what the double said. */
function kindOf(difference: string): string {
  const line = difference.split('# ← here')[0].trimEnd().split('\n').at(-1) ?? ''
  const ours = difference.split('the double: ')[1] ?? ''
  return `${line.trim().split(' ')[0].toLowerCase()} ${ours.slice(0, 12)}`
}
