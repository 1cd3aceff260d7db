import { PROFILE_NAMES, type ProfileName } from './profile-name.ts'
import { type Quirks, quirksOf } from './quirks/index.ts'

/**
 * Which server the double answers as. Behaviour that differs between versions is a named switch in
 * `quirks/` or `since`/`until` on a definition; handlers never compare versions.
 */
export interface Profile {
  readonly name: ProfileName
  readonly flavour: 'redis' | 'valkey'
  /** What `redis_version` says. Valkey keeps a Redis 7.2 here for old clients. */
  readonly redisVersion: string
  readonly valkeyVersion?: string
  readonly quirks: Quirks
}

const PROFILES: Record<ProfileName, Profile> = {
  '7.0': redis('7.0', '7.0.15'),
  '7.2': redis('7.2', '7.2.5'),
  '7.4': redis('7.4', '7.4.2'),
  '8.0': redis('8.0', '8.0.2'),
  '8.2': redis('8.2', '8.2.3'),
  'valkey-8.1': valkey('valkey-8.1', '8.1.1'),
  'valkey-9': valkey('valkey-9', '9.1.2'),
}

export const DEFAULT_PROFILE: ProfileName = '8.0'
export { PROFILE_NAMES, type ProfileName }

function redis(name: ProfileName, redisVersion: string): Profile {
  return { name, flavour: 'redis', redisVersion, quirks: quirksOf(name) }
}

function valkey(name: ProfileName, valkeyVersion: string): Profile {
  const quirks = quirksOf(name)
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
  /** First Valkey version that no longer has it. */
  readonly valkeyUntil?: string
}

/** What was asked before, since handlers ask at each call. */
const answers = new WeakMap<Availability, Map<Profile, boolean>>()

export function isAvailable(item: Availability, profile: Profile): boolean {
  let known = answers.get(item)
  if (known === undefined) {
    known = new Map()
    answers.set(item, known)
  }
  let answer = known.get(profile)
  if (answer === undefined) {
    answer = compareAvailability(item, profile)
    known.set(profile, answer)
  }
  return answer
}

function compareAvailability(item: Availability, profile: Profile): boolean {
  if (profile.flavour === 'valkey') {
    const { valkeyUntil } = item
    if (valkeyUntil !== undefined && atLeast(profile.valkeyVersion ?? '0', valkeyUntil))
      return false
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
