/**
 * Bytes as binary strings: one character per byte (Latin-1). Conversion to and from real bytes
 * happens at the edges only, through this file.
 */

interface FastBuffer extends Buffer {
  latin1Slice(start: number, end: number): string
  latin1Write(text: string, offset: number, length: number): number
}

const prototype = Buffer.prototype as FastBuffer

/** Bytes `start` to `end` of a buffer as a binary string that shares nothing with the buffer. */
export const latin1Slice: (buffer: Buffer, start: number, end: number) => string =
  typeof prototype.latin1Slice === 'function'
    ? (buffer, start, end) => (buffer as FastBuffer).latin1Slice(start, end)
    : (buffer, start, end) => buffer.toString('latin1', start, end)

/** Writes a binary string into a buffer and returns the count of bytes written. */
export const latin1Write: (buffer: Buffer, text: string, offset: number) => number =
  typeof prototype.latin1Write === 'function'
    ? (buffer, text, offset) => (buffer as FastBuffer).latin1Write(text, offset, text.length)
    : (buffer, text, offset) => buffer.write(text, offset, text.length, 'latin1')

/** UTF-16 text to the binary string of its UTF-8 bytes. */
export function encodeUtf8(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) return Buffer.from(text, 'utf8').toString('latin1')
  }
  return text
}

/** The binary string of UTF-8 bytes to UTF-16 text. */
export function decodeUtf8(bytes: string): string {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes.charCodeAt(i) > 0x7f) return Buffer.from(bytes, 'latin1').toString('utf8')
  }
  return bytes
}

/** Compares as memcmp does, shorter first on a tie. Latin-1 strings compare by byte in JS too. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** ASCII lower case; bytes above 0x7f stay, unlike with `toLowerCase`. */
export function lowerAscii(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f || (code >= 0x41 && code <= 0x5a)) return lowerSlow(text)
  }
  return text
}

function lowerSlow(text: string): string {
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
}

/** Bytes as the servers print them with `%s`: up to the first NUL. */
export function cString(bytes: string): string {
  const end = bytes.indexOf('\0')
  return end < 0 ? bytes : bytes.slice(0, end)
}

/** ASCII upper case; bytes above 0x7f stay. */
export function upperAscii(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f || (code >= 0x61 && code <= 0x7a)) {
      return text.replace(/[a-z]+/g, (run) => run.toUpperCase())
    }
  }
  return text
}

const REPR_ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
}

/**
 * A byte string in double quotes as Redis prints it in MONITOR and error texts (sdscatrepr).
 * `isPlain` leaves quotes and backslashes as they are.
 */
export function quoteBytes(bytes: string, isPlain = false): string {
  let out = '"'
  for (const char of bytes) {
    const escaped = isPlain && (char === '"' || char === '\\') ? char : REPR_ESCAPES[char]
    const code = char.charCodeAt(0)
    if (escaped !== undefined) out += escaped
    else if (code >= 0x20 && code <= 0x7e) out += char
    else out += `\\x${code.toString(16).padStart(2, '0')}`
  }
  return `${out}"`
}
