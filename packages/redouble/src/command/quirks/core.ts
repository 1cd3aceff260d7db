import type { ProfileName } from '../profile-name.ts'

/** Behaviours that differ between servers. Each names what is true when it is on. */
export interface CoreQuirks {
  /** Doubles print as `%.17g`, not as their shortest form (up to 7.0). */
  readonly doublesWith17Digits: boolean
  /** A blocking timeout past 64 bits overflows into a negative one (up to 7.0). */
  readonly hugeTimeoutIsNegative: boolean
  /** Lists are quicklists from the first element on (up to 7.0). */
  readonly listsAreQuicklists: boolean
  /** Small sets that are not all integers are hash tables at once (up to 7.0). */
  readonly setsWithoutListpack: boolean
  /** LSET reads its index into 32 bits: 4294967296 is 0 (from 7.2 on). */
  readonly lsetTruncatesIndex: boolean
  /** LTRIM that removes nothing is no change to a WATCH, though it has its event (Valkey 9). */
  readonly idleLtrimIsNoChange: boolean
  /** LREM and LPOS RANK take -2^63, which is all and the last (up to 7.0). */
  readonly acceptsLeastInteger: boolean
  /** A blocked client is served from the key that woke it, not from its first key (up to 7.0). */
  readonly wakesForReadyKeyOnly: boolean
  /** LATENCY LATEST counts and adds up the spikes too (Valkey). */
  readonly latencyHasTotals: boolean
  /** LATENCY DOCTOR links the page of today (from 7.4 on). */
  readonly latencyTopicMoved: boolean
  /** SHUTDOWN knows SAFE and FAILOVER (Valkey 9). */
  readonly shutsDownSafely: boolean
  /** What LOLWUT draws without being told; 0 for nothing. */
  readonly lolwutVersion: number
  /** LOLWUT says Valkey (Valkey 9). */
  readonly lolwutSaysValkey: boolean
  /** MEMORY STATS tells what the map from slots to keys takes (up to 7.0). */
  readonly countsSlotKeys: boolean
  /** DEBUG HTSTATS says how a table is filled without being asked in full (up to 7.0). */
  readonly describesTables: boolean
  /** DEBUG OBJECT tells LFU's numbers (Valkey 8.1). */
  readonly debugObjectShowsLfu: boolean
  /** DEBUG OBJECT takes a second word, which may be `fast` (Valkey). */
  readonly debugObjectTakesFast: boolean
  /** CONFIG SET calls sizes past 63 bits negative (Redis 8.2). */
  readonly sizesSayAtLeastZero: boolean
  /** CONFIG SET refuses memory past 64 bits instead of wrapping it (Valkey 9). */
  readonly refusesMemoryOverflow: boolean
  /** COMMAND has an empty array, not an empty set, where there are no subcommands (Valkey 9). */
  readonly subcommandsAreArrays: boolean
  /** COMMAND DOCS has no `display_text` (up to 7.0). */
  readonly docsWithoutDisplayText: boolean
  /** HELP ends in `Prints this help.`, not in `Print this help.` (up to 7.0). */
  readonly helpSaysPrints: boolean
  /** A deadline in the past takes the key away at once, as `expired`; SET stores nothing (Valkey). */
  readonly pastDeadlineExpires: boolean
  /**
   * Bytes within which key and string share one allocation, which is what `embstr` then means
   * (Redis 8.2, Valkey); 0 where only the string counts.
   */
  readonly embeddedStringBytes: 0 | 64 | 128
  /** LIMIT with a negative offset counts from a skiplist's other end (after Redis 7.2). */
  readonly offsetsCountBack: boolean
  /** COMMAND GETKEYS takes the last 32 bits of a count of keys (Redis 7, Valkey 8.1). */
  readonly keyCountsWrap: boolean
  /** A string that replaces one with an expiry is embedded, or not, as if it had it (Valkey). */
  readonly overwriteCountsOldExpiry: boolean
  /** GETEX reads its time before it looks at the key (Valkey 9). */
  readonly getexReadsTimeFirst: boolean
  /** BITCOUNT and BITPOS look at the key before they read the range (up to 7.0). */
  readonly bitRangeReadAfterKey: boolean
  /** HSET stays a listpack though the call brings too many pairs, if not the hash (up to 7.0). */
  readonly hsetIgnoresPairCount: boolean
  /** The bounds of a score range are read by strtod: leading spaces and hex count (Redis < 8). */
  readonly scoreRangesReadByStrtod: boolean
  /** Scores and weights in hex are refused (Valkey 9). */
  readonly scoresWithoutHex: boolean
  /** A new sorted set's encoding does not look at how many pairs ZADD brings (up to 7.0). */
  readonly zaddIgnoresPairCount: boolean
  /** ZADD leaves the listpack for a long member before it adds any, or none (Valkey). */
  readonly zaddConvertsFirst: boolean
  /** Cursors go through strtoul alone: `-1` and the empty text are cursors too (up to 7.0). */
  readonly cursorsAreBareStrtoul: boolean
  /** SCAN knows HSCAN's NOVALUES, to refuse it (from 7.4 on). */
  readonly scansKnowNoValues: boolean
  /** SCAN refuses a TYPE that it does not know (Valkey). */
  readonly scanChecksTypeName: boolean
  /** SCAN TYPE looks keys up, which expires them: with a keymiss (7.0), quietly, or not (Valkey). */
  readonly scanLooksUpType: 'aloud' | 'quietly' | 'no'
  /** The event classes `o` (overwritten) and `c` (type changed) exist (Redis 8.2). */
  readonly announcesOverwrites: boolean
  /** Integers up to 9999 are one shared object each (Redis up to 8.0). */
  readonly sharesSmallIntegers: boolean
  /**
   * What SORT takes for a number: all that strtod reads; decimals of any magnitude, as from_chars
   * (Redis 8); or only those that a double can hold (Valkey 9).
   */
  readonly sortNumbers: 'strtod' | 'any-decimal' | 'fitting-decimal'
  /** READONLY and READWRITE are accepted without cluster mode (Valkey). */
  readonly readonlyWithoutCluster: boolean
  /** CLUSTER KEYSLOT answers without cluster mode (Valkey 9). */
  readonly keyslotWithoutCluster: boolean
  /** What a client causes to be sent to itself comes before its reply (up to 7.0), not after. */
  readonly ownPushesComeFirst: boolean
  /** MONITOR shows quotes and backslashes as they are, ambiguous as that is (Valkey 8.1). */
  readonly monitorShowsPlainQuotes: boolean
  /** TIME goes on within a script and within EXEC (up to 7.0). */
  readonly timeGoesOnInside: boolean
  /** HELLO takes its options one after the other, SETNAME before a failing AUTH too (up to 7.0). */
  readonly helloActsInOrder: boolean
  /** A refused AUTH stays unanswered behind replies that are not sent yet (Redis 7.2, Valkey 8). */
  readonly failedAuthHidesBehindReplies: boolean
  /** NOAUTH comes before unknown commands and wrong arity (Valkey 9). */
  readonly checksAuthFirst: boolean
  /** Without memory nothing can be queued, reading commands neither (up to 7.0). */
  readonly queueingTakesMemory: boolean
  /** RESET leaves CLIENT NO-EVICT alone (up to 7.0). */
  readonly resetKeepsNoEvict: boolean
  /** CLIENT PAUSE takes a time past 64 bits (up to 7.0). */
  readonly pauseMayOverflow: boolean
  /** CLIENT PAUSE and UNBLOCK pass over superfluous arguments; CLIENT LIST filters as KILL does. */
  readonly lenientClientArguments: boolean
  /** What MULTI refuses is refused when it is queued, and EXEC then aborts (Valkey). */
  readonly nestedMultiAborts: boolean
  /** The refusal names the command; so do those of scripts, and they say Valkey (Valkey 9). */
  readonly refusalsNameCommand: boolean
  /** No more than 500 scripts of EVAL are kept (from 7.4 on). */
  readonly evictsEvalScripts: boolean
  /** SCRIPT LOAD keeps a script from eviction although EVAL brought it (Valkey). */
  readonly scriptLoadKeeps: boolean
  /** A NUL within a header line hides its end (Redis). */
  readonly nulHidesLineEnd: boolean
  /** Requests must end their lines in CR LF, and quotes may join within a word (Valkey 9). */
  readonly strictRequests: boolean
  /** Bytes 0xff vanish from inline commands, unless they are escaped (Valkey). */
  readonly inlineLosesFf: boolean
  /** What follows an inline command of blanks alone is taken for an inline command (Valkey 8.1). */
  readonly blankStaysInline: boolean
  /** Unbalanced streams are told of as XREAD's, not as 'xread's (up to 7.0). */
  readonly unbalancedSaysXread: boolean
  /** XREAD's `+`: refused (before 7.4), the id generated last (Valkey), or the last entry's. */
  readonly xreadPlus: 'refused' | 'last-id' | 'last-entry'
  /** XADD with `ms-*` calls the entry too large when the millisecond is full (up to 7.0). */
  readonly fullMillisecondIsTooLarge: boolean
  /** XSETID may go below an id that was deleted (up to 7.0). */
  readonly xsetidIgnoresDeleted: boolean
  /** Under LFU a key that is renamed or moved keeps its count (Redis 7.0); later it begins anew. */
  readonly movedKeysKeepFrequency: boolean
}

