import { block, bytes, integer, key, multiple, option, optional } from '../../command/args.ts'
import { byHand } from '../../command/by-hand.ts'
import { type Command, defineCommand } from '../../command/define.ts'
import { GREATER_ID_WITHOUT_GROUP, LAST_ID_IS_ZERO } from '../../command/errors/stream.ts'
import type { Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import {
  compareIds,
  GREATEST_ID,
  idAfter,
  idBefore,
  idText,
  LEAST_ID,
  type StreamId,
} from '../../data/stream-id.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import { NULL_ARRAY, type Reply } from '../../resp/reply.ts'
import { entry } from './answer-types.ts'
import { entriesReply } from './entry-reply.ts'
import { parseId } from './ids.ts'
import { parseReadOptions, readReply, streamAt } from './read-options.ts'

/** The id behind which the reader wants to read. `$` and `+` depend on the stream as it is now. */
function parseAfter(text: string, stream: StreamValue | undefined, profile: Profile): StreamId {
  const { xreadPlus, plusNeedsEntries } = profile.quirks
  if (text === '$') return stream?.lastId ?? LEAST_ID
  if (text === '+' && xreadPlus !== 'refused') {
    const lastId = stream?.lastId ?? LEAST_ID
    const isBlank = stream !== undefined && compareIds(lastId, LEAST_ID) === 0
    if (isBlank && plusNeedsEntries) throw LAST_ID_IS_ZERO
    const last = xreadPlus === 'last-id' ? lastId : stream?.lastEntry()?.id
    return last === undefined ? lastId : (idBefore(last) ?? LEAST_ID)
  }
  if (text === '>') throw GREATER_ID_WITHOUT_GROUP
  return parseId(text, 0)
}

export const xread: Command = defineCommand({
  name: 'xread',
  since: '5.0.0',
  group: 'stream',
  summary: 'Returns the entries of several streams behind given ids; may wait for some to come.',
  flags: ['readonly', 'blocking', 'movablekeys'],
  effects: ['clock'],
  args: {
    count: optional(option('COUNT', integer())),
    milliseconds: optional(option('BLOCK', integer())),
    streams: option(
      'STREAMS',
      block({ key: multiple(key('RO', 'access')), id: multiple(bytes()) }),
    ),
  },
  reply: answer.nullable(answer.map(answer.array(entry))),
  arity: -4,
  keySpecs: [
    {
      flags: ['RO', 'access'],
      begin: { keyword: 'STREAMS', startFrom: 1 },
      find: { lastKey: -1, step: 1, limit: 2 },
    },
  ],
  parse: byHand,
  run(context): Reply {
    const { argv, db, profile } = context
    const { count, blockMs, keys, idsAt } = parseReadOptions(context, false)
    // When Redis 7.0 wakes a client it looks at nothing but the key that became ready, and answers
    // with what has come of it, even if all of that is deleted again.
    const isWokenForOne = context.isRetry && profile.quirks.wakesForReadyKeyOnly
    const only = isWokenForOne ? keys.indexOf(context.readyKey) : -1
    const lookUp = (name: string): StreamValue | undefined =>
      only >= 0 ? streamAt(context, name) : db.readValue(name, 'stream')
    const resolved = argv.slice()
    const found: Reply[] = []
    const ids: StreamId[] = []
    // The type of a key and its id are checked stream by stream, before any is read.
    for (let i = 0; i < keys.length; i++) {
      if (only >= 0 && i !== only) continue
      ids[i] = parseAfter(argv[idsAt + i], lookUp(keys[i]), profile)
      resolved[idsAt + i] = idText(ids[i])
    }
    for (let i = 0; i < keys.length; i++) {
      if (only >= 0 && i !== only) continue
      const after = ids[i]
      // The servers look every key up once more, and announce a miss once more.
      const stream = lookUp(keys[i])
      if (stream === undefined || compareIds(stream.lastId, after) <= 0) continue
      const entries = entriesReply(stream, idAfter(after) as StreamId, GREATEST_ID, count)
      if (entries.length > 0 || only >= 0) found.push(keys[i], entries)
    }
    if (found.length > 0) return readReply(context, found)
    if (blockMs === null) return NULL_ARRAY
    // While the client waits, `$` and `+` stay what they were when it asked.
    return context.block({
      keys,
      timeoutMs: blockMs,
      onTimeout: NULL_ARRAY,
      type: 'stream',
      argv: resolved,
    })
  },
})
