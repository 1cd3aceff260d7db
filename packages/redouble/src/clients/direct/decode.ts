import { decodeUtf8 } from '../../kernel/bytes.ts'
import {
  AttributedReply,
  BigNumberReply,
  DoubleReply,
  ErrorReply,
  InProtocolReply,
  MapReply,
  PushReply,
  type Reply,
  SeriesReply,
  SetReply,
  StatusReply,
  VerbatimReply,
} from '../../resp/reply.ts'
import { ReplyError } from './reply-error.ts'

/** How bulk strings come out: as text, or as the bytes that they are. */
export type Reading = 'text' | 'bytes'

/** Any reply as a JS value. `B` is what bulk strings are: `string`, or `Buffer` in `.buffers`. */
export type ReplyValue<B = string> =
  | B
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | ReplyError
  | ReplyValue<B>[]
  | { [key: string]: ReplyValue<B> }

/** A reply of the engine as a JS value that shares nothing with it. `command` is for errors. */
export function decodeReply(reply: Reply, reading: Reading, command: string): unknown {
  if (typeof reply === 'string') return reading === 'text' ? decodeUtf8(reply) : bytesOf(reply)
  if (typeof reply !== 'object' || reply === null) return reply
  if (reply instanceof StatusReply) return reply.text
  if (Array.isArray(reply)) return decodeAll(reply, reading, command)
  if (reply instanceof ErrorReply) return errorOf(reply, command)
  if (reply instanceof DoubleReply) return reply.value
  if (reply instanceof MapReply) return decodeMap(reply.entries, reading, command)
  if (reply instanceof SetReply) return decodeAll(reply.members, reading, command)
  if (reply instanceof VerbatimReply) return decodeReply(reply.text, reading, command)
  if (reply instanceof BigNumberReply) return BigInt(reply.digits)
  if (reply instanceof PushReply) return decodeAll(reply.items, reading, command)
  if (reply instanceof AttributedReply) return decodeReply(reply.reply, reading, command)
  if (reply instanceof InProtocolReply) return decodeReply(reply.reply, reading, command)
  // Within EXEC, the confirmations of SUBSCRIBE a b: they say nothing that the call did not.
  if (reply instanceof SeriesReply) return undefined
  return 'isNullArray' in reply ? null : undefined
}

export function errorOf(reply: ErrorReply, command: string, options?: ErrorOptions): ReplyError {
  return new ReplyError(decodeUtf8(reply.text), reply.code, command, options)
}

function decodeAll(items: readonly Reply[], reading: Reading, command: string): unknown[] {
  const out: unknown[] = []
  for (let i = 0; i < items.length; i++) out.push(decodeReply(items[i], reading, command))
  return out
}

/** Keys are text in either reading: a Buffer cannot be looked up. */
function decodeMap(entries: readonly Reply[], reading: Reading, command: string): object {
  const out: Record<string, unknown> = Object.create(null)
  for (let i = 0; i < entries.length; i += 2) {
    const key = String(decodeReply(entries[i], 'text', command))
    out[key] = decodeReply(entries[i + 1], reading, command)
  }
  return out
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}
