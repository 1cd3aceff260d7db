import {
  AttributedReply,
  InProtocolReply,
  MapReply,
  PushReply,
  type Reply,
  SeriesReply,
  SetReply,
} from '../resp/reply.ts'

/** A reply that shares no array with the keyspace, where a later command could change it. */
export function copyReply(reply: Reply): Reply {
  if (typeof reply !== 'object' || reply === null) return reply
  if (Array.isArray(reply)) return reply.map(copyReply)
  if (reply instanceof MapReply) return new MapReply(reply.entries.map(copyReply))
  if (reply instanceof SetReply) return new SetReply(reply.members.map(copyReply))
  if (reply instanceof PushReply) return new PushReply(reply.items.map(copyReply))
  if (reply instanceof SeriesReply) return new SeriesReply(reply.replies.map(copyReply))
  if (reply instanceof AttributedReply) {
    return new AttributedReply(reply.attributes.map(copyReply), copyReply(reply.reply))
  }
  if (reply instanceof InProtocolReply) {
    return new InProtocolReply(reply.resp, copyReply(reply.reply))
  }
  return reply
}
