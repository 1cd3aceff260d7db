import { INVALID_END, INVALID_ID, INVALID_START } from '../../command/errors/stream.ts'
import {
  GREATEST_ID,
  idAfter,
  idBefore,
  LEAST_ID,
  parseUint64,
  type StreamId,
  type Uint64,
} from '../../data/stream-id.ts'

/** Redis copies an id into a buffer of this size before it reads it. */
const MAX_ID_BYTES = 127

/** `ms` or `ms-seq`; where the sequence is missing it is `missingSeq`. Throws INVALID_ID. */
export function parseId(given: string, missingSeq: Uint64): StreamId {
  if (given.length > MAX_ID_BYTES) throw INVALID_ID
  const zero = given.indexOf('\0')
  const text = zero < 0 ? given : given.slice(0, zero)
  const dash = text.indexOf('-')
  const ms = parseUint64(dash < 0 ? text : text.slice(0, dash))
  const seq = dash < 0 ? missingSeq : parseUint64(text.slice(dash + 1))
  if (ms === null || seq === null) throw INVALID_ID
  return { ms, seq }
}

/** A bound of a range: `-`, `+`, an id, or `(` and an id. */
export function parseStart(text: string): StreamId {
  if (text.startsWith('(')) {
    const after = idAfter(parseId(text.slice(1), 0))
    if (after === null) throw INVALID_START
    return after
  }
  return parseBound(text, 0)
}

export function parseEnd(text: string): StreamId {
  if (text.startsWith('(')) {
    const before = idBefore(parseId(text.slice(1), GREATEST_ID.seq))
    if (before === null) throw INVALID_END
    return before
  }
  return parseBound(text, GREATEST_ID.seq)
}

/** An id, or `-` or `+`. */
export function parseBound(text: string, missingSeq: Uint64): StreamId {
  if (text === '-') return LEAST_ID
  return text === '+' ? GREATEST_ID : parseId(text, missingSeq)
}

/** What XADD was told of the id: nothing (`*`), its milliseconds (`5-*`), or all of it. */
export type WantedId =
  | { readonly kind: 'auto' }
  | { readonly kind: 'sequence'; readonly ms: StreamId['ms'] }
  | { readonly kind: 'given'; readonly id: StreamId }

export function parseWantedId(text: string): WantedId {
  if (text === '*') return { kind: 'auto' }
  if (text.endsWith('-*') && text.indexOf('-') === text.length - 2) {
    return { kind: 'sequence', ms: parseId(text.slice(0, -2), 0).ms }
  }
  return { kind: 'given', id: parseId(text, 0) }
}
