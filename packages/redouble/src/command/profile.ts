/**
 * Which server the double answers as. Behaviour that differs between versions is a named switch
 * here or `since`/`until` on a definition; handlers never compare versions.
 */
export type ProfileName = '7.0' | '7.2' | '7.4' | '8.0' | '8.2' | 'valkey-8.1' | 'valkey-9'

export interface Profile {
  readonly name: ProfileName
  readonly flavour: 'redis' | 'valkey'
  /** What `redis_version` says. Valkey keeps a Redis 7.2 here for old clients. */
  readonly redisVersion: string
  readonly valkeyVersion?: string
  readonly quirks: Quirks
}

/** Behaviours that differ between servers. Each names what is true when it is on. */
export interface Quirks {
  /** Doubles print as `%.17g`, not as their shortest form (up to 7.0). */
  readonly doublesWith17Digits: boolean
  /** A blocking timeout past 64 bits overflows into a negative one (up to 7.0). */
  readonly hugeTimeoutIsNegative: boolean
  /** Lists are quicklists from the first element on (up to 7.0). */
  readonly listsAreQuicklists: boolean
  /** Small sets that are not all integers are hash tables at once (up to 7.0). */
  readonly setsWithoutListpack: boolean
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
}

const MODERN: Quirks = {
  docsWithoutDisplayText: false,
  helpSaysPrints: false,
  doublesWith17Digits: false,
  hugeTimeoutIsNegative: false,
  listsAreQuicklists: false,
  setsWithoutListpack: false,
  pastDeadlineExpires: false,
  embeddedStringBytes: 0,
}

/** Redis 7.0, against what came after it. */
const SEVEN_ZERO: Quirks = {
  ...MODERN,
  docsWithoutDisplayText: true,
  helpSaysPrints: true,
  doublesWith17Digits: true,
  hugeTimeoutIsNegative: true,
  listsAreQuicklists: true,
  setsWithoutListpack: true,
}

/** Valkey, against Redis 8.0. */
const VALKEY: Quirks = { ...MODERN, pastDeadlineExpires: true, embeddedStringBytes: 64 }

/** Each Redis version that a `since` may name, in order of age, behind each profile. */
const PROFILES: Record<ProfileName, Profile> = {
  '7.0': redis('7.0', '7.0.15', SEVEN_ZERO),
  '7.2': redis('7.2', '7.2.5', MODERN),
  '7.4': redis('7.4', '7.4.2', MODERN),
  '8.0': redis('8.0', '8.0.2', MODERN),
  '8.2': redis('8.2', '8.2.3', { ...MODERN, embeddedStringBytes: 64 }),
  'valkey-8.1': valkey('valkey-8.1', '8.1.1', VALKEY),
  'valkey-9': valkey('valkey-9', '9.1.2', { ...VALKEY, embeddedStringBytes: 128 }),
}

export const DEFAULT_PROFILE: ProfileName = '8.0'
export const PROFILE_NAMES: readonly ProfileName[] = Object.keys(PROFILES) as ProfileName[]

function redis(name: ProfileName, redisVersion: string, quirks: Quirks): Profile {
  return { name, flavour: 'redis', redisVersion, quirks }
}

function valkey(name: ProfileName, valkeyVersion: string, quirks: Quirks): Profile {
  return { name, flavour: 'valkey', redisVersion: '7.2.4', valkeyVersion, quirks }
}

export function profileNamed(name: string): Profile | undefined {
  return Object.hasOwn(PROFILES, name) ? PROFILES[name as ProfileName] : undefined
}

/** Availability of a command or option: by Redis version, and on Valkey by its own. */
export interface Availability {
  /** First Redis version that has it. `never` when only Valkey does. */
  readonly since: string
  /** First Redis version that no longer has it. */
  readonly until?: string
  /** First Valkey version that has it, when not inherited from Redis 7.2; `never` when absent. */
  readonly valkeySince?: string
}

export function isAvailable(item: Availability, profile: Profile): boolean {
  if (profile.flavour === 'valkey') {
    if (item.valkeySince !== undefined) {
      return item.valkeySince !== 'never' && atLeast(profile.valkeyVersion ?? '0', item.valkeySince)
    }
    return atLeast('7.2.99', item.since)
  }
  if (item.since === 'never' || !atLeast(profile.redisVersion, item.since)) return false
  return item.until === undefined || !atLeast(profile.redisVersion, item.until)
}

/** Compares dotted versions; a profile's own minor counts as having all of that minor's patches. */
function atLeast(version: string, wanted: string): boolean {
  if (wanted === 'never') return false
  const have = version.split('.').map(Number)
  const want = wanted.split('.').map(Number)
  if (have[0] !== want[0]) return have[0] > want[0]
  return have[1] >= (want[1] ?? 0)
}
