import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** What differs between servers about hashes whose fields run out. */
export interface HashesQuirks {
  /**
   * A field that has run out is as good as absent: writers make it anew, HDEL and HEXPIRE pass it
   * over, COPY leaves it out, and only a writer or the cycle removes it (Valkey). Else it is there
   * for writers, and readers that ask for it remove it.
   */
  readonly dueFieldsAreAbsent: boolean
  /** Small hashes with field deadlines are listpacks in the order of these (Redis). */
  readonly ordersFieldsByDeadline: boolean
  /** Seconds of field deadlines round up; else a half does (Redis). */
  readonly fieldSecondsRoundUp: boolean
  /** Field deadlines lie within 46 bits of milliseconds (Redis). */
  readonly fieldDeadlinesAre46Bits: boolean
  /** A deadline that has passed is announced as `hexpired`, else as `hdel` (Valkey). */
  readonly pastFieldDeadlineExpires: boolean
  /** Arguments are read before the key is looked at, and all options before FIELDS (Valkey). */
  readonly readsFieldsBeforeKey: boolean
  /** HGETEX counts as a read in the statistics (Valkey). */
  readonly hgetexIsRead: boolean
  /** HSETEX tells nobody of fields that have run out when its condition asks for them (8.0). */
  readonly hsetexExpiresQuietly: boolean
  /** DEBUG DIGEST takes in whether a field runs out (Redis). */
  readonly digestsFieldDeadlines: boolean
  /** What INFO keyspace calls the number of hashes that have field deadlines; empty where unknown. */
  readonly hashesWithDeadlinesField: '' | 'subexpiry' | 'keys_with_volatile_items'
}

const MODERN: HashesQuirks = {
  dueFieldsAreAbsent: false,
  ordersFieldsByDeadline: true,
  fieldSecondsRoundUp: true,
  fieldDeadlinesAre46Bits: true,
  pastFieldDeadlineExpires: false,
  readsFieldsBeforeKey: false,
  hgetexIsRead: false,
  hsetexExpiresQuietly: true,
  digestsFieldDeadlines: true,
  hashesWithDeadlinesField: 'subexpiry',
}

export const HASHES_QUIRKS: Record<ProfileName, HashesQuirks> = quirksByProfile(MODERN, {
  '7.0': { hashesWithDeadlinesField: '' },
  '7.2': { hashesWithDeadlinesField: '' },
  '8.2': { hsetexExpiresQuietly: false },
  'valkey-8.1': { hashesWithDeadlinesField: '' },
  'valkey-9': {
    dueFieldsAreAbsent: true,
    ordersFieldsByDeadline: false,
    fieldSecondsRoundUp: false,
    fieldDeadlinesAre46Bits: false,
    pastFieldDeadlineExpires: true,
    readsFieldsBeforeKey: true,
    hgetexIsRead: true,
    hsetexExpiresQuietly: false,
    digestsFieldDeadlines: false,
    hashesWithDeadlinesField: 'keys_with_volatile_items',
  },
})
