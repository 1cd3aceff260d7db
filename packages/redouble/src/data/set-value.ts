import { ChurnMap } from './churn-map.ts'
import { parseInt64 } from '../kernel/numbers.ts'
import { pickFew } from '../kernel/picking.ts'
import type { Random } from '../kernel/random.ts'

export type SetEncoding = 'intset' | 'listpack' | 'hashtable'

/** The thresholds of set-max-intset-entries and its kin; -1 listpack entries: never a listpack. */
export interface SetLimits {
  readonly maxIntsetEntries: number
  readonly maxListpackEntries: number
  readonly maxListpackValue: number
}

/**
 * A set. One structure serves every encoding: a map from member to its place in a dense array,
 * whose holes the last member fills, so that a random pick is O(1). The encoding is bookkeeping
 * for OBJECT ENCODING and for the order in which members come: ascending from an intset, as they
 * were added from a listpack, any from a hashtable.
 */
export class SetValue {
  #encoding: SetEncoding
  readonly #places = new ChurnMap<number>()
  readonly #dense: string[] = []
  /** The members of an intset in order, until it changes. */
  #ascending: string[] | null = null
  /** Bytes of each integer of an intset: those of the widest that it ever had. */
  #integerBytes: 2 | 4 | 8 = 2

  constructor(encoding: SetEncoding = 'intset') {
    this.#encoding = encoding
  }

  /** An empty set in the encoding that suits its first member and how many may come. */
  static for(first: string, sizeHint: number, limits: SetLimits): SetValue {
    if (sizeHint <= limits.maxIntsetEntries && isInteger(first)) return new SetValue('intset')
    return new SetValue(sizeHint <= limits.maxListpackEntries ? 'listpack' : 'hashtable')
  }

  /** A set of these members, as the servers make one when they load it. */
  static of(members: readonly string[], limits: SetLimits): SetValue {
    const set = SetValue.for(members[0], members.length, limits)
    for (const member of members) set.add(member, limits)
    return set
  }

  get size(): number {
    return this.#dense.length
  }

  get encoding(): SetEncoding {
    return this.#encoding
  }

  /** How wide an intset's integers are. It widens when one comes that needs it, and stays so. */
  get integerBytes(): 2 | 4 | 8 {
    return this.#integerBytes
  }

