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

export function idText(id: StreamId): string {
  return `${id.ms}-${id.seq}`
}

/** The next id, or null behind the greatest. */
export function idAfter(id: StreamId): StreamId | null {
  if (id.seq !== UINT64_MAX) return { ms: id.ms, seq: plus(id.seq, 1) }
  return id.ms === UINT64_MAX ? null : { ms: plus(id.ms, 1), seq: 0 }
}

/** The id before, or null before the least. */
export function idBefore(id: StreamId): StreamId | null {
  if (id.seq !== 0) return { ms: id.ms, seq: plus(id.seq, -1) }
  return id.ms === 0 ? null : { ms: plus(id.ms, -1), seq: UINT64_MAX }
}

/** C's strtoull in base 10 over the whole text: white space and a sign may lead. */
const UNSIGNED = /^[ \t\n\v\f\r]*([+-]?)(\d+)$/

/** An unsigned 64-bit decimal as the servers read it, or null. */
export function parseUint64(text: string): Uint64 | null {
  if (text.length < 16 && /^(?:0|[1-9]\d*)$/.test(text)) return Number(text)
  const match = UNSIGNED.exec(text)
  if (match === null || text.startsWith('-')) return null
  const value = BigInt(match[2])
  if (value > UINT64_MAX) return null
  return narrowUnsigned(match[1] === '-' ? BigInt.asUintN(64, -value) : value)
}

function plus(value: Uint64, step: 1 | -1): Uint64 {
  if (typeof value === 'number' && value < Number.MAX_SAFE_INTEGER) return value + step
  return narrowUnsigned(BigInt(value) + BigInt(step))
}

function narrowUnsigned(value: bigint): Uint64 {
  return value <= 9007199254740991n ? Number(value) : value
}