const MODERN: CoreQuirks = {
  unbalancedSaysXread: false,
  xreadPlus: 'last-entry',
  fullMillisecondIsTooLarge: false,
  xsetidIgnoresDeleted: false,
  ownPushesComeFirst: false,
  timeGoesOnInside: false,
  monitorShowsPlainQuotes: false,
  helloActsInOrder: false,
  failedAuthHidesBehindReplies: true,
  checksAuthFirst: false,
  queueingTakesMemory: false,
  resetKeepsNoEvict: false,
  pauseMayOverflow: false,
  lenientClientArguments: false,
  nestedMultiAborts: false,
  refusalsNameCommand: false,
  evictsEvalScripts: true,
  scriptLoadKeeps: false,
  nulHidesLineEnd: true,
  strictRequests: false,
  inlineLosesFf: false,
  blankStaysInline: false,
  cursorsAreBareStrtoul: false,
  scansKnowNoValues: true,
  scanChecksTypeName: false,
  scanLooksUpType: 'quietly',
  announcesOverwrites: false,
  sharesSmallIntegers: true,
  sortNumbers: 'any-decimal',
  movedKeysKeepFrequency: false,
  readonlyWithoutCluster: false,
  keyslotWithoutCluster: false,
  latencyHasTotals: false,
  sizesSayAtLeastZero: false,
  refusesMemoryOverflow: false,
  subcommandsAreArrays: false,
  describesTables: false,
  debugObjectShowsLfu: false,
  debugObjectTakesFast: false,
  countsSlotKeys: false,
  latencyTopicMoved: true,
  shutsDownSafely: false,
  lolwutVersion: 8,
  lolwutSaysValkey: false,
  docsWithoutDisplayText: false,
  helpSaysPrints: false,
  doublesWith17Digits: false,
  hugeTimeoutIsNegative: false,
  listsAreQuicklists: false,
  setsWithoutListpack: false,
  lsetTruncatesIndex: true,
  idleLtrimIsNoChange: false,
  acceptsLeastInteger: false,
  wakesForReadyKeyOnly: false,
  pastDeadlineExpires: false,
  embeddedStringBytes: 0,
  overwriteCountsOldExpiry: false,
  keyCountsWrap: false,
  offsetsCountBack: true,
  hsetIgnoresPairCount: false,
  getexReadsTimeFirst: false,
  bitRangeReadAfterKey: false,
  scoreRangesReadByStrtod: false,
  scoresWithoutHex: false,
  zaddIgnoresPairCount: false,
  zaddConvertsFirst: false,
}

