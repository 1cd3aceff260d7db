import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** What differs between servers about strings. */
export interface StringsQuirks {
  /** A script's SET stores its text as it is, even one that reads as an integer (Valkey 9). */
  readonly scriptsStoreTexts: boolean
}

const MODERN: StringsQuirks = { scriptsStoreTexts: false }

export const STRINGS_QUIRKS: Record<ProfileName, StringsQuirks> = quirksByProfile(MODERN, {
  'valkey-9': { scriptsStoreTexts: true },
})
