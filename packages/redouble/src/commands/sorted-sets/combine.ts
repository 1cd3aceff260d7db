import type { SetValue } from '../../data/set-value.ts'
import { SortedSetValue } from '../../data/sorted-set-value.ts'

/** Sorted sets and sets, whose members then all have the score 1, mix freely. */
export type Input = SortedSetValue | SetValue | undefined
export type Aggregate = 'SUM' | 'MIN' | 'MAX'

interface Weighted {
  readonly input: Input
  readonly weight: number
}

/** The union; a member that several inputs have gets its scores aggregated. */
export function union(
  inputs: readonly Input[],
  weights: readonly number[] | null,
  aggregate: Aggregate,
): Map<string, number> {
  const result = new Map<string, number>()
  for (const { input, weight } of smallestFirst(inputs, weights)) {
    for (const [member, given] of scoresOf(input)) {
      const score = orZero(given * weight)
      const current = result.get(member)
      result.set(member, current === undefined ? score : aggregated(current, score, aggregate))
    }
  }
  return result
}

/** The intersection; stops at `limit` members unless that is 0. */
export function intersection(
  inputs: readonly Input[],
  weights: readonly number[] | null,
  aggregate: Aggregate,
  limit = 0,
): Map<string, number> {
  const result = new Map<string, number>()
  const [first, ...others] = smallestFirst(inputs, weights)
  for (const [member, given] of scoresOf(first.input)) {
    let score = orZero(given * first.weight)
    let isInAll = true
    for (const { input, weight } of others) {
      const other = scoreIn(input, member)
      if (other === undefined) {
        isInAll = false
        break
      }
      score = aggregated(score, other * weight, aggregate)
    }
    if (!isInAll) continue
    result.set(member, score)
    if (result.size === limit) break
  }
  return result
}

/** What the first input has and no other. */
export function difference([first, ...others]: readonly Input[]): Map<string, number> {
  const result = new Map<string, number>()
  for (const [member, score] of scoresOf(first)) {
    if (others.every((other) => scoreIn(other, member) === undefined)) result.set(member, score)
  }
  return result
}

/** Redis works from the smallest input up, which shows in how sums of doubles round. */
function smallestFirst(inputs: readonly Input[], weights: readonly number[] | null): Weighted[] {
  return inputs
    .map((input, i) => ({ input, weight: weights === null ? 1 : weights[i] }))
    .sort((a, b) => (a.input?.size ?? 0) - (b.input?.size ?? 0))
}

function* scoresOf(input: Input): IterableIterator<[member: string, score: number]> {
  if (input === undefined) return
  if (input instanceof SortedSetValue) yield* input
  else for (const member of input.members()) yield [member, 1]
}

function scoreIn(input: Input, member: string): number | undefined {
  if (input === undefined) return undefined
  if (input instanceof SortedSetValue) return input.score(member)
  return input.has(member) ? 1 : undefined
}

/** Infinity times 0, or minus infinity: 0, as Redis has it. */
function orZero(score: number): number {
  return Number.isNaN(score) ? 0 : score
}

function aggregated(a: number, b: number, aggregate: Aggregate): number {
  if (aggregate === 'SUM') return orZero(a + b)
  if (aggregate === 'MIN') return b < a ? b : a
  return b > a ? b : a
}
