import { decodeUtf8 } from '../kernel/bytes.ts'
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
} from '../resp/reply.ts'

/** A reply as a person reads it in a trace. @since 0.1.0 */
export type PlainReply =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | PlainReply[]
  | { readonly [key: string]: PlainReply }

/** A reply as plain values that share nothing with it; undefined for none. */
export function plainReply(reply: Reply): PlainReply {
  if (typeof reply === 'string') return decodeUtf8(reply)
  if (typeof reply !== 'object' || reply === null) return reply
  if (Array.isArray(reply)) return reply.map(plainReply)
  if (reply instanceof StatusReply || reply instanceof ErrorReply) return decodeUtf8(reply.text)
  if (reply instanceof DoubleReply) return reply.value
  if (reply instanceof BigNumberReply) return BigInt(reply.digits)
  if (reply instanceof VerbatimReply) return decodeUtf8(reply.text)
  if (reply instanceof SetReply) return reply.members.map(plainReply)
  if (reply instanceof PushReply) return reply.items.map(plainReply)
  if (reply instanceof SeriesReply) return reply.replies.map(plainReply)
  if (reply instanceof AttributedReply || reply instanceof InProtocolReply) {
    return plainReply(reply.reply)
  }
  if (reply instanceof MapReply) return plainMap(reply.entries)
  return 'isNullArray' in reply ? null : undefined
}

function plainMap(entries: readonly Reply[]): PlainReply {
  const pairs: [string, PlainReply][] = []
  for (let i = 0; i < entries.length; i += 2) {
    pairs.push([String(plainReply(entries[i])), plainReply(entries[i + 1])])
  }
  return Object.fromEntries(pairs)
}
