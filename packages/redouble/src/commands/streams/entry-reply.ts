import type { StreamEntry, StreamValue } from '../../data/stream-value.ts'
import { idText, type StreamId } from '../../data/stream-id.ts'
import type { Reply } from '../../resp/reply.ts'

/** `[id, [field, value, …]]`. */
export function entryReply(entry: StreamEntry): Reply {
  return [idText(entry.id), entry.fields as Reply[]]
}

/** The entries from `start` to `end`, at most `count` of them; all when that is 0. */
export function entriesReply(
  stream: StreamValue,
  start: StreamId,
  end: StreamId,
  count: number,
  isReverse = false,
): Reply[] {
  const replies: Reply[] = []
  stream.visit(start, end, isReverse, (id, fields) => {
    replies.push([idText(id), fields as Reply[]])
    return replies.length !== count
  })
  return replies
}
