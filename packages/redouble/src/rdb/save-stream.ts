import type { StreamGroup, StreamConsumer } from '../data/stream-group.ts'
import type { StreamId, Uint64 } from '../data/stream-id.ts'
import type { StreamNode } from '../data/stream-node.ts'
import type { StreamValue } from '../data/stream-value.ts'
import { type Int64, UINT64_MAX } from '../kernel/numbers.ts'
import type { RdbDialect } from './dialect.ts'
import { ListpackWriter } from './listpack-writer.ts'
import type { RdbWriter } from './rdb-writer.ts'

/** Flags of an entry in a node. */
export const EntryFlag = { deleted: 1, sameFields: 2 } as const
/** Bytes of an id where it is a key: of a node, or among what is pending. */
export const ID_BYTES = 16
/** How many a group has read, when that is not known. */
const UNKNOWN_COUNT: Int64 = -1

const packer = new ListpackWriter()

export function saveStream(out: RdbWriter, stream: StreamValue, dialect: RdbDialect): void {
  const { nodes, groups } = stream
  out.count(nodes.length)
  for (const node of nodes) {
    out.count(ID_BYTES)
    saveRawId(out, node.first)
    out.blob(nodeListpack(node))
  }
  out.count(stream.length)
  saveId(out, stream.lastId)
  saveId(out, stream.firstId)
  saveId(out, stream.maxDeletedId)
  out.count(unsigned(stream.entriesAdded))
  out.count(groups.size)
  for (const group of groups.all) saveGroup(out, group, dialect)
}

function saveGroup(out: RdbWriter, group: StreamGroup, dialect: RdbDialect): void {
  out.string(group.name)
  saveId(out, group.lastId)
  out.count(unsigned(group.entriesRead ?? UNKNOWN_COUNT))
  out.count(group.pending.size)
  for (const { id, deliveredAt, deliveryCount } of group.pending) {
    saveRawId(out, id)
    out.int64(deliveredAt)
    out.count(unsigned(deliveryCount))
  }
  out.count(group.consumerCount)
  for (const consumer of group.consumers) saveConsumer(out, consumer, dialect)
}

function saveConsumer(out: RdbWriter, consumer: StreamConsumer, { rdbStreams }: RdbDialect): void {
  out.string(consumer.name)
  out.int64(consumer.seenAt)
  if (rdbStreams === 3) out.int64(consumer.activeAt)
  out.count(consumer.pending.size)
  for (const { id } of consumer.pending) saveRawId(out, id)
}

function saveId(out: RdbWriter, id: StreamId): void {
  out.count(id.ms)
  out.count(id.seq)
}

function saveRawId(out: RdbWriter, id: StreamId): void {
  out.uint64BigEndian(id.ms)
  out.uint64BigEndian(id.seq)
}

function unsigned(value: Int64): Uint64 {
  return value >= 0 ? value : BigInt(value) & UINT64_MAX
}

function nodeListpack(node: StreamNode): Buffer {
  const { first, fieldNames } = node
  packer.begin()
  packer.integer(node.live)
  packer.integer(node.deleted)
  packer.integer(fieldNames.length)
  for (const name of fieldNames) packer.text(name)
  packer.integer(0)
  for (let i = 0; i < node.size; i++) {
    const fields = node.fieldsAt(i)
    const hasOwnNames = node.hasOwnNamesAt(i)
    const pairs = fields.length / 2
    const sameFields = hasOwnNames ? EntryFlag.sameFields : 0
    packer.integer(sameFields | (node.isDeletedAt(i) ? EntryFlag.deleted : 0))
    packer.integer(difference(node.idAt(i).ms, first.ms))
    packer.integer(difference(node.idAt(i).seq, first.seq))
    if (!hasOwnNames) packer.integer(pairs)
    for (let at = hasOwnNames ? 1 : 0; at < fields.length; at += hasOwnNames ? 2 : 1) {
      packer.text(fields[at])
    }
    packer.integer(hasOwnNames ? pairs + 3 : 2 * pairs + 4)
  }
  return packer.end()
}

/** a - b as the signed 64-bit integer that a listpack keeps. */
function difference(a: Uint64, b: Uint64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return BigInt.asIntN(64, BigInt(a) - BigInt(b))
}
