import type { Config } from './config.ts'

/** The configuration as it was at one moment, and what CONFIG SET has changed since. */
export class ConfigSnapshot {
  readonly #config: Config
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #stored: ReadonlyMap<string, string>
  readonly #changed = new Set<string>()

  constructor(config: Config) {
    const { stored, watchers, file: _, ...fields } = config
    this.#config = config
    // A field is set, never changed within: a shallow copy holds.
    this.#fields = fields
    this.#stored = new Map(stored)
    watchers.add((directive) => this.#changed.add(directive))
  }

  /** Puts everything back, and tells who watches the directives that had been changed. */
  restore(): void {
    if (this.#changed.size === 0) return
    const config = this.#config
    const names = [...this.#changed]
    Object.assign(config, this.#fields)
    config.stored.clear()
    for (const [name, value] of this.#stored) config.stored.set(name, value)
    for (const name of names) for (const watcher of config.watchers) watcher(name)
    this.#changed.clear()
  }
}
