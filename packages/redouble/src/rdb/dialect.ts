/** What differs between servers in what they write and read. The profile's quirks give it. */
export interface RdbDialect {
  /** The version that dumps and files carry. */
  readonly rdbVersion: number
  /** The word that opens a file. */
  readonly rdbMagic: 'REDIS' | 'VALKEY'
  /** The first version that is read; of dumps only. */
  readonly rdbOldest: 0 | 1
  /** Versions that are another server's: from … to. */
  readonly rdbForeign: readonly [from: number, to: number] | null
  /** When newer versions are let through, those of another server are too. */
  readonly rdbRelaxedForForeign: boolean
  /** 2 up to 7.0; 3 knows when consumers were active. */
  readonly rdbStreams: 2 | 3
  /** Whose hashes with deadlines of fields it knows. */
  readonly rdbFieldExpiry: 'none' | 'redis' | 'valkey'
  /**
   * Vector sets, since Redis 8.0. Since 8.2 they tell the worst link of each level too, and links
   * have to lead both ways. `any`: files of whichever version.
   */
  readonly rdbVectorSets: 'none' | 'links' | 'worst-links' | 'any'
  /** Doubles as text have 17 digits. */
  readonly doublesWith17Digits: boolean
  /** Lists are quicklists from the first element on. */
  readonly listsAreQuicklists: boolean
  /** Small sets that are not all integers are hash tables at once. */
  readonly setsWithoutListpack: boolean
}

/** How large a value of a compact encoding may be; the configuration has these fields. */
export interface RdbLimits {
  readonly hashMaxListpackEntries: number
  readonly hashMaxListpackValue: number
  readonly listMaxListpackSize: number
  readonly setMaxIntsetEntries: number
  readonly setMaxListpackEntries: number
  readonly setMaxListpackValue: number
  readonly zsetMaxListpackEntries: number
  readonly zsetMaxListpackValue: number
}

/** Whether dumps and files of a version are read, newer ones too when `isRelaxed`. */
export function acceptsVersion(
  version: number,
  { dialect, isRelaxed = false }: { readonly dialect: RdbDialect; readonly isRelaxed?: boolean },
): boolean {
  const { rdbVersion, rdbForeign, rdbRelaxedForForeign } = dialect
  if (version > rdbVersion && !isRelaxed) return false
  if (rdbForeign === null || (isRelaxed && rdbRelaxedForForeign)) return true
  return version < rdbForeign[0] || version > rdbForeign[1]
}
