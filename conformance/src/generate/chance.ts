/** A cheap source of chance: fast-check gives the seed, and a program is drawn from it at once. */
export class Chance {
  #state: number
  /**
   * While somebody hears of keyspace events no deadline lies in the past: a server tells of it when
   * it likes, by its cycle or at the next access.
   */
  avoidsPast = false

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** A whole number below `end`. */
  below(end: number): number {
    // Mulberry32.
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 4294967296) * end)
  }

  between(min: number, max: number): number {
    return min + this.below(max - min + 1)
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]
  }
}

/** Draws a value. */
export type Draw<T> = (chance: Chance) => T

/** Draws words and puts them behind those that are there. */
export type Write = (chance: Chance, out: string[]) => void

export function from<T>(...values: readonly T[]): Draw<T> {
  return (chance) => chance.pick(values)
}

/** Draws from one of several sources, by weight. */
export function weighted<T>(...sources: readonly (readonly [number, Draw<T>])[]): Draw<T> {
  const slots = sources.flatMap(([weight, draw]) => Array.from({ length: weight }, () => draw))
  return (chance) => chance.pick(slots)(chance)
}

/** A call put together of drawn words. */
export function words(...draws: readonly (Draw<string> | Draw<readonly string[]>)[]): Write {
  return (chance, out) => {
    for (const draw of draws) {
      const drawn = draw(chance)
      if (typeof drawn === 'string') out.push(drawn)
      else out.push(...drawn)
    }
  }
}

/** Between `min` and `max` repetitions. */
export function several<T>(draw: Draw<T>, min: number, max: number): Draw<T[]> {
  return (chance) => Array.from({ length: chance.between(min, max) }, () => draw(chance))
}
