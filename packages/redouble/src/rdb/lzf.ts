/**
 * LZF compression, byte for byte as the servers' liblzf gives it: a table of 2^16 places by a hash
 * of three bytes, each with where they were seen last. The format is a series of literal runs
 * (`000LLLLL`, L + 1 bytes follow) and references backwards (`LLLooooo [L] oooooooo`).
 */

const TABLE_SIZE = 1 << 16
const MAX_LITERALS = 1 << 5
const MAX_OFFSET = 1 << 13
const MAX_REFERENCE = (1 << 8) + (1 << 3)
/** A reference of three bytes gives this many at the most: nothing expands further. */
const MAX_EXPANSION = MAX_REFERENCE / 3

/**
 * Places seen last, by hash, each with `base` added: what an earlier call has left is below it, so
 * the table need not be cleared for each of many small strings.
 */
const table = new Uint32Array(TABLE_SIZE)
let base = 0

/** From the three bytes of which `triple` has the last in its low bits. */
function slotOf(triple: number): number {
  return ((triple >>> 8) - triple * 5) & (TABLE_SIZE - 1)
}

/**
 * Compresses the first `length` bytes of `input` into `output`; returns how many bytes it took, or
 * 0 when `room` is too little for them.
 */
export function lzfCompress(
  input: Uint8Array,
  length: number,
  output: Uint8Array,
  room: number,
): number {
  if (length === 0 || room === 0) return 0
  if (base + 2 * length >= 2 ** 32) {
    table.fill(0)
    base = 0
  }
  const start = base
  base += length
  const last = length - 2
  let ip = 0
  let op = 1
  let literals = 0
  let triple = (input[0] << 8) | input[1]
  while (ip < last) {
    triple = ((triple << 8) | input[ip + 2]) & 0xffffff
    const slot = slotOf(triple)
    const ref = table[slot] - start
    table[slot] = start + ip
    const offset = ip - ref - 1
    // A stale place is negative, an empty one 0; the servers never refer to the first byte either.
    if (
      ref > 0 &&
      offset < MAX_OFFSET &&
      input[ref + 2] === input[ip + 2] &&
      input[ref + 1] === input[ip + 1] &&
      input[ref] === input[ip]
    ) {
      if (op + 4 >= room && op - (literals === 0 ? 1 : 0) + 4 >= room) return 0
      output[op - literals - 1] = literals - 1
      if (literals === 0) op--
      const most = Math.min(length - ip - 2, MAX_REFERENCE)
      let same = 2
      // The servers look at sixteen bytes before they look at the limit.
      if (most > 16) {
        do same++
        while (same < 18 && input[ref + same] === input[ip + same])
      }
      if (same === 2 || (same === 18 && input[ref + 18] === input[ip + 18])) {
        do same++
        while (same < most && input[ref + same] === input[ip + same])
      }
      const extra = same - 2
      if (extra < 7) {
        output[op++] = (offset >>> 8) + (extra << 5)
      } else {
        output[op++] = (offset >>> 8) + (7 << 5)
        output[op++] = extra - 7
      }
      output[op++] = offset & 0xff
      literals = 0
      op++
      ip += extra + 2
      if (ip >= last) break
      ip -= 2
      triple = (input[ip] << 8) | input[ip + 1]
      for (let i = 0; i < 2; i++) {
        triple = ((triple << 8) | input[ip + 2]) & 0xffffff
        table[slotOf(triple)] = start + ip
        ip++
      }
    } else {
      if (op >= room) return 0
      literals++
      output[op++] = input[ip++]
      if (literals === MAX_LITERALS) {
        output[op - literals - 1] = literals - 1
        literals = 0
        op++
      }
    }
  }
  if (op + 3 > room) return 0
  while (ip < length) {
    literals++
    output[op++] = input[ip++]
    if (literals === MAX_LITERALS) {
      output[op - literals - 1] = literals - 1
      literals = 0
      op++
    }
  }
  output[op - literals - 1] = literals - 1
  return literals === 0 ? op - 1 : op
}

/** The `length` bytes that `input` stands for, or null when it does not stand for so many. */
export function lzfDecompress(input: Uint8Array, length: number): Buffer | null {
  // The servers cannot tell a failure from nothing, and nothing is what was announced.
  if (length === 0) return Buffer.alloc(0)
  if (length > input.length * MAX_EXPANSION) return null
  const output = Buffer.allocUnsafe(length)
  let ip = 0
  let op = 0
  while (ip < input.length) {
    const control = input[ip++]
    if (control < MAX_LITERALS) {
      const count = control + 1
      if (ip + count > input.length || op + count > length) return null
      for (let i = 0; i < count; i++) output[op++] = input[ip++]
      continue
    }
    let count = control >>> 5
    if (count === 7) {
      if (ip >= input.length) return null
      count += input[ip++]
    }
    if (ip >= input.length) return null
    count += 2
    let ref = op - ((control & 0x1f) << 8) - input[ip++] - 1
    if (ref < 0 || op + count > length) return null
    // Bytes may be taken that were written within this very reference.
    for (let i = 0; i < count; i++) output[op++] = output[ref++]
  }
  return op === length ? output : null
}
