import { keysOf } from '../command/describe/find-keys.ts'
import type { Command } from '../command/define.ts'

/** Fails on a key that the running command did not declare. */
export type FootprintGuard = (key: string) => void

/**
 * The guard for one call: what may be touched are the keys that the definition finds in argv. A
 * command that declares the effect `keyspace` may touch any. Tests and the oracle run with it; the
 * explorer's soundness stands on what it checks.
 */
export function footprintGuardOf(command: Command, argv: readonly string[]): FootprintGuard | null {
  if (command.effects?.includes('keyspace') === true || command.runsScripts) return null
  const uses = keysOf(command, argv)
  // PFMERGE with a destination alone: servers find no keys in it, and run it.
  if (uses === null) return null
  const declared = new Set(uses.map((use) => use.key))
  return (key) => {
    if (declared.has(key)) return
    throw new Error(`${command.name} touches ${JSON.stringify(key)}, which it does not declare`)
  }
}
