import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** Behaviours of CLIENT and of client-side caching that differ between servers. */
export interface ClientQuirks {
  /** Reads of a script are tracked as reads of the keys that it was called with (up to 7.0). */
  readonly scriptsTrackDeclaredKeys: boolean
  /** What a blocked client reads when it is served is not tracked (up to 7.0). */
  readonly servedReadsAreForgotten: boolean
  /** What a blocked client pops when it is served counts as nobody's change (up to 7.0). */
  readonly servedPopIsNobodys: boolean
  /** FLUSHALL and FLUSHDB, unless ASYNC, are answered after tracking clients are told (from 7.4). */
  readonly flushBlocks: boolean
  /** What a client takes beside its buffers. */
  readonly clientBytes: number
  readonly watchedKeyBytes: number
  /** A client that was active lately keeps a query buffer of its own (up to 7.0). */
  readonly ownQueryBuffers: boolean
  /** A request is out of the query buffer when it runs (Valkey). */
  readonly requestsAreParsedAhead: boolean
  /** CLIENT LIST shows `multi=0` once a client has begun a transaction (Valkey). */
  readonly remembersTransactions: boolean
  /** Names of clients and libraries are looked at up to a NUL, and kept whole (after 7.0). */
  readonly namesEndAtNul: boolean
}

const MODERN: ClientQuirks = {
  scriptsTrackDeclaredKeys: false,
  servedReadsAreForgotten: false,
  servedPopIsNobodys: false,
  flushBlocks: true,
  clientBytes: 896,
  watchedKeyBytes: 80,
  ownQueryBuffers: false,
  requestsAreParsedAhead: false,
  remembersTransactions: false,
  namesEndAtNul: true,
}

const VALKEY: Partial<ClientQuirks> = {
  flushBlocks: false,
  clientBytes: 640,
  requestsAreParsedAhead: true,
  remembersTransactions: true,
}

export const CLIENT_QUIRKS: Record<ProfileName, ClientQuirks> = quirksByProfile(MODERN, {
  '7.0': {
    scriptsTrackDeclaredKeys: true,
    servedReadsAreForgotten: true,
    servedPopIsNobodys: true,
    flushBlocks: false,
    clientBytes: 768,
    watchedKeyBytes: 56,
    ownQueryBuffers: true,
    namesEndAtNul: false,
  },
  '7.2': { flushBlocks: false },
  'valkey-8.1': { ...VALKEY, watchedKeyBytes: 72 },
  'valkey-9': VALKEY,
})
