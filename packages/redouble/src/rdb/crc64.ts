/**
 * The checksum at the end of dumps and files: CRC-64 with Jones's polynomial, reflected. Numbers of
 * 64 bits are two halves of 32 here, for bigints would be a hundred times slower.
 */

/** The polynomial 0xad93d23594c935a9 with its bits in reverse. */
const POLYNOMIAL_HIGH = 0x95ac9329
const POLYNOMIAL_LOW = 0xac4bc9b5

const HIGHS = new Int32Array(256)
const LOWS = new Int32Array(256)

for (let byte = 0; byte < 256; byte++) {
  let high = 0
  let low = byte
  for (let bit = 0; bit < 8; bit++) {
    const isOdd = (low & 1) === 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (!isOdd) continue
    high ^= POLYNOMIAL_HIGH
    low ^= POLYNOMIAL_LOW
  }
  HIGHS[byte] = high
  LOWS[byte] = low
}

/** The checksum of the bytes before `end`, as it is stored: little-endian. */
export function crc64(bytes: Uint8Array, end: number): { low: number; high: number } {
  let high = 0
  let low = 0
  for (let i = 0; i < end; i++) {
    const index = (low ^ bytes[i]) & 0xff
    low = ((low >>> 8) | (high << 24)) ^ LOWS[index]
    high = (high >>> 8) ^ HIGHS[index]
  }
  return { low: low >>> 0, high: high >>> 0 }
}
