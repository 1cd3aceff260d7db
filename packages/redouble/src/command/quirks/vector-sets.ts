import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** Behaviours of the vector set commands that differ between servers. */
export interface VectorSetQuirks {
  /** FILTER knows `null`, and IN finds a string within a string (from 8.2 on). */
  readonly filtersKnowNull: boolean
  /** EPSILON is held against a distance from 0 to 1, not from 0 to 2 (from 8.2 on). */
  readonly epsilonIsOfHalves: boolean
}

export const VECTOR_SET_QUIRKS: Record<ProfileName, VectorSetQuirks> =
  quirksByProfile<VectorSetQuirks>(
    { filtersKnowNull: false, epsilonIsOfHalves: false },
    { '8.2': { filtersKnowNull: true, epsilonIsOfHalves: true } },
  )
