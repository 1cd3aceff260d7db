import { bytesOf, type StringValue } from './string-value.ts'

const POPULATION = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1
  return count
})

/** Counts the ones from bit `start` to bit `end`, both included and within the string. */
export function countBits(value: StringValue, start: number, end: number): number {
  const bytes = bytesOf(value)
  const first = Math.floor(start / 8)
  const last = Math.floor(end / 8)
  const head = 0xff >> (start % 8)
  const tail = (0xff << (7 - (end % 8))) & 0xff
  if (first === last) return POPULATION[bytes[first] & head & tail]
  let count = POPULATION[bytes[first] & head] + POPULATION[bytes[last] & tail]
  for (let i = first + 1; i < last; i++) count += POPULATION[bytes[i]]
  return count
}

/** The first bit equal to `bit` from `start` to `end`, both included and within; -1 for none. */
export function findBit(value: StringValue, bit: 0 | 1, start: number, end: number): number {
  const bytes = bytesOf(value)
  const skipped = bit === 1 ? 0x00 : 0xff
  const last = Math.floor(end / 8)
  for (let i = Math.floor(start / 8); i <= last; i++) {
    if (bytes[i] === skipped) continue
    const from = Math.max(start, i * 8)
    const to = Math.min(end, i * 8 + 7)
    for (let at = from; at <= to; at++) {
      if (((bytes[i] >> (7 - (at % 8))) & 1) === bit) return at
    }
  }
  return -1
}

export type BitOperation = 'AND' | 'OR' | 'XOR' | 'NOT' | 'DIFF' | 'DIFF1' | 'ANDOR' | 'ONE'

/** A bitwise operation over strings; shorter ones are as if they ended in zeros. */
export function combineBits(operation: BitOperation, values: readonly StringValue[]): Buffer {
  const sources = values.map(bytesOf)
  const out = Buffer.alloc(Math.max(...sources.map((source) => source.length)))
  switch (operation) {
    case 'NOT':
      for (let i = 0; i < out.length; i++) out[i] = ~sources[0][i]
      return out
    case 'AND':
      return and(out, sources)
    case 'XOR':
      for (const source of sources) for (let i = 0; i < source.length; i++) out[i] ^= source[i]
      return out
    case 'OR':
      return or(out, sources)
    case 'ONE':
      return one(out, sources)
    default:
      return againstFirst(operation, or(out, sources.slice(1)), sources[0])
  }
}

function and(out: Buffer, sources: readonly Buffer[]): Buffer {
  const shortest = Math.min(...sources.map((source) => source.length))
  out.set(sources[0].subarray(0, shortest))
  for (let n = 1; n < sources.length; n++) {
    const source = sources[n]
    for (let i = 0; i < shortest; i++) out[i] &= source[i]
  }
  return out
}

function or(out: Buffer, sources: readonly Buffer[]): Buffer {
  for (const source of sources) for (let i = 0; i < source.length; i++) out[i] |= source[i]
  return out
}

/** Bits that exactly one source has. */
function one(out: Buffer, sources: readonly Buffer[]): Buffer {
  const seenTwice = Buffer.alloc(out.length)
  for (const source of sources) {
    for (let i = 0; i < source.length; i++) {
      seenTwice[i] |= out[i] & source[i]
      out[i] |= source[i]
    }
  }
  for (let i = 0; i < out.length; i++) out[i] &= ~seenTwice[i]
  return out
}

/** Redis 8.2's operations between the first source and the union of the others. */
function againstFirst(operation: 'DIFF' | 'DIFF1' | 'ANDOR', union: Buffer, first: Buffer): Buffer {
  for (let i = 0; i < union.length; i++) {
    const byte = i < first.length ? first[i] : 0
    if (operation === 'DIFF') union[i] = byte & ~union[i]
    else if (operation === 'DIFF1') union[i] &= ~byte
    else union[i] &= byte
  }
  return union
}
