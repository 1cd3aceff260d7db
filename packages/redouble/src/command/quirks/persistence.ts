import type { RdbDialect } from '../../rdb/dialect.ts'
import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** What differs in dumps, files and the commands that make and read them. */
export interface PersistenceQuirks
  extends Omit<RdbDialect, 'doublesWith17Digits' | 'listsAreQuicklists' | 'setsWithoutListpack'> {
  /** A key that RESTORE gives a deadline past 64 bits stays, and is not past (8.0, Valkey 8.1). */
  readonly restoreForgetsOverflow: boolean
  /** Where DEBUG RELOAD cannot load, it names the logs (after 7.0). */
  readonly advisesOnFailedLoad: boolean
}

const REDIS_7_0: Partial<PersistenceQuirks> = {
  rdbVersion: 10,
  rdbStreams: 2,
  rdbFieldExpiry: 'none',
  rdbVectorSets: 'none',
  restoreForgetsOverflow: false,
  advisesOnFailedLoad: false,
}

export const PERSISTENCE_QUIRKS: Record<ProfileName, PersistenceQuirks> =
  quirksByProfile<PersistenceQuirks>(
    {
      rdbVersion: 12,
      rdbMagic: 'REDIS',
      rdbOldest: 0,
      rdbForeign: null,
      rdbRelaxedForForeign: false,
      rdbStreams: 3,
      rdbFieldExpiry: 'redis',
      rdbVectorSets: 'links',
      restoreForgetsOverflow: true,
      advisesOnFailedLoad: true,
    },
    {
      '7.0': REDIS_7_0,
      '7.2': { rdbVersion: 11, rdbFieldExpiry: 'none', rdbVectorSets: 'none' },
      '7.4': { rdbVectorSets: 'none' },
      '8.2': { rdbVectorSets: 'worst-links', restoreForgetsOverflow: false },
      'valkey-8.1': {
        rdbVersion: 11,
        rdbForeign: [12, 79],
        rdbFieldExpiry: 'none',
        rdbVectorSets: 'none',
      },
      'valkey-9': {
        rdbVersion: 80,
        rdbOldest: 1,
        rdbRelaxedForForeign: true,
        rdbForeign: [12, 79],
        rdbMagic: 'VALKEY',
        rdbFieldExpiry: 'valkey',
        rdbVectorSets: 'none',
        restoreForgetsOverflow: false,
      },
    },
  )
