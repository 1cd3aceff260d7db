import type { Context } from '../../command/context.ts'
import { isInteger, type SetLimits, SetValue } from '../../data/set-value.ts'

/** The sets under keys, undefined where there is none; throws at the first of another type. */
export function readSets({ db }: Context, keys: readonly string[]): (SetValue | undefined)[] {
  return keys.map((key) => db.readValue(key, 'set'))
}

/** Members that all sets have, up to `limit`, in the order of the smallest set. */
export function intersect(sets: readonly (SetValue | undefined)[], limit: number): string[] {
  const found: string[] = []
  if (!areAllThere(sets)) return found
  const [smallest, ...others] = bySize(sets)
  for (const member of smallest.members()) {
    if (others.every((set) => set.has(member)) && found.push(member) >= limit) break
  }
  return found
}

/** The intersection as SINTERSTORE stores it. */
export function intersection(
  sets: readonly (SetValue | undefined)[],
  limits: SetLimits,
  isOld: boolean,
): SetValue {
  const members = intersect(sets, Infinity)
  const isIntset = isOld || (areAllThere(sets) && bySize(sets)[0].encoding === 'intset')
  const result = new SetValue(isIntset ? 'intset' : 'listpack')
  for (const member of members) result.add(member, limits)
  if (!isIntset && members.every(isInteger)) result.toIntset(limits)
  return result
}

/** The union as SUNIONSTORE stores it. */
export function union(sets: readonly (SetValue | undefined)[], limits: SetLimits): SetValue {
  const result = new SetValue()
  for (const set of sets) {
    if (set !== undefined) for (const member of set.members()) result.add(member, limits)
  }
  return result
}

/**
 * The first set without the members of the others, as SDIFFSTORE stores it. Of two ways the servers
 * choose the one that promises less work, and the encoding of the result tells which it was.
 */
export function difference(sets: readonly (SetValue | undefined)[], limits: SetLimits): SetValue {
  const result = new SetValue()
  const [first, ...others] = sets
  if (first === undefined || others.includes(first)) return result
  const subtracted = others.filter((set) => set !== undefined)
  if (asksEachMember(first, subtracted)) {
    for (const member of first.members()) {
      if (!subtracted.some((set) => set.has(member))) result.add(member, limits)
    }
    return result
  }
  for (const member of first.members()) result.add(member, limits)
  for (const set of subtracted) for (const member of set.members()) result.delete(member)
  return result
}

function asksEachMember(first: SetValue, subtracted: readonly SetValue[]): boolean {
  const asking = (first.size * (subtracted.length + 1)) / 2
  const removing = subtracted.reduce((sum, set) => sum + set.size, first.size)
  return Math.floor(asking) <= removing
}

function areAllThere(sets: readonly (SetValue | undefined)[]): sets is readonly SetValue[] {
  return sets.every((set) => set !== undefined)
}

function bySize(sets: readonly SetValue[]): SetValue[] {
  return [...sets].sort((a, b) => a.size - b.size)
}
