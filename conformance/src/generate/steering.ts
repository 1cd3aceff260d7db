/** What generated calls should have more of: commands by weight, and options that are missing. */
export class Steering {
  #weights: ReadonlyMap<string, number> = new Map()
  #wanted: ReadonlySet<string> = new Set()
  /** Grows whenever something else is aimed at. */
  version = 0

  /**
   * `weights` are small whole numbers by command, where they are not 1. `wanted` are paths as
   * coverage/options.ts names them.
   */
  aim(weights: ReadonlyMap<string, number>, wanted: Iterable<string>): void {
    this.#weights = weights
    const all = new Set<string>()
    // An option inside of others needs these as well.
    for (const path of wanted) {
      for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
        all.add(path.slice(0, end))
      }
    }
    this.#wanted = all
    this.version++
  }

  weightOf(name: string): number {
    return this.#weights.get(name) ?? 1
  }

  wants(path: string): boolean {
    return this.#wanted.size > 0 && this.#wanted.has(path)
  }
}

/** Nothing in particular. */
export const AIMLESS: Steering = new Steering()
