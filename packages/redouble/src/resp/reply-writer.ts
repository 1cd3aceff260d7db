import { latin1Write } from '../kernel/bytes.ts'
import {
  AttributedReply,
  BigNumberReply,
  DoubleReply,
  ErrorReply,
  InProtocolReply,
  MapReply,
  NullArrayReply,
  PushReply,
  type Reply,
  SeriesReply,
  SetReply,
  StatusReply,
  VerbatimReply,
} from './reply.ts'

const INITIAL_BYTES = 16 * 1024
/** Below this, a loop over the characters beats the call into Node's binding. */
const SHORT_TEXT = 40
/** A buffer beyond this is given away instead of being copied out. */
const GIVE_AWAY_BYTES = 8 * 1024

const STAR = 0x2a
const DOLLAR = 0x24
const COLON = 0x3a
const TILDE = 0x7e
const PERCENT = 0x25
const GREATER = 0x3e
const PIPE = 0x7c
const CR = 0x0d
const LF = 0x0a

/** A reply that holds others, of which those before `next` are written. */
interface OpenReply {
  readonly items: readonly Reply[]
  readonly resp: 2 | 3
  next: number
}

/**
 * Encodes replies into one growing buffer. RESP2 and RESP3 differ here and nowhere else: RESP2
 * lowers maps and sets to arrays, doubles to bulk strings, booleans to integers, and so on.
 */
export class ReplyWriter {
  #buffer: Buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES)
  #length = 0
  readonly #open: OpenReply[] = []

  get length(): number {
    return this.#length
  }

  /** The bytes so far, which the caller owns; the writer starts empty again. */
  take(): Buffer {
    const length = this.#length
    this.#length = 0
    if (length > GIVE_AWAY_BYTES) {
      const full = this.#buffer
      this.#buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES)
      return full.subarray(0, length)
    }
    const out = Buffer.allocUnsafe(length)
    out.set(this.#buffer.subarray(0, length))
    return out
  }

  /** Appends one reply in the given protocol version. */
  write(reply: Reply, resp: 2 | 3): void {
    this.#put(reply, resp)
    // Without recursion: what a script answers can nest deeper than JS's stack.
    const open = this.#open
    while (open.length > 0) {
      const inner = open[open.length - 1]
      if (inner.next === inner.items.length) open.pop()
      else this.#put(inner.items[inner.next++], inner.resp)
    }
  }

  /** Writes a reply, or the header of one that holds others, and opens that. */
  #put(reply: Reply, resp: 2 | 3): void {
    if (typeof reply === 'string') this.#bulk(reply)
    else if (typeof reply === 'number') this.#integer(reply)
    else if (reply === null) this.#text(resp === 2 ? '$-1\r\n' : '_\r\n')
    else if (reply instanceof StatusReply) this.#text(`+${reply.text}\r\n`)
    else if (Array.isArray(reply)) this.#items(STAR, reply, resp)
    else if (reply instanceof ErrorReply) this.#text(`-${reply.text}\r\n`)
    else this.#rare(reply, resp)
  }

  #rare(reply: Exclude<Reply, string | number | null>, resp: 2 | 3): void {
    if (typeof reply === 'boolean') {
      this.#text(resp === 2 ? (reply ? ':1\r\n' : ':0\r\n') : reply ? '#t\r\n' : '#f\r\n')
    } else if (typeof reply === 'bigint') this.#text(`:${reply}\r\n`)
    else if (reply instanceof NullArrayReply) this.#text(resp === 2 ? '*-1\r\n' : '_\r\n')
    else if (reply instanceof MapReply) this.#map(reply.entries, resp)
    else if (reply instanceof SetReply) this.#items(resp === 2 ? STAR : TILDE, reply.members, resp)
    else if (reply instanceof DoubleReply) {
      if (resp === 2) this.#bulk(reply.text)
      else this.#text(`,${reply.text}\r\n`)
    } else if (reply instanceof BigNumberReply) {
      if (resp === 2) this.#bulk(reply.digits)
      else this.#text(`(${reply.digits}\r\n`)
    } else if (reply instanceof VerbatimReply) {
      if (resp === 2) this.#bulk(reply.text)
      else this.#text(`=${reply.text.length + 4}\r\n${reply.format}:${reply.text}\r\n`)
    } else if (reply instanceof PushReply) {
      this.#items(resp === 2 ? STAR : GREATER, reply.items, resp)
    } else if (reply instanceof AttributedReply) this.#attributed(reply, resp)
    else if (reply instanceof SeriesReply) this.#opened(reply.replies, resp)
    else if (reply instanceof InProtocolReply) this.#put(reply.reply, reply.resp)
    // What is left is NoReply: nothing is written.
  }

  #map(entries: readonly Reply[], resp: 2 | 3): void {
    if (resp === 2) this.#header(STAR, entries.length)
    else this.#header(PERCENT, entries.length / 2)
    this.#opened(entries, resp)
  }

  #attributed({ attributes, reply }: AttributedReply, resp: 2 | 3): void {
    this.#opened([reply], resp)
    if (resp === 2) return
    this.#header(PIPE, attributes.length / 2)
    this.#opened(attributes, resp)
  }

  #items(marker: number, items: readonly Reply[], resp: 2 | 3): void {
    this.#header(marker, items.length)
    this.#opened(items, resp)
  }

  /** What is opened last is written first. */
  #opened(items: readonly Reply[], resp: 2 | 3): void {
    if (items.length > 0) this.#open.push({ items, resp, next: 0 })
  }

  #bulk(text: string): void {
    const length = text.length
    this.#reserve(length + 32)
    this.#marked(DOLLAR, length)
    const buffer = this.#buffer
    let at = this.#length
    if (length < SHORT_TEXT) {
      for (let i = 0; i < length; i++) buffer[at++] = text.charCodeAt(i)
    } else {
      latin1Write(buffer, text, at)
      at += length
    }
    buffer[at++] = CR
    buffer[at++] = LF
    this.#length = at
  }

  #integer(value: number): void {
    this.#reserve(32)
    if (value >= 0 && value < 1e9) this.#marked(COLON, value)
    // -0 prints as 0, and integers above 2^53 arrive as bigint.
    else this.#text(`:${value === 0 ? 0 : value}\r\n`)
  }

  #header(marker: number, count: number): void {
    this.#reserve(32)
    this.#marked(marker, count)
  }

  /** A marker, a count below 2^31 in decimal, CR LF. The space is reserved by the caller. */
  #marked(marker: number, count: number): void {
    const buffer = this.#buffer
    let at = this.#length
    buffer[at++] = marker
    if (count < 10) {
      buffer[at++] = 0x30 + count
    } else {
      let width = 2
      for (let bound = 100; count >= bound; bound *= 10) width++
      let rest = count
      for (let i = at + width - 1; i >= at; i--) {
        const next = (rest / 10) | 0
        buffer[i] = 0x30 + rest - next * 10
        rest = next
      }
      at += width
    }
    buffer[at++] = CR
    buffer[at++] = LF
    this.#length = at
  }

  #text(text: string): void {
    const length = text.length
    this.#reserve(length)
    const buffer = this.#buffer
    let at = this.#length
    if (length < SHORT_TEXT) {
      for (let i = 0; i < length; i++) buffer[at++] = text.charCodeAt(i)
    } else {
      latin1Write(buffer, text, at)
      at += length
    }
    this.#length = at
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#buffer.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2))
    grown.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = grown
  }
}