/** Redis 7.0, against what came after it. */
const SEVEN_ZERO: CoreQuirks = {
  ...MODERN,
  movedKeysKeepFrequency: true,
  unbalancedSaysXread: true,
  xreadPlus: 'refused',
  fullMillisecondIsTooLarge: true,
  keyCountsWrap: true,
  offsetsCountBack: false,
  xsetidIgnoresDeleted: true,
  ownPushesComeFirst: true,
  timeGoesOnInside: true,
  helloActsInOrder: true,
  failedAuthHidesBehindReplies: false,
  queueingTakesMemory: true,
  resetKeepsNoEvict: true,
  pauseMayOverflow: true,
  evictsEvalScripts: false,
  latencyTopicMoved: false,
  describesTables: true,
  countsSlotKeys: true,
  lolwutVersion: 0,
  docsWithoutDisplayText: true,
  helpSaysPrints: true,
  cursorsAreBareStrtoul: true,
  scansKnowNoValues: false,
  scanLooksUpType: 'aloud',
  sortNumbers: 'strtod',
  doublesWith17Digits: true,
  hsetIgnoresPairCount: true,
  bitRangeReadAfterKey: true,
  hugeTimeoutIsNegative: true,
  listsAreQuicklists: true,
  setsWithoutListpack: true,
  lsetTruncatesIndex: false,
  acceptsLeastInteger: true,
  wakesForReadyKeyOnly: true,
  scoreRangesReadByStrtod: true,
  zaddIgnoresPairCount: true,
}

