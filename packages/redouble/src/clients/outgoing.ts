/** What clients write, strings of any encoding or bytes, as the one buffer that the engine reads. */

/** A piece as a stream's `write` takes it. */
export interface Piece {
  readonly chunk: string | Uint8Array
  readonly encoding: BufferEncoding | undefined
}

/** Commands are short: those that fit are encoded without an allocation. */
const SCRATCH_BYTES = 16 * 1024
let scratch: Buffer | undefined
let scratchInUse = false

/** Passes the bytes of a chunk on. They are overwritten after the call when they were a string. */
export function passOn(
  chunk: string | Uint8Array,
  encoding: BufferEncoding | undefined,
  receive: (bytes: Buffer) => void,
): void {
  if (typeof chunk !== 'string') {
    receive(asBuffer(chunk))
    return
  }
  // UTF-8 takes at most three bytes for a UTF-16 unit. A nested write comes from a test's own
  // hook inside the engine; the outer bytes may not be read to their end yet.
  if (scratchInUse || chunk.length * 3 > SCRATCH_BYTES || !isUtf8(encoding)) {
    receive(Buffer.from(chunk, encoding))
    return
  }
  scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES)
  scratchInUse = true
  try {
    receive(scratch.subarray(0, scratch.write(chunk)))
  } finally {
    scratchInUse = false
  }
}

/** Joins pieces that were written one by one but belong together. */
export function joined(pieces: readonly Piece[]): Piece {
  const [first] = pieces
  if (pieces.length === 1 && first !== undefined) return first
  if (pieces.every(({ chunk, encoding }) => typeof chunk === 'string' && isUtf8(encoding))) {
    let text = ''
    for (const { chunk } of pieces) text += chunk as string
    return { chunk: text, encoding: 'utf8' }
  }
  const buffers = pieces.map(({ chunk, encoding }) =>
    typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk,
  )
  return { chunk: Buffer.concat(buffers), encoding: undefined }
}

function isUtf8(encoding: BufferEncoding | undefined): boolean {
  return encoding === undefined || encoding === 'utf8' || encoding === 'utf-8'
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
