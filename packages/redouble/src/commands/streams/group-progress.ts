import type { Profile } from '../../command/profile.ts'
import type { StreamGroup } from '../../data/stream-group.ts'
import { compareIds, LEAST_ID, type StreamId } from '../../data/stream-id.ts'
import type { StreamValue } from '../../data/stream-value.ts'
import { addInt64, type Int64 } from '../../kernel/numbers.ts'

/**
 * How far a group is behind, by counting: a stream numbers the entries that it ever got, so the
 * number of an id can be told where no deletion blurs it. null where it cannot.
 */
export function lagOf(stream: StreamValue, group: StreamGroup, profile: Profile): Int64 | null {
  const { entriesAdded, length, maxDeletedId } = stream
  if (entriesAdded === 0) return 0
  const { lastId, entriesRead } = group
  if (profile.quirks.lagCountsEntriesLeft) {
    if (length === 0) return 0
    const { firstId } = stream
    if (compareIds(lastId, firstId) < 0 && compareIds(maxDeletedId, firstId) < 0) return length
  }
  if (entriesRead !== null && !hasGapBehind(stream, lastId, profile)) {
    return minus(entriesAdded, entriesRead)
  }
  const read = numberOf(stream, lastId, profile)
  return read === null ? null : minus(entriesAdded, read)
}

/** What `entriesRead` becomes when the group, at its last id so far, is given an entry. */
export function readAfter(
  stream: StreamValue,
  group: StreamGroup,
  id: StreamId,
  profile: Profile,
): Int64 | null {
  const { entriesRead, lastId } = group
  const isBlind = profile.quirks.readsCountOnBlindly
  const isCounted = isBlind
    ? !hasGapBehind(stream, id, profile)
    : compareIds(lastId, stream.firstId) >= 0 && !hasGapBehind(stream, lastId, profile)
  if (entriesRead !== null && isCounted) return addInt64(entriesRead, 1) ?? entriesRead
  return stream.entriesAdded === 0 ? entriesRead : numberOf(stream, id, profile)
}

/** Whether entries from an id on were deleted, so that counting on would be wrong. */
function hasGapBehind(stream: StreamValue, id: StreamId, { quirks }: Profile): boolean {
  const { maxDeletedId } = stream
  if (stream.length === 0 || isZero(maxDeletedId)) return false
  if (!quirks.oldDeletionsAreGaps && compareIds(maxDeletedId, stream.firstId) < 0) return false
  return compareIds(id, maxDeletedId) <= 0
}

/** The number of an id among all entries ever added, or null when it is not known. */
function numberOf(stream: StreamValue, id: StreamId, { quirks }: Profile): Int64 | null {
  const { entriesAdded, length, maxDeletedId, lastId } = stream
  if (entriesAdded === 0) return 0
  const toLast = compareIds(id, lastId)
  if (length === 0 && toLast <= 0) return entriesAdded
  if (quirks.oldDeletionsAreGaps && !isZero(id) && compareIds(id, maxDeletedId) < 0) return null
  if (toLast === 0) return entriesAdded
  if (toLast > 0) return null
  const { firstId } = stream
  if (!isZero(maxDeletedId) && compareIds(maxDeletedId, firstId) >= 0) return null
  const toFirst = compareIds(id, firstId)
  if (toFirst > 0) return null
  return minus(entriesAdded, toFirst < 0 ? length : length - 1)
}

function isZero(id: StreamId): boolean {
  return compareIds(id, LEAST_ID) === 0
}

function minus(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const difference = BigInt.asIntN(64, BigInt(a) - BigInt(b))
  const short = Number(difference)
  return Number.isSafeInteger(short) ? short : difference
}