/** Redis 7.2 and 7.4, against 8.0. */
const BEFORE_EIGHT: CoreQuirks = {
  ...MODERN,
  lolwutVersion: 0,
  scoreRangesReadByStrtod: true,
  sortNumbers: 'strtod',
}

/** Valkey, against Redis 8.0. */
const VALKEY: CoreQuirks = {
  ...MODERN,
  latencyHasTotals: true,
  debugObjectShowsLfu: true,
  debugObjectTakesFast: true,
  lolwutVersion: 0,
  xreadPlus: 'last-id',
  lenientClientArguments: true,
  nestedMultiAborts: true,
  scriptLoadKeeps: true,
  nulHidesLineEnd: false,
  inlineLosesFf: true,
  blankStaysInline: true,
  scanChecksTypeName: true,
  scanLooksUpType: 'no',
  sharesSmallIntegers: false,
  sortNumbers: 'strtod',
  readonlyWithoutCluster: true,
  pastDeadlineExpires: true,
  embeddedStringBytes: 64,
  overwriteCountsOldExpiry: true,
  keyCountsWrap: true,
  scoreRangesReadByStrtod: true,
  zaddConvertsFirst: true,
}

export const CORE_QUIRKS: Record<ProfileName, CoreQuirks> = {
  '7.0': SEVEN_ZERO,
  '7.2': {
    ...BEFORE_EIGHT,
    evictsEvalScripts: false,
    offsetsCountBack: false,
    scansKnowNoValues: false,
    xreadPlus: 'refused',
  },
  '7.4': BEFORE_EIGHT,
  '8.0': MODERN,
  '8.2': {
    ...MODERN,
    sizesSayAtLeastZero: true,
    embeddedStringBytes: 64,
    sharesSmallIntegers: false,
    announcesOverwrites: true,
    offsetsCountBack: false,
  },
  'valkey-8.1': { ...VALKEY, monitorShowsPlainQuotes: true },
  'valkey-9': {
    ...VALKEY,
    debugObjectShowsLfu: false,
    shutsDownSafely: true,
    refusesMemoryOverflow: true,
    subcommandsAreArrays: true,
    lolwutVersion: 9,
    lolwutSaysValkey: true,
    failedAuthHidesBehindReplies: false,
    checksAuthFirst: true,
    refusalsNameCommand: true,
    strictRequests: true,
    blankStaysInline: false,
    embeddedStringBytes: 128,
    keyCountsWrap: false,
    getexReadsTimeFirst: true,
    scoreRangesReadByStrtod: false,
    idleLtrimIsNoChange: true,
    scoresWithoutHex: true,
    sortNumbers: 'fitting-decimal',
    keyslotWithoutCluster: true,
  },
}