  /** An intset may come wider than its members need. */
  widen(bytes: 2 | 4 | 8): void {
    if (bytes > this.#integerBytes) this.#integerBytes = bytes
  }

  has(member: string): boolean {
    return this.#places.has(member)
  }

  /** Before so many members are added: leaves a compact encoding that could not hold them. */
  expect(count: number, limits: SetLimits): void {
    const max = this.#encoding === 'intset' ? limits.maxIntsetEntries : limits.maxListpackEntries
    if (this.#encoding !== 'hashtable' && count > max) this.#convert('hashtable')
  }

  /** False when it was there already. */
  add(member: string, limits: SetLimits): boolean {
    if (this.#places.has(member)) return false
    if (this.#encoding !== 'hashtable') this.#makeRoomFor(member, limits)
    if (this.#encoding === 'intset') this.widen(integerBytes(member))
    this.#places.set(member, this.#dense.length)
    this.#dense.push(member)
    this.#ascending = null
    if (this.#encoding === 'intset' && this.size > limits.maxIntsetEntries) {
      this.#convert('hashtable')
    }
    return true
  }

  delete(member: string): boolean {
    const place = this.#places.get(member)
    if (place === undefined) return false
    this.#places.delete(member)
    const last = this.#dense.pop() as string
    if (last !== member) {
      this.#dense[place] = last
      // Setting a key that is there keeps its place in the map's order.
      this.#places.set(last, place)
    }
    this.#ascending = null
    return true
  }

  /** All members in the encoding's order. The array is the caller's. */
  members(): string[] {
    if (this.#encoding === 'hashtable') return this.#dense.slice()
    if (this.#encoding === 'listpack') return [...this.#places.keys()]
    this.#ascending ??= this.#dense.slice().sort(compareIntegers)
    return this.#ascending.slice()
  }

  /** Removes all members and returns them in the encoding's order. */
  clear(): string[] {
    const members = this.members()
    this.#places.clear()
    this.#dense.length = 0
    this.#ascending = null
    return members
  }

  /** A member by chance, of a set that is not empty. */
  randomMember(random: Random): string {
    return this.#dense[random.below(this.#dense.length)]
  }

  /** `count` different members by chance; `count` is at most the size. */
  sample(count: number, random: Random): string[] {
    if (count * 3 > this.size) return shuffledHead(this.#dense.slice(), count, random)
    return [...pickFew(count, () => this.randomMember(random))]
  }

  /**
   * Makes the set anew from the members it has, from an empty set of an encoding: what the servers
   * do after an SPOP of nearly all members.
   */
  rebuild(encoding: SetEncoding, limits: SetLimits): void {
    const members = this.#dense.splice(0)
    this.#places.clear()
    this.#encoding = encoding
    this.#integerBytes = 2
    for (const member of members) this.add(member, limits)
  }

  /** Becomes an intset when it is small enough; all members must be integers. */
  toIntset(limits: SetLimits): void {
    if (this.size > limits.maxIntsetEntries) return
    this.#encoding = 'intset'
    for (const member of this.#dense) this.widen(integerBytes(member))
  }

  /**
   * One step of SSCAN; returns the next cursor, 0 at the end. A compact encoding is visited whole.
   * Otherwise the cursor counts down through the dense array: what is there from the first step to
   * the last is visited.
   */
  scan(cursor: number, count: number, visit: (member: string) => void): number {
    if (this.#encoding !== 'hashtable') {
      for (const member of this.members()) visit(member)
      return 0
    }
    const start = cursor === 0 ? this.size : Math.min(cursor, this.size)
    const end = Math.max(0, start - count)
    for (let i = start - 1; i >= end; i--) visit(this.#dense[i])
    return end
  }

  clone(): SetValue {
    const copy = new SetValue(this.#encoding)
    copy.#integerBytes = this.#integerBytes
    for (const member of this.members()) copy.#append(member)
    return copy
  }

  /** Leaves the encoding when the member does not fit into it. */
  #makeRoomFor(member: string, limits: SetLimits): void {
    if (this.#encoding === 'intset' && isInteger(member)) return
    const { maxListpackEntries, maxListpackValue } = limits
    const fits = this.size < maxListpackEntries && member.length <= maxListpackValue
    if (this.#encoding === 'listpack') {
      if (!fits) this.#convert('hashtable')
    } else {
      const allFit = fits && this.#dense.every((one) => one.length <= maxListpackValue)
      this.#convert(allFit ? 'listpack' : 'hashtable')
    }
  }

  #convert(encoding: SetEncoding): void {
    if (this.#encoding === 'intset') {
      const members = this.members()
      this.#dense.length = 0
      this.#places.clear()
      this.#ascending = null
      for (const member of members) this.#append(member)
    }
    this.#encoding = encoding
  }

  #append(member: string): void {
    this.#places.set(member, this.#dense.length)
    this.#dense.push(member)
  }
}

/** Whether a text is what a signed 64-bit integer prints as. */
export function isInteger(text: string): boolean {
  return parseInt64(text) !== null
}

/** How many bytes a canonical integer takes in an intset. */
function integerBytes(member: string): 2 | 4 | 8 {
  if (member.length < 5) return 2
  const value = member.length < 12 ? Number(member) : Infinity
  if (value >= -32768 && value <= 32767) return 2
  return value >= -2147483648 && value <= 2147483647 ? 4 : 8
}

/** Orders canonical integers without parsing them. */
function compareIntegers(a: string, b: string): number {
  const aNegative = a.charCodeAt(0) === 0x2d
  if (aNegative !== (b.charCodeAt(0) === 0x2d)) return aNegative ? -1 : 1
  const ascending = a.length === b.length ? (a < b ? -1 : 1) : a.length - b.length
  return aNegative ? -ascending : ascending
}

function shuffledHead(items: string[], count: number, random: Random): string[] {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(items.length - i)
    const item = items[i]
    items[i] = items[j]
    items[j] = item
  }
  items.length = count
  return items
}
