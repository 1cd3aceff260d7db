import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** How servers lay values out in memory, and what they take without any. All sizes in bytes. */
export interface MemoryQuirks {
  /** Small requests are rounded up to a multiple of this. */
  readonly allocatorStep: 8 | 16
  /** Requests from 16 KB on are rounded up to whole pages, not to a size class (Valkey 9). */
  readonly largeBlocksArePages: boolean
  /**
   * Where a key lies: beside its object, with an entry of the table for both (Redis up to 8.0);
   * within the object (Redis 8.2, Valkey 9); within it too, but not counted (Valkey 8).
   */
  readonly keyPlace: 'beside' | 'within' | 'uncounted'
  /** An object's header when its text lies within it: Valkey 9 saves the pointer. */
  readonly embeddedHeaderBytes: 8 | 16
  /** What a key takes beyond what MEMORY USAGE says: entries of the table, as they are allocated. */
  readonly keyExtraBytes: number
  /** What an expiry takes, beside its place in a table. */
  readonly expiryBytes: number
  /** Of a key and of an expiry in MEMORY STATS' overheads. */
  readonly overheadPerKey: number
  readonly overheadPerExpiry: number
  /** Tables are of buckets with seven entries each (Valkey). */
  readonly tablesHaveBuckets: boolean
  /** A hash table that is grown all at once is as large as it has to be (Redis 8). */
  readonly tablesArePresized: boolean
  /** A member of a sorted set lies in its skiplist's node (Redis 8.2, Valkey 9). */
  readonly skiplistHoldsMembers: boolean
  /** A stream without its trees and listpacks. */
  readonly streamBytes: number
  /** A vector set without elements. */
  readonly vectorSetBytes: number
  /** What a server has in use when it has started, and a little later, without clients. */
  readonly startupBytes: number
  readonly idleBytes: number
  readonly evalMachineBytes: number
  readonly functionMachineBytes: number
  readonly libraryBytes: number
  /** A read-only script is told of missing memory before it is told not to write (Valkey 9). */
  readonly scriptsCheckMemoryFirst: boolean
  /** The interpreters count as overhead (Redis 8). */
  readonly machinesAreOverhead: boolean
}

const REDIS_8_0: MemoryQuirks = {
  allocatorStep: 16,
  largeBlocksArePages: false,
  keyPlace: 'beside',
  embeddedHeaderBytes: 16,
  keyExtraBytes: 8,
  expiryBytes: 32,
  overheadPerKey: 40,
  overheadPerExpiry: 24,
  tablesHaveBuckets: false,
  tablesArePresized: true,
  skiplistHoldsMembers: false,
  streamBytes: 80,
  vectorSetBytes: 1768,
  startupBytes: 670_912,
  idleBytes: 25_600,
  evalMachineBytes: 32_768,
  functionMachineBytes: 33_792,
  libraryBytes: 200,
  scriptsCheckMemoryFirst: false,
  machinesAreOverhead: true,
}

const VALKEY: Partial<MemoryQuirks> = {
  keyPlace: 'uncounted',
  keyExtraBytes: 0,
  expiryBytes: 16,
  overheadPerKey: 16,
  overheadPerExpiry: 0,
  tablesHaveBuckets: true,
  functionMachineBytes: 35_840,
  machinesAreOverhead: false,
}

const BEFORE_EIGHT: Partial<MemoryQuirks> = {
  tablesArePresized: false,
  machinesAreOverhead: false,
}

export const MEMORY_QUIRKS: Record<ProfileName, MemoryQuirks> = quirksByProfile(REDIS_8_0, {
  '7.0': { ...BEFORE_EIGHT, startupBytes: 876_488 },
  '7.2': { ...BEFORE_EIGHT, startupBytes: 876_488 },
  '7.4': BEFORE_EIGHT,
  '8.2': {
    allocatorStep: 8,
    keyPlace: 'within',
    keyExtraBytes: 5,
    expiryBytes: 13,
    overheadPerKey: 32,
    overheadPerExpiry: 16,
    skiplistHoldsMembers: true,
    streamBytes: 112,
    vectorSetBytes: 1784,
    startupBytes: 653_952,
    libraryBytes: 192,
  },
  'valkey-8.1': { ...VALKEY, startupBytes: 892_248, idleBytes: 25_200, libraryBytes: 224 },
  'valkey-9': {
    ...VALKEY,
    largeBlocksArePages: true,
    keyPlace: 'within',
    embeddedHeaderBytes: 8,
    expiryBytes: 32,
    skiplistHoldsMembers: true,
    startupBytes: 922_216,
    idleBytes: 25_400,
    evalMachineBytes: 33_792,
    libraryBytes: 336,
    scriptsCheckMemoryFirst: true,
  },
})
