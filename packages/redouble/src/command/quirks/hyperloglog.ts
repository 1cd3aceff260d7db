import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** Behaviours of the HyperLogLog commands that differ between servers. */
export interface HyperLogLogQuirks {
  /** PFDEBUG SIMD turns the use of wide instructions on and off (from 8.0 on, Valkey). */
  readonly pfdebugKnowsSimd: boolean
}

const BEFORE: Partial<HyperLogLogQuirks> = { pfdebugKnowsSimd: false }

export const HYPERLOGLOG_QUIRKS: Record<ProfileName, HyperLogLogQuirks> =
  quirksByProfile<HyperLogLogQuirks>(
    { pfdebugKnowsSimd: true },
    { '7.0': BEFORE, '7.2': BEFORE, '7.4': BEFORE },
  )
