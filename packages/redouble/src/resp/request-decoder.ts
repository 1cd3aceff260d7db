import { latin1Slice } from '../kernel/bytes.ts'
import { splitInlineArguments } from './inline-arguments.ts'

/** Malformed protocol. The server answers with `-ERR Protocol error: …` and hangs up. */
export class ProtocolError {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** How the server reads requests; the same for all its clients. */
export interface RequestRules {
  /** `proto-max-bulk-len`, which CONFIG SET may change at any time. */
  readonly maxBulkBytes: number
  /** A NUL hides the end of a header line, which then never comes (Redis scans it with strchr). */
  readonly nulHidesLineEnd: boolean
  /** What should be CR LF must be CR LF; others skip two bytes unseen (Valkey 9). */
  readonly checksLineEnds: boolean
  /** A closing quote may be followed by more of the same word in an inline command (Valkey 9). */
  readonly quotesMayJoin: boolean
  /** Bytes 0xff vanish from inline commands (Valkey). */
  readonly inlineLosesFf: boolean
  /** What follows an inline command of blanks alone is taken for one, too (Valkey 8.1). */
  readonly blankStaysInline: boolean
}

/** Who sends the requests. Before AUTH no more than 10 arguments of 16 KiB are admitted. */
export interface Requester {
  readonly isAdmitted: boolean
}

const CR = 0x0d
const LF = 0x0a
const STAR = 0x2a
const DOLLAR = 0x24
const NUL = 0
const INLINE_MAX_BYTES = 64 * 1024
const UNAUTHENTICATED_MAX_ARGUMENTS = 10
const UNAUTHENTICATED_MAX_BULK_BYTES = 16384
const MAX_ARGUMENTS = 2 ** 31 - 1
const EMPTY = Buffer.alloc(0)
const NOT_A_NUMBER = -2
const INCOMPLETE = -1

/**
 * Cuts a stream of bytes into commands: RESP arrays of bulk strings, or inline commands. Keeps
 * what is incomplete; never copies a large argument more than twice.
 */
export class RequestDecoder {
  readonly #rules: RequestRules
  readonly #requester: Requester
  #buffer: Buffer = EMPTY
  #position = 0
  /** Chunks that arrived while a large bulk was incomplete; joined once it is whole. */
  #waiting: Buffer[] = []
  #waitingBytes = 0
  /** Bytes that must be there before parsing can go on. */
  #neededBytes = 0
  #argumentsLeft = 0
  #bulkLength = -1
  #argv: string[] = []
  #staysInline = false

  constructor(rules: RequestRules, requester: Requester) {
    this.#rules = rules
    this.#requester = requester
  }

  /** Bytes held and not yet parsed, for `qbuf` in CLIENT LIST. */
  get bufferedBytes(): number {
    return this.#buffer.length - this.#position + this.#waitingBytes
  }

  /** Adds bytes. The chunk is copied when something of it must outlive the call to `settle`. */
  feed(chunk: Buffer): void {
    if (this.#position >= this.#buffer.length && this.#waitingBytes === 0) {
      this.#buffer = chunk
      this.#position = 0
      this.#neededBytes = 0
      return
    }
    this.#waiting.push(Buffer.from(chunk))
    this.#waitingBytes += chunk.length
  }

  /** Copies what is left, so that the caller may reuse the chunk it fed. */
  settle(): void {
    if (this.#position >= this.#buffer.length) {
      this.#buffer = EMPTY
      this.#position = 0
    } else {
      this.#buffer = Buffer.from(this.#buffer.subarray(this.#position))
      this.#position = 0
    }
  }

