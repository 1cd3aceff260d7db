/**
 * Replies as values. A handler returns one of these; only the encoder knows how RESP2 and RESP3
 * write them. Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
 *
 * Plain JS values carry the common cases: a string is a bulk string (one character per byte), a
 * number or bigint an integer, null the null bulk string, an array an array, a boolean a RESP3
 * boolean (`:1`/`:0` in RESP2).
 */
export type Reply =
  | string
  | number
  | bigint
  | boolean
  | null
  | Reply[]
  | StatusReply
  | ErrorReply
  | NullArrayReply
  | MapReply
  | SetReply
  | DoubleReply
  | BigNumberReply
  | VerbatimReply
  | PushReply
  | AttributedReply
  | SeriesReply
  | InProtocolReply
  | NoReply

/** `+OK` and its kind. */
export class StatusReply {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Letters of a code word at most. */
const MAX_CODE = 30

/** `-ERR …`: the text includes the code word and has no CR or LF. */
export class ErrorReply {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  /** The first word: `ERR`, `WRONGTYPE`, `NOSCRIPT`, …; servers count one that is long, or all, as ERR. */
  get code(): string {
    const space = this.text.indexOf(' ')
    return space < 0 || space > MAX_CODE ? 'ERR' : this.text.slice(0, space)
  }
}

/** `*-1` in RESP2, `_` in RESP3. */
export class NullArrayReply {
  readonly isNullArray = true
}

/** Key, value, key, value, …: a flat array in RESP2, a map in RESP3. */
export class MapReply {
  readonly entries: Reply[]
  constructor(entries: Reply[]) {
    this.entries = entries
  }
}

/** An array in RESP2, a set in RESP3. */
export class SetReply {
  readonly members: Reply[]
  constructor(members: Reply[]) {
    this.members = members
  }
}

/** A bulk string in RESP2, a double in RESP3. `text` is the number as Redis prints it. */
export class DoubleReply {
  readonly value: number
  readonly text: string
  constructor(value: number, text: string) {
    this.value = value
    this.text = text
  }
}

/** A bulk string in RESP2, `(…` in RESP3. */
export class BigNumberReply {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

/** A bulk string in RESP2, `=…` with a three-letter format in RESP3. */
export class VerbatimReply {
  readonly format: string
  readonly text: string
  constructor(format: string, text: string) {
    this.format = format
    this.text = text
  }
}

/** Out-of-band data: an array in RESP2, `>…` in RESP3. */
export class PushReply {
  readonly items: Reply[]
  constructor(items: Reply[]) {
    this.items = items
  }
}

/** A reply with attributes in front (`|…`), which RESP2 leaves out. */
export class AttributedReply {
  readonly attributes: Reply[]
  readonly reply: Reply
  constructor(attributes: Reply[], reply: Reply) {
    this.attributes = attributes
    this.reply = reply
  }
}

/** Nothing is written: the client was parked, or replies come by push (SUBSCRIBE, MONITOR). */
export class NoReply {
  readonly isNoReply = true
}

/**
 * Several replies to one command, written one after the other (SUBSCRIBE a b c). CLIENT REPLY does
 * not silence it.
 */
export class SeriesReply {
  readonly replies: Reply[]
  constructor(replies: Reply[]) {
    this.replies = replies
  }
}

/** A reply that keeps the protocol of its time although HELLO changed it later (within EXEC). */
export class InProtocolReply {
  readonly resp: 2 | 3
  readonly reply: Reply
  constructor(resp: 2 | 3, reply: Reply) {
    this.resp = resp
    this.reply = reply
  }
}

export const OK: StatusReply = new StatusReply('OK')
export const QUEUED: StatusReply = new StatusReply('QUEUED')
export const PONG: StatusReply = new StatusReply('PONG')
export const NULL_ARRAY: NullArrayReply = new NullArrayReply()
export const NO_REPLY: NoReply = new NoReply()
