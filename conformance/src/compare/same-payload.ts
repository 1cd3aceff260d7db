/** The version of the format and a checksum stand behind a value in a payload of DUMP. */
const VERSION_BYTES = 2
const FOOTER_BYTES = VERSION_BYTES + 8
const SET = 2
const HASH = 4
/** Streams, and hashes whose fields expire: these hold moments of the server's clock. */
const TIMED = new Set([15, 19, 21, 22, 23, 24, 25, 26])
/** By how much a payload may be longer where its numbers are of another moment. */
const LENGTH_TOLERANCE = 16

/**
 * Whether two payloads of DUMP hold the same value. A hash table's members come in an order of
 * their own, on each server another; everything else is exact, but for moments of the clock.
 */
export function samePayload(a: string, b: string): boolean {
  if (a === b) return true
  if (a.length < FOOTER_BYTES || b.length < FOOTER_BYTES) return false
  const type = a.charCodeAt(0)
  if (type !== b.charCodeAt(0) || versionOf(a) !== versionOf(b)) return false
  if (TIMED.has(type)) return Math.abs(a.length - b.length) <= LENGTH_TOLERANCE
  if (type !== SET && type !== HASH) return false
  const mine = members(a, type === HASH ? 2 : 1)
  const other = members(b, type === HASH ? 2 : 1)
  return mine !== null && other !== null && mine.join() === other.join()
}

function versionOf(payload: string): string {
  return payload.slice(-FOOTER_BYTES, -FOOTER_BYTES + VERSION_BYTES)
}

/** A table's members as their bytes in hexadecimal, sorted; null when it cannot be read. */
function members(payload: string, stringsEach: number): string[] | null {
  const bytes = Buffer.from(payload.slice(0, -FOOTER_BYTES), 'latin1')
  const head = lengthAt(bytes, 1)
  if (head === null || head.special) return null
  const found: string[] = []
  let at = head.end
  for (let i = 0; i < head.value; i++) {
    const start = at
    for (let k = 0; k < stringsEach; k++) {
      const end = stringEnd(bytes, at)
      if (end === null) return null
      at = end
    }
    found.push(bytes.toString('hex', start, at))
  }
  return at === bytes.length ? found.sort() : null
}

interface Length {
  readonly value: number
  readonly end: number
  /** Says how a string is written instead of how long it is. */
  readonly special: boolean
}

function lengthAt(bytes: Buffer, at: number): Length | null {
  if (at >= bytes.length) return null
  const first = bytes[at]
  const low = first & 0x3f
  switch (first >> 6) {
    case 0:
      return { value: low, end: at + 1, special: false }
    case 1:
      return { value: (low << 8) | bytes[at + 1], end: at + 2, special: false }
    case 2:
      if (first === 0x80) return { value: bytes.readUInt32BE(at + 1), end: at + 5, special: false }
      return null
    default:
      return { value: low, end: at + 1, special: true }
  }
}

const INTEGER_BYTES = [1, 2, 4]
const COMPRESSED = 3

function stringEnd(bytes: Buffer, at: number): number | null {
  const head = lengthAt(bytes, at)
  if (head === null) return null
  if (!head.special) return head.end + head.value
  if (head.value < INTEGER_BYTES.length) return head.end + INTEGER_BYTES[head.value]
  if (head.value !== COMPRESSED) return null
  const packed = lengthAt(bytes, head.end)
  const whole = packed === null ? null : lengthAt(bytes, packed.end)
  return packed === null || whole === null ? null : whole.end + packed.value
}
