import { StreamGroup } from '../data/stream-group.ts'
import { compareIds, type StreamId, type Uint64 } from '../data/stream-id.ts'
import type { StreamNode } from '../data/stream-node.ts'
import { StreamValue } from '../data/stream-value.ts'
import { addInt64, type Int64, narrow } from '../kernel/numbers.ts'
import { ensure } from './corrupt.ts'
import { RdbType } from './format.ts'
import { readListpack } from './listpack-reader.ts'
import type { RdbReader } from './rdb-reader.ts'
import { ID_BYTES } from './save-stream.ts'
import { StreamNodeReader } from './stream-node-reader.ts'

const MAX_TIME = 8.64e15

/** Which of the three kinds of streams it is. */
type StreamVersion = 1 | 2 | 3

const VERSIONS: Readonly<Record<number, StreamVersion>> = {
  [RdbType.stream1]: 1,
  [RdbType.stream2]: 2,
  [RdbType.stream3]: 3,
}

export function loadStream(reader: RdbReader, type: number): StreamValue {
  const version = VERSIONS[type]
  const nodes: StreamNode[] = []
  for (let left = reader.size(2); left > 0; left--) nodes.push(loadNode(reader))
  nodes.sort((a, b) => compareIds(a.first, b.first))
  for (let i = 1; i < nodes.length; i++) {
    ensure(compareIds(nodes[i - 1].last, nodes[i].first) < 0, 'nodes of a stream')
  }
  const stream = StreamValue.of(nodes)
  const length = reader.count()
  ensure(length === 0 || nodes.length > 0, 'length of a stream')
  stream.lastId = loadId(reader)
  if (version === 1) stream.entriesAdded = signed(length)
  else {
    loadId(reader)
    stream.maxDeletedId = loadId(reader)
    stream.entriesAdded = signed(reader.count())
  }
  for (let left = reader.size(); left > 0; left--) {
    const group = loadGroup(reader, version, stream)
    ensure(stream.groups.get(group.name) === undefined, 'a group of a stream twice')
    stream.groups.add(group)
  }
  return stream
}

function loadId(reader: RdbReader): StreamId {
  return { ms: reader.count(), seq: reader.count() }
}

function loadRawId(reader: RdbReader): StreamId {
  return { ms: reader.uint64BigEndian(), seq: reader.uint64BigEndian() }
}

/** Unix milliseconds. What no time can be is taken for the nearest that can. */
function loadTime(reader: RdbReader): number {
  return Math.max(-1, Math.min(MAX_TIME, Number(reader.int64())))
}

function signed(value: Uint64): Int64 {
  return typeof value === 'number' ? value : narrow(BigInt.asIntN(64, value))
}

function loadNode(reader: RdbReader): StreamNode {
  ensure(reader.count() === ID_BYTES, 'key of a node')
  const first = loadRawId(reader)
  return new StreamNodeReader(readListpack(reader.blob(), false)).read(first)
}

function loadGroup(reader: RdbReader, version: StreamVersion, stream: StreamValue): StreamGroup {
  const name = reader.string()
  const lastId = loadId(reader)
  const read = version === 1 ? estimateRead(stream, lastId) : signed(reader.count())
  const group = new StreamGroup(name, lastId, read === null || read < 0 ? null : read)
  const pending = new Map<string, { deliveredAt: number; deliveryCount: Int64 }>()
  for (let left = reader.size(ID_BYTES + 9); left > 0; left--) {
    const key = reader.chars(ID_BYTES)
    ensure(!pending.has(key), 'a pending entry twice')
    pending.set(key, { deliveredAt: loadTime(reader), deliveryCount: signed(reader.count()) })
  }
  for (let left = reader.size(10); left > 0; left--) {
    const consumerName = reader.string()
    ensure(group.consumer(consumerName) === undefined, 'a consumer twice')
    const consumer = group.addConsumer(consumerName, loadTime(reader))
    consumer.activeAt = version === 3 ? loadTime(reader) : consumer.seenAt
    for (let own = reader.size(ID_BYTES); own > 0; own--) {
      const at = reader.at
      const entry = pending.get(reader.chars(ID_BYTES))
      ensure(entry !== undefined, 'a pending entry that the group does not have')
      reader.at = at
      const id = loadRawId(reader)
      ensure(group.pending.get(id) === undefined, 'a pending entry of two consumers')
      group.addPending(id, consumer, entry.deliveredAt, entry.deliveryCount)
    }
  }
  ensure(group.pending.size === pending.size, 'a pending entry of nobody')
  return group
}

/** Servers before 7.0 did not count what a group has read. */
function estimateRead(stream: StreamValue, lastId: StreamId): Int64 | null {
  const added = stream.entriesAdded
  if (added === 0) return 0
  const toLast = compareIds(lastId, stream.lastId)
  if (toLast === 0 || (stream.length === 0 && toLast < 0)) return added
  if (toLast > 0) return null
  const toFirst = compareIds(lastId, stream.firstId)
  if (toFirst > 0) return null
  return addInt64(added, (toFirst === 0 ? 1 : 0) - stream.length)
}
