/**
 * MurmurHash64A (Austin Appleby, public domain) over the bytes of a binary string, on halves of 32
 * bits: the servers' hash of an element, with their seed.
 */
const SEED = 0xadc83b19
const M_LOW = 0x5bd1e995
const M_HIGH = 0xc6a4a793

/** The high half of the last product. */
let high = 0

/**
 * Which register an element belongs to, and what it puts there at least: `index * 64 + count`. The
 * low 14 bits of the hash are the index; the count is the place of the lowest bit that is set in
 * the other 50, from 1.
 */
export function placeOfElement(text: string): number {
  const length = text.length
  let low = timesM(length | 0, Math.floor(length / 2 ** 32)) ^ SEED
  let upper = high
  const whole = length & ~7
  for (let i = 0; i < whole; i += 8) {
    const a = wordAt(text, i)
    const b = wordAt(text, i + 4)
    const mixed = timesM(a, b)
    const mixedHigh = high
    // Shifted by 47: only the upper half reaches the lower one.
    const k = timesM(mixed ^ (mixedHigh >>> 15), mixedHigh)
    low = timesM(low ^ k, upper ^ high)
    upper = high
  }
  if (whole < length) {
    let a = 0
    let b = 0
    for (let i = length - 1; i >= whole; i--) {
      const byte = text.charCodeAt(i)
      const place = i - whole
      if (place >= 4) b = (b << 8) | byte
      else a = (a << 8) | byte
    }
    low = timesM(low ^ a, upper ^ b)
    upper = high
  }
  low = timesM(low ^ (upper >>> 15), upper)
  upper = high
  low ^= upper >>> 15
  return (low & 0x3fff) * 64 + countOf(low >>> 14, upper)
}

function countOf(low: number, upper: number): number {
  if (low !== 0) return 1 + lowestBit(low)
  return upper === 0 ? 51 : 19 + lowestBit(upper)
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

/** Four bytes, the first one lowest. */
function wordAt(text: string, index: number): number {
  return (
    text.charCodeAt(index) |
    (text.charCodeAt(index + 1) << 8) |
    (text.charCodeAt(index + 2) << 16) |
    (text.charCodeAt(index + 3) << 24)
  )
}

/** The low half of a 64-bit number times M; the high half goes to `high`. */
function timesM(low: number, upper: number): number {
  // The high half of low × M_LOW, from halves of 16 bits.
  const a = low & 0xffff
  const b = low >>> 16
  const c = M_LOW & 0xffff
  const d = M_LOW >>> 16
  const bottom = a * c
  const middle = b * c + (bottom >>> 16)
  const carry = (middle & 0xffff) + a * d
  const top = b * d + (middle >>> 16) + (carry >>> 16)
  high = (top + Math.imul(low, M_HIGH) + Math.imul(upper, M_LOW)) | 0
  return Math.imul(low, M_LOW)
}
