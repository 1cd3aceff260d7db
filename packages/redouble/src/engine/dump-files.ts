/**
 * Where dumps are kept. `persistence/` has the one that writes to disk; without a folder to write
 * to, they stay in memory.
 */
export interface DumpFiles {
  /** Replaces a file as a whole, or makes it. Throws when it cannot. */
  write(folder: string, name: string, bytes: Buffer): void
  /** Null when there is no such file. Throws when it cannot be read. */
  read(folder: string, name: string): Buffer | null
}

/** Dumps that end with the process. */
export class MemoryDumps implements DumpFiles {
  readonly #files = new Map<string, Buffer>()

  write(_folder: string, name: string, bytes: Buffer): void {
    this.#files.set(name, bytes)
  }

  read(_folder: string, name: string): Buffer | null {
    return this.#files.get(name) ?? null
  }
}
