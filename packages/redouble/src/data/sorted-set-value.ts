import { ChurnMap } from './churn-map.ts'
import { ScoreIndex, type SlotCursor } from './score-index.ts'

/** How far a sorted set stays a listpack; the configuration has these fields. */
export interface SortedSetLimits {
  readonly zsetMaxListpackEntries: number
  readonly zsetMaxListpackValue: number
}

/** A free slot's score: no member can have it. */
const FREE = Number.NaN
/** Below this many free slots it is not worth renumbering. */
const MIN_FREE_TO_COMPACT = 32

/**
 * A sorted set. Members live in slots of two columns; a map finds a member's slot, an index keeps
 * the slots in order. Slots are reused, and when more than half are free they are renumbered, so a
 * random slot is a member at least every second time and memory follows the size.
 */
export class SortedSetValue {
  #scores: number[] = []
  #members: string[] = []
  #slots = new ChurnMap<number>()
  #free: number[] = []
  #index: ScoreIndex
  #isListpack: boolean

  constructor(isListpack = true) {
    this.#isListpack = isListpack
    this.#index = this.#newIndex()
  }

  /** A set of these members at once, in the encoding that Redis gives to a result. */
  static from(scores: ReadonlyMap<string, number>, limits: SortedSetLimits): SortedSetValue {
    let longest = 0
    for (const member of scores.keys()) if (member.length > longest) longest = member.length
    const isListpack =
      scores.size <= limits.zsetMaxListpackEntries && longest <= limits.zsetMaxListpackValue
    const set = new SortedSetValue(isListpack)
    for (const [member, score] of scores) {
      set.#slots.set(member, set.#members.length)
      set.#members.push(member)
      set.#scores.push(isListpack ? score + 0 : score)
    }
    set.#sortSlots()
    return set
  }

  get size(): number {
    return this.#slots.size
  }

  get encoding(): 'listpack' | 'skiplist' {
    return this.#isListpack ? 'listpack' : 'skiplist'
  }

  /** A listpack stays one only while it is small; there is no way back. */
  becomeSkiplist(): void {
    this.#isListpack = false
  }

  has(member: string): boolean {
    return this.#slots.has(member)
  }

  score(member: string): number | undefined {
    const slot = this.#slots.get(member)
    return slot === undefined ? undefined : this.#scores[slot]
  }

