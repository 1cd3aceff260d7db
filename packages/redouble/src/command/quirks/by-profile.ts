import { PROFILE_NAMES, type ProfileName } from '../profile-name.ts'

/**
 * A family's switches for each profile: as Redis 8.0 has them, and what differs where. A profile
 * that `differences` does not name behaves as 8.0.
 */
export function quirksByProfile<T extends object>(
  modern: T,
  differences: Partial<Record<ProfileName, Partial<T>>>,
): Record<ProfileName, T> {
  const all = PROFILE_NAMES.map((name) => [name, { ...modern, ...differences[name] }] as const)
  return Object.fromEntries(all) as Record<ProfileName, T>
}
