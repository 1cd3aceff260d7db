import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

export interface StreamsQuirks {
  /**
   * A consumer is created, and seen, by an attempt that gets it nothing; and it is told when it last
   * got something (from 7.2 on).
   */
  readonly attemptsAreSeen: boolean
  /** A blocked XREADGROUP is told that the key or the group went, not what it would find now (7.0). */
  readonly groupWaitersHearOfLoss: boolean
  /** XREADGROUP refuses to block within a script (up to 7.0). */
  readonly scriptsRefuseBlock: boolean
  /**
   * A group that stands before the first entry lags by all entries, whatever it counted before
   * (Redis from 7.2.6 on).
   */
  readonly lagCountsEntriesLeft: boolean
  /**
   * What a group reads is counted on from what it had counted, even if that was wrong because
   * entries before were deleted or not there yet (7.0).
   */
  readonly readsCountOnBlindly: boolean
  /** Deleted ids count as a gap in what a group has read even if no entry is before them (Valkey). */
  readonly oldDeletionsAreGaps: boolean
  /** ENTRIESREAD is no more than what was ever added (Redis 8.2). */
  readonly entriesReadAreBounded: boolean
  /** XREAD's `+` refuses a stream that never had an entry (Valkey 8.1). */
  readonly plusNeedsEntries: boolean
}

const MODERN: StreamsQuirks = {
  attemptsAreSeen: true,
  groupWaitersHearOfLoss: false,
  scriptsRefuseBlock: false,
  lagCountsEntriesLeft: true,
  readsCountOnBlindly: false,
  oldDeletionsAreGaps: false,
  entriesReadAreBounded: false,
  plusNeedsEntries: false,
}

const VALKEY: Partial<StreamsQuirks> = { lagCountsEntriesLeft: false, oldDeletionsAreGaps: true }

export const STREAMS_QUIRKS: Record<ProfileName, StreamsQuirks> = quirksByProfile(MODERN, {
  '7.0': {
    attemptsAreSeen: false,
    groupWaitersHearOfLoss: true,
    scriptsRefuseBlock: true,
    lagCountsEntriesLeft: false,
    readsCountOnBlindly: true,
  },
  '8.2': { entriesReadAreBounded: true },
  'valkey-8.1': { ...VALKEY, plusNeedsEntries: true },
  'valkey-9': VALKEY,
})
