import { encodeUtf8 } from '../../kernel/bytes.ts'
import { RedoubleError } from '../../kernel/redouble-error.ts'

/** What stands for one word of a command: text is sent as UTF-8, bytes as they are. */
export type Word = string | number | bigint | Uint8Array

/** One word as the engine keeps it: a binary string. */
export function encodeWord(value: unknown): string {
  if (typeof value === 'string') return encodeUtf8(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')
  }
  throw new RedoubleError(
    'REDOUBLE_INVALID_ARGUMENT',
    `${described(value)} cannot be a word of a command: pass a string, a number, a bigint or a ` +
      'Uint8Array (a Buffer is one).',
  )
}

function numberText(value: number): string {
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  return Object.is(value, -0) ? '-0' : String(value)
}

function described(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : String(value)
}
