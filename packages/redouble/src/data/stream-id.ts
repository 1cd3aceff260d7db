import { UINT64_MAX } from '../kernel/numbers.ts'

/** An unsigned 64-bit integer: a number while it is safe, else a bigint. */
export type Uint64 = number | bigint

/** An entry's id: milliseconds and a sequence number within them. */
export interface StreamId {
  readonly ms: Uint64
  readonly seq: Uint64
}

export const LEAST_ID: StreamId = { ms: 0, seq: 0 }
export const GREATEST_ID: StreamId = { ms: UINT64_MAX, seq: UINT64_MAX }

export function compareIds(a: StreamId, b: StreamId): number {
  if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1
  if (a.seq !== b.seq) return a.seq < b.seq ? -1 : 1
  return 0
}

export function isSameId(a: StreamId, b: StreamId): boolean {
  return a.ms === b.ms && a.seq === b.seq
}

export function idText(id: StreamId): string {
  return `${id.ms}-${id.seq}`
}

/** The next id, or null behind the greatest. */
export function idAfter(id: StreamId): StreamId | null {
  if (id.seq !== UINT64_MAX) return { ms: id.ms, seq: plusOne(id.seq) }
  return id.ms === UINT64_MAX ? null : { ms: plusOne(id.ms), seq: 0 }
}

/** The id before, or null before the least. */
export function idBefore(id: StreamId): StreamId | null {
  if (id.seq !== 0) return { ms: id.ms, seq: minusOne(id.seq) }
  return id.ms === 0 ? null : { ms: minusOne(id.ms), seq: UINT64_MAX }
}

/** A whole unsigned 64-bit decimal, or null. */
export function parseUint64(text: string): Uint64 | null {
  if (!/^\d{1,20}$/.test(text) || (text.length > 1 && text[0] === '0')) return null
  if (text.length < 16) return Number(text)
  const value = BigInt(text)
  if (value > UINT64_MAX) return null
  return narrowUnsigned(value)
}

function plusOne(value: Uint64): Uint64 {
  return narrowUnsigned(BigInt(value) + 1n)
}

function minusOne(value: Uint64): Uint64 {
  return narrowUnsigned(BigInt(value) - 1n)
}

function narrowUnsigned(value: bigint): Uint64 {
  return value <= 9007199254740991n ? Number(value) : value
}
