import type { ProfileName } from '../profile-name.ts'
import { CORE_QUIRKS, type CoreQuirks } from './core.ts'

/**
 * Behaviours that differ between servers, a file for each family. Each switch names what is true
 * when it is on, so that no handler compares versions.
 */
export interface Quirks extends CoreQuirks {}

/** The switches of a profile. */
export function quirksOf(name: ProfileName): Quirks {
  return { ...CORE_QUIRKS[name] }
}
