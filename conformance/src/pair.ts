import { loadScriptHost } from 'redouble/embed'
import type { FoundServer } from 'redouble/real'
import { Double } from './subjects/double.ts'
import { Real } from './subjects/real.ts'

/** The double and a server of its profile, which play the same programs. */
export interface Rivals {
  readonly double: Double
  readonly real: Real
}

export interface Pair extends Rivals {
  /** The double without a check of what its handlers touch, which costs a quarter of its time. */
  readonly unchecked: Double
}

/** Several pairs of the same profile, which can be at different programs at the same time. */
export async function startPairs(found: FoundServer, count: number): Promise<Pair[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const double = new Double(found.profile, { loadScriptHost, checksFootprints: true })
      const unchecked = new Double(found.profile, { loadScriptHost })
      const [real] = await Promise.all([Real.start(found), double.warmUp(), unchecked.warmUp()])
      return { double, unchecked, real }
    }),
  )
}

export async function stopPairs(pairs: readonly Pair[]): Promise<void> {
  await Promise.all(
    pairs.flatMap(({ double, unchecked, real }) => [double.stop(), unchecked.stop(), real.stop()]),
  )
}

/** Lets pairs take items from a list, each when it is done with the one before. */
export async function share<T>(
  pairs: readonly Pair[],
  items: readonly T[],
  work: (pair: Pair, item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    pairs.map(async (pair) => {
      while (next < items.length) await work(pair, items[next++])
    }),
  )
}
