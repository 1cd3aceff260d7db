import type { StreamEntry } from '../../data/stream-value.ts'
import { idText } from '../../data/stream-id.ts'
import type { Reply } from '../../resp/reply.ts'

/** `[id, [field, value, …]]`. */
export function entryReply(entry: StreamEntry): Reply {
  return [idText(entry.id), entry.fields as Reply[]]
}

/** At most `count` entries; all when it is 0. */
export function entriesReply(entries: Iterable<StreamEntry>, count: number): Reply[] {
  const replies: Reply[] = []
  for (const entry of entries) {
    replies.push(entryReply(entry))
    if (replies.length === count) break
  }
  return replies
}
