/** A reply in RESP2, read into plain values: maps and sets are arrays there. */
export interface ReadReply {
  readonly value: unknown
  /** Where the next reply begins. */
  readonly end: number
}

/** Reads one RESP2 reply at `start`; undefined while it is incomplete. */
export function readReply(bytes: string, start: number): ReadReply | undefined {
  const lineEnd = bytes.indexOf('\r\n', start)
  if (lineEnd < 0) return undefined
  const line = bytes.slice(start + 1, lineEnd)
  const next = lineEnd + 2
  switch (bytes[start]) {
    case ':':
      return { value: Number(line), end: next }
    case '$': {
      const length = Number(line)
      if (length < 0) return { value: null, end: next }
      if (bytes.length < next + length + 2) return undefined
      return { value: bytes.slice(next, next + length), end: next + length + 2 }
    }
    case '*':
      return readArray(bytes, Number(line), next)
    default:
      return { value: line, end: next }
  }
}

function readArray(bytes: string, length: number, start: number): ReadReply | undefined {
  if (length < 0) return { value: null, end: start }
  const items: unknown[] = []
  let end = start
  for (let i = 0; i < length; i++) {
    const item = readReply(bytes, end)
    if (item === undefined) return undefined
    items.push(item.value)
    end = item.end
  }
  return { value: items, end }
}
