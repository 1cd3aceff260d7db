import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

export interface ScriptingQuirks {
  /** Functions as they were before 7.0 was released are read, if in vain (up to 7.0). */
  readonly readsEarlyFunctions: boolean
  /** FUNCTION HELP tells of the descriptions that libraries no longer have (up to 7.0). */
  readonly libraryHasDescription: boolean
}

export const SCRIPTING_QUIRKS: Record<ProfileName, ScriptingQuirks> =
  quirksByProfile<ScriptingQuirks>(
    { readsEarlyFunctions: false, libraryHasDescription: false },
    { '7.0': { readsEarlyFunctions: true, libraryHasDescription: true } },
  )
