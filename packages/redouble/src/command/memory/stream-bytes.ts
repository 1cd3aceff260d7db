import { radixNodeCount } from '../../data/radix-node-count.ts'
import type { StreamId } from '../../data/stream-id.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import type { Profile } from '../profile.ts'
import { allocated } from './allocator.ts'

/** What Redis assumes of a node and of a key of a radix tree. */
const RADIX_NODE = 244
const RADIX_KEY = 16
/** So many keys are looked at to tell how many nodes their tree has. */
const COUNTED_KEYS = 64
/** Valkey knows what its trees take: the first node's, the second's, and each further one's. */
const VALKEY_TREES = [160, 112, 66]
/** The last listpack has room for what comes. */
const OPEN_LISTPACK = 4096
/** A reference to an entry is in two trees, of its group and of its consumer. */
const PENDING = 1037
const VALKEY_PENDING = 141
const GROUP = 284
const VALKEY_GROUP = 80
const CONSUMER = 276
const VALKEY_CONSUMER = 72

export function streamBytes(stream: StreamValue, profile: Profile): number {
  const { nodes } = stream
  let bytes = frameBytes(stream, nodes.length, profile) + groupBytes(stream, profile)
  for (let i = 0; i < nodes.length; i++) {
    const size = nodes[i].bytes
    const isOpen = i === nodes.length - 1
    bytes += allocated(isOpen ? Math.max(OPEN_LISTPACK, size) : size, profile)
  }
  return bytes
}

/** The stream itself and the tree of its nodes. */
function frameBytes({ nodeIds }: StreamValue, count: number, { quirks }: Profile): number {
  if (!quirks.tablesHaveBuckets) return quirks.streamBytes + radixBytes(nodeIds)
  const [first, second, further] = VALKEY_TREES
  return count < 2 ? first : first + second + further * (count - 2)
}

function radixBytes(ids: readonly StreamId[]): number {
  const some = ids.length > COUNTED_KEYS ? ids.slice(0, COUNTED_KEYS) : ids
  const nodes = radixNodeCount(some) * Math.max(1, ids.length / COUNTED_KEYS)
  return Math.round(RADIX_NODE * nodes) + RADIX_KEY * ids.length
}

function groupBytes({ groups }: StreamValue, { quirks }: Profile): number {
  if (groups.size === 0) return 0
  const isValkey = quirks.tablesHaveBuckets
  let bytes = 0
  for (const group of groups.all) {
    bytes += isValkey ? VALKEY_GROUP : GROUP
    bytes += group.pending.size * (isValkey ? VALKEY_PENDING : PENDING)
    for (const { name } of group.consumers) {
      bytes += name.length + (isValkey ? VALKEY_CONSUMER : CONSUMER)
    }
  }
  return bytes
}
