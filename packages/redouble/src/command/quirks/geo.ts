import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** Behaviours of the geo commands that differ between servers. */
export interface GeoQuirks {
  /** Coordinates print with up to 17 decimals, not as doubles do (Redis before 8.0, Valkey). */
  readonly coordinatesHave17Decimals: boolean
  /** Distances print by printf, not by rounding ten thousandths of them (up to 7.0). */
  readonly distancesPrintedByPrintf: boolean
  /** An unknown member is named, and BYPOLYGON is (Valkey 9). */
  readonly searchErrorsNameMore: boolean
}

const BEFORE_EIGHT: Partial<GeoQuirks> = { coordinatesHave17Decimals: true }

export const GEO_QUIRKS: Record<ProfileName, GeoQuirks> = quirksByProfile<GeoQuirks>(
  {
    coordinatesHave17Decimals: false,
    distancesPrintedByPrintf: false,
    searchErrorsNameMore: false,
  },
  {
    '7.0': { ...BEFORE_EIGHT, distancesPrintedByPrintf: true },
    '7.2': BEFORE_EIGHT,
    '7.4': BEFORE_EIGHT,
    'valkey-8.1': BEFORE_EIGHT,
    'valkey-9': { ...BEFORE_EIGHT, searchErrorsNameMore: true },
  },
)
