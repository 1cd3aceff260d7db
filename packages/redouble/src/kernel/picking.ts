import type { Random } from './random.ts'

/** `count` different things of those that `pick` chooses from, which must be many more. */
export function pickFew<T>(count: number, pick: () => T): Set<T> {
  const picked = new Set<T>()
  while (picked.size < count) picked.add(pick())
  return picked
}

/** `count` different integers below `size`, each set of them as likely as any other; ascending. */
export function pickAscending(size: number, count: number, random: Random): number[] {
  const picked: number[] = []
  for (let i = 0; picked.length < count; i++) {
    if (random.below(size - i) < count - picked.length) picked.push(i)
  }
  return picked
}
