/**
 * The sparse form of a HyperLogLog: behind the header, runs of registers in order. `00nnnnnn` is
 * n+1 zeros, `01nnnnnn nnnnnnnn` the same with 14 bits, `1vvvvvnn` n+1 registers of v+1. Strings
 * that clients have written may hold anything: a run beyond the last register, half an opcode.
 */
import { HEADER_BYTES, REGISTERS } from './hyperloglog-format.ts'

const ZEROS_MAX = 64
const VALUE_MAX = 32
const VALUES_MAX = 4
/** How many opcodes are looked at for two that can be joined. */
const JOIN_SCAN = 5

/** What `setSparse` answers instead of a new text. */
export type SparseRefusal = 'unchanged' | 'corrupt' | 'too large'

export interface SparseEdit {
  readonly text: string
}

/** Raises a register, as the servers do it, byte for byte. */
export function setSparse(
  text: string,
  index: number,
  count: number,
  maxBytes: number,
): SparseEdit | SparseRefusal {
  if (count > VALUE_MAX) return 'too large'
  let at = HEADER_BYTES
  let first = 0
  let previous = -1
  let span = 0
  while (at < text.length) {
    span = runOf(text, at)
    if (index < first + span) break
    previous = at
    at += widthOf(text, at)
    first += span
  }
  if (span === 0 || at >= text.length) return 'corrupt'
  const value = valueOf(text, at)
  if (value >= count) return 'unchanged'
  const replacement =
    span === 1 && !isWide(text, at)
      ? values(count, 1)
      : split(value, index - first, count, first + span - 1 - index)
  const width = widthOf(text, at)
  const growth = replacement.length - width
  if (growth > 0 && text.length + growth > maxBytes) return 'too large'
  // Half an opcode at the end is replaced as if it were whole, and the length is what it was.
  const whole = text.slice(0, at) + replacement + text.slice(at + width)
  const changed = whole.length > text.length + growth ? whole.slice(0, text.length + growth) : whole
  return { text: joined(changed, previous < 0 ? HEADER_BYTES : previous) }
}

/** A run of one value as what is before the register, the register, and what is behind it. */
function split(value: number, before: number, count: number, behind: number): string {
  const run = value === 0 ? zeros : (length: number): string => values(value, length)
  return (before > 0 ? run(before) : '') + values(count, 1) + (behind > 0 ? run(behind) : '')
}

/** Joins neighbours of the same value, near where something has changed. */
function joined(text: string, from: number): string {
  let out = text
  let at = from
  for (let scan = JOIN_SCAN; at < out.length && scan > 0; scan--) {
    const value = valueOf(out, at)
    if (value > 0 && at + 1 < out.length && valueOf(out, at + 1) === value) {
      const length = runOf(out, at) + runOf(out, at + 1)
      if (length <= VALUES_MAX) {
        out = out.slice(0, at) + values(value, length) + out.slice(at + 2)
        continue
      }
    }
    at += widthOf(out, at)
  }
  return out
}

/** Calls `visit` with each run; false when they do not cover all registers and no more. */
export function readSparse(
  text: string,
  visit: (first: number, length: number, value: number) => void,
): boolean {
  let first = 0
  for (let at = HEADER_BYTES; at < text.length; at += widthOf(text, at)) {
    const length = runOf(text, at)
    if (first + length > REGISTERS) return false
    visit(first, length, valueOf(text, at))
    first += length
  }
  return first === REGISTERS
}

/** The opcodes in words, as PFDEBUG DECODE answers. */
export function describeSparse(text: string): string {
  const words: string[] = []
  for (let at = HEADER_BYTES; at < text.length; at += widthOf(text, at)) {
    const length = runOf(text, at)
    const value = valueOf(text, at)
    if (value > 0) words.push(`v:${value},${length}`)
    else words.push(`${isWide(text, at) ? 'Z' : 'z'}:${length}`)
  }
  return words.join(' ')
}

function isWide(text: string, at: number): boolean {
  return text.charCodeAt(at) >> 6 === 1
}

function widthOf(text: string, at: number): number {
  return isWide(text, at) ? 2 : 1
}

/** The value of a run's registers, 0 for zeros. */
function valueOf(text: string, at: number): number {
  const byte = text.charCodeAt(at)
  return byte < 0x80 ? 0 : ((byte >> 2) & 31) + 1
}

/** How many registers an opcode covers. Behind the end there is a zero byte, as in C. */
function runOf(text: string, at: number): number {
  const byte = text.charCodeAt(at)
  if (byte >= 0x80) return (byte & 3) + 1
  if (byte < 0x40) return byte + 1
  const low = at + 1 < text.length ? text.charCodeAt(at + 1) : 0
  return ((byte & 63) << 8) + low + 1
}

function zeros(length: number): string {
  if (length <= ZEROS_MAX) return String.fromCharCode(length - 1)
  return String.fromCharCode(0x40 | ((length - 1) >> 8), (length - 1) & 255)
}

function values(value: number, length: number): string {
  return String.fromCharCode(0x80 | ((value - 1) << 2) | (length - 1))
}