  /** Adds a member or changes its score. */
  set(member: string, score: number, limits: SortedSetLimits): void {
    let slot = this.#slots.get(member)
    if (slot !== undefined) {
      this.#index.remove(slot)
    } else {
      if (this.#isListpack) this.#outgrow(member, limits)
      slot = this.#takeSlot(member)
    }
    // A listpack keeps an integral score as an integer, which has no -0.
    this.#scores[slot] = this.#isListpack ? score + 0 : score
    this.#index.insert(slot)
  }

  delete(member: string): boolean {
    const slot = this.#slots.get(member)
    if (slot === undefined) return false
    this.#index.remove(slot)
    this.#release(slot)
    this.#compact()
    return true
  }

  /** Removes `count` members from a rank on; they must exist. */
  removeRange(start: number, count: number): void {
    const cursor = this.#index.cursor(start, false)
    const slots: number[] = []
    for (let i = 0; i < count; i++) slots.push(cursor.next())
    this.#index.removeRange(start, count)
    for (let i = 0; i < count; i++) this.#release(slots[i])
    this.#compact()
  }

  /** The place of a member from the lowest score, -1 when absent. */
  rank(member: string): number {
    const slot = this.#slots.get(member)
    return slot === undefined ? -1 : this.#index.rankOf(slot)
  }

  /** How many have a score below this one or, `inclusive`, not above it. */
  countBelow(score: number, inclusive: boolean): number {
    return this.#index.countBelow(score, inclusive)
  }

  /** As `countBelow` by member; meaningful where all scores are equal. */
  countBelowMember(member: string, inclusive: boolean): number {
    return this.#index.countBelowMember(member, inclusive)
  }

  /** Reads from a rank on, upwards or (`reverse`) downwards. */
  range(rank: number, reverse: boolean): SortedSetCursor {
    return new SortedSetCursor(this.#index.cursor(rank, reverse), this.#members, this.#scores)
  }

  /** A member by chance; the set must not be empty. `below` gives an integer in [0, bound). */
  random(below: (bound: number) => number): string {
    for (;;) {
      const slot = below(this.#members.length)
      if (this.#isLive(slot)) return this.#members[slot]
    }
  }

  /**
   * One step of ZSCAN; returns the next cursor, 0 at the end. The cursor counts slots downwards:
   * renumbering only moves members down, so one that stays is always visited.
   */
  scan(cursor: number, count: number, visit: (member: string, score: number) => void): number {
    const start = cursor === 0 ? this.#members.length : Math.min(cursor, this.#members.length)
    const end = Math.max(0, start - count)
    for (let slot = start - 1; slot >= end; slot--) {
      if (this.#isLive(slot)) visit(this.#members[slot], this.#scores[slot])
    }
    return end
  }

  /** Members from the lowest score to the highest. */
  *[Symbol.iterator](): IterableIterator<[member: string, score: number]> {
    const cursor = this.range(0, false)
    while (cursor.next()) yield [cursor.member, cursor.score]
  }

  clone(): SortedSetValue {
    const copy = new SortedSetValue(this.#isListpack)
    copy.#scores = this.#scores.slice()
    copy.#members = this.#members.slice()
    copy.#free = this.#free.slice()
    copy.#slots = this.#slots.clone()
    copy.#index = copy.#newIndex(this.#index.ordered())
    return copy
  }

  #newIndex(ordered?: number[]): ScoreIndex {
    return new ScoreIndex({ scores: this.#scores, members: this.#members }, ordered)
  }

  #isLive(slot: number): boolean {
    const score = this.#scores[slot]
    return score === score
  }

  #outgrow(member: string, limits: SortedSetLimits): void {
    this.#isListpack =
      this.#slots.size < limits.zsetMaxListpackEntries &&
      member.length <= limits.zsetMaxListpackValue
  }

  #takeSlot(member: string): number {
    const slot = this.#free.pop() ?? this.#members.length
    this.#members[slot] = member
    this.#slots.set(member, slot)
    return slot
  }

  #release(slot: number): void {
    this.#slots.delete(this.#members[slot])
    this.#members[slot] = ''
    this.#scores[slot] = FREE
    this.#free.push(slot)
  }

  #compact(): void {
    if (this.#free.length < MIN_FREE_TO_COMPACT || this.#free.length <= this.#slots.size) return
    const moved: number[] = []
    let count = 0
    for (let slot = 0; slot < this.#members.length; slot++) {
      if (!this.#isLive(slot)) continue
      moved[slot] = count
      this.#members[count] = this.#members[slot]
      this.#scores[count] = this.#scores[slot]
      this.#slots.set(this.#members[count], count)
      count++
    }
    const ordered = this.#index.ordered()
    for (let i = 0; i < ordered.length; i++) ordered[i] = moved[ordered[i]]
    this.#members.length = count
    this.#scores.length = count
    this.#free = []
    this.#index = this.#newIndex(ordered)
  }

  #sortSlots(): void {
    const scores = this.#scores
    const members = this.#members
    const ordered = members.map((_, slot) => slot)
    ordered.sort((a, b) => scores[a] - scores[b] || (members[a] < members[b] ? -1 : 1))
    this.#index = this.#newIndex(ordered)
  }
}

/** Reads members one after the other. The set must not change meanwhile. */
export class SortedSetCursor {
  member = ''
  score = 0
  readonly #slots: SlotCursor
  readonly #members: readonly string[]
  readonly #scores: readonly number[]

  constructor(slots: SlotCursor, members: readonly string[], scores: readonly number[]) {
    this.#slots = slots
    this.#members = members
    this.#scores = scores
  }

  /** Moves to the next member; false at the end. */
  next(): boolean {
    const slot = this.#slots.next()
    if (slot < 0) return false
    this.member = this.#members[slot]
    this.score = this.#scores[slot]
    return true
  }
}