  /** The next whole command, or null when bytes are missing. Throws a ProtocolError. */
  next(): string[] | null {
    if (this.#waitingBytes > 0 && !this.#join()) return null
    for (;;) {
      if (this.#argumentsLeft === 0) {
        if (this.#position >= this.#buffer.length) return null
        if (this.#buffer[this.#position] !== STAR || this.#staysInline) {
          const inline = this.#inline()
          if (inline === null) return null
          if (inline.length === 0) continue
          return inline
        }
        const count = this.#multibulkCount()
        if (count === INCOMPLETE) return null
        if (count === 0) continue
        this.#argumentsLeft = count
        this.#argv = []
      }
      return this.#bulks()
    }
  }

  /** True once there are enough bytes to go on. */
  #join(): boolean {
    const left = this.#buffer.length - this.#position
    if (left + this.#waitingBytes < this.#neededBytes) return false
    this.#buffer = Buffer.concat([this.#buffer.subarray(this.#position), ...this.#waiting])
    this.#position = 0
    this.#waiting = []
    this.#waitingBytes = 0
    this.#neededBytes = 0
    return true
  }

  #multibulkCount(): number {
    const count = this.#line('too big mbulk count string', true)
    if (count === INCOMPLETE) return INCOMPLETE
    if (count === NOT_A_NUMBER || count > MAX_ARGUMENTS) {
      throw new ProtocolError('invalid multibulk length')
    }
    if (count > UNAUTHENTICATED_MAX_ARGUMENTS && !this.#requester.isAdmitted) {
      throw new ProtocolError('unauthenticated multibulk length')
    }
    return count <= 0 ? 0 : count
  }

  #bulks(): string[] | null {
    const buffer = this.#buffer
    while (this.#argumentsLeft > 0) {
      if (this.#bulkLength < 0) {
        if (this.#position >= buffer.length) return null
        const isBulk = buffer[this.#position] === DOLLAR
        const first = this.#position
        const length = this.#line('too big bulk count string', isBulk)
        if (length === INCOMPLETE) return null
        if (!isBulk) {
          const found = String.fromCharCode(buffer[first]).replace(/[\r\n]/, ' ')
          throw new ProtocolError(`expected '$', got '${found}'`)
        }
        if (length < 0 || length > this.#rules.maxBulkBytes) {
          throw new ProtocolError('invalid bulk length')
        }
        if (length > UNAUTHENTICATED_MAX_BULK_BYTES && !this.#requester.isAdmitted) {
          throw new ProtocolError('unauthenticated bulk length')
        }
        this.#bulkLength = length
      }
      const start = this.#position
      const end = start + this.#bulkLength
      if (end + 2 > buffer.length) {
        this.#neededBytes = this.#bulkLength + 2
        return null
      }
      if (this.#rules.checksLineEnds) this.#checkLineEnd(end)
      this.#argv.push(latin1Slice(buffer, start, end))
      this.#position = end + 2
      this.#bulkLength = -1
      this.#argumentsLeft--
    }
    const argv = this.#argv
    this.#argv = []
    return argv
  }

  #checkLineEnd(at: number): void {
    if (this.#buffer[at] !== CR || this.#buffer[at + 1] !== LF) {
      throw new ProtocolError('invalid CRLF in request')
    }
  }

  /** Reads `*123\r\n` or `$123\r\n` after its first byte; one that is neither ends anyhow. */
  #line(tooLong: string, hasType: boolean): number {
    const buffer = this.#buffer
    let index = this.#position + 1
    const limit = buffer.length
    let value = 0
    let negative = false
    if (buffer[index] === 0x2d) {
      negative = true
      index++
    }
    const firstDigit = index
    while (index < limit) {
      const digit = buffer[index] - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      index++
    }
    const isPlain = index > firstDigit && buffer[this.#position] !== NUL
    if (isPlain && index + 1 < limit && buffer[index] === CR) {
      if (hasType && this.#rules.checksLineEnds) this.#checkLineEnd(index)
      this.#position = index + 2
      const digits = index - firstDigit
      const leadingZero = buffer[firstDigit] === 0x30 && (digits > 1 || negative)
      if (digits > 18 || leadingZero) return NOT_A_NUMBER
      return negative ? (value === 0 ? NOT_A_NUMBER : -value - 2) : value
    }
    const end = this.#lineEnd()
    if (end < 0) {
      if (limit - this.#position > INLINE_MAX_BYTES) throw new ProtocolError(tooLong)
      return INCOMPLETE
    }
    if (end + 1 >= limit) return INCOMPLETE
    if (hasType && this.#rules.checksLineEnds) this.#checkLineEnd(end)
    this.#position = end + 2
    return NOT_A_NUMBER
  }

  /** Where the header line ends, or -1. */
  #lineEnd(): number {
    const end = this.#buffer.indexOf(CR, this.#position)
    if (end < 0 || !this.#rules.nulHidesLineEnd) return end
    return this.#buffer.subarray(this.#position, end).includes(NUL) ? -1 : end
  }

  #inline(): string[] | null {
    const buffer = this.#buffer
    const newline = buffer.indexOf(LF, this.#position)
    if (newline < 0) return this.#incompleteInline()
    const end = newline > this.#position && buffer[newline - 1] === CR ? newline - 1 : newline
    const line = latin1Slice(buffer, this.#position, end)
    // All servers look for the end of an inline command with strchr, which a NUL stops.
    if (line.includes('\0')) return this.#incompleteInline()
    this.#position = newline + 1
    const argv = splitInlineArguments(line, this.#rules.quotesMayJoin, this.#rules.inlineLosesFf)
    if (argv === null) throw new ProtocolError('unbalanced quotes in request')
    this.#staysInline = this.#rules.blankStaysInline && argv.length === 0 && line !== ''
    return argv
  }

  #incompleteInline(): null {
    if (this.#buffer.length - this.#position > INLINE_MAX_BYTES) {
      throw new ProtocolError('too big inline request')
    }
    return null
  }
}
