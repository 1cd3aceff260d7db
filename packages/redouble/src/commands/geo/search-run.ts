import type { Context } from '../../command/context.ts'
import { storeResult } from '../../command/store-result.ts'
import { type Point, pointOf, scoresOf } from '../../data/geohash.ts'
import { cellsOf } from '../../data/geohash-cells.ts'
import { distanceWithin, type Shape } from '../../data/geohash-shape.ts'
import { SortedSetValue } from '../../data/sorted-set-value.ts'
import { partialSort } from '../../kernel/partial-sort.ts'
import type { Reply } from '../../resp/reply.ts'
import { type SearchForm, SearchReader, type SearchRequest } from './search-request.ts'
import { coordinatesReply, distanceText } from './values.ts'

interface Found {
  readonly member: string
  readonly score: number
  readonly point: Point
  /** In the unit that was asked for. */
  readonly distance: number
}

/** A command of the family; the destination's event is the command's own. */
export function search(context: Context, form: SearchForm, event: string): Reply {
  const source = context.argv[form.store === 'first' ? 2 : 1]
  const set = context.db.readValue(source, 'zset')
  const request = new SearchReader(context, set, form).read()
  const found = set === undefined || request.shape === null ? [] : find(set, request.shape, request)
  const { destination } = request
  if (destination !== null) return store(context, destination, found, request, event)
  return found.map((one) => foundReply(one, request, context))
}

function find(set: SortedSetValue, shape: Shape, request: SearchRequest): Found[] {
  const { any, count, order } = request
  const found: Found[] = []
  const limit = any ? count : Number.POSITIVE_INFINITY
  for (const cell of cellsOf(shape)) {
    if (found.length >= limit) break
    const { min, max } = scoresOf(cell)
    findWithin(set, min, max, shape, request.unit, limit, found)
  }
  if (order !== null) sort(found, order, count)
  return count > 0 && count < found.length ? found.slice(0, count) : found
}

function findWithin(
  set: SortedSetValue,
  min: number,
  max: number,
  shape: Shape,
  unit: number,
  limit: number,
  found: Found[],
): void {
  const cursor = set.range(set.countBelow(min, false), false)
  while (cursor.next()) {
    const { member, score } = cursor
    if (score >= max) return
    const point = pointOf(score)
    const distance = distanceWithin(shape, point)
    if (distance < 0) continue
    found.push({ member, score, point, distance: distance / unit })
    if (found.length >= limit) return
  }
}

/** The servers' own sort where not all are wanted, which shows in the order of equal distances. */
function sort(found: Found[], order: 'asc' | 'desc', count: number): void {
  const compare =
    order === 'asc'
      ? (a: Found, b: Found) => a.distance - b.distance
      : (a: Found, b: Found) => b.distance - a.distance
  if (count > 0 && count < found.length) partialSort(found, compare, 0, count - 1)
  else found.sort(compare)
}

function foundReply(one: Found, request: SearchRequest, { profile }: Context): Reply {
  const { withCoordinates, withDistance, withHash } = request
  if (!withCoordinates && !withDistance && !withHash) return one.member
  const reply: Reply[] = [one.member]
  if (withDistance) reply.push(distanceText(one.distance, profile))
  if (withHash) reply.push(hashReply(one.score))
  if (withCoordinates) reply.push(coordinatesReply(one.point, profile))
  return reply
}

/** Points at the eastern or northern edge lie past 2^53. */
function hashReply(score: number): Reply {
  const whole = Math.trunc(score)
  return Number.isSafeInteger(whole) ? whole : BigInt(whole)
}

function store(
  { config, db }: Context,
  destination: string,
  found: readonly Found[],
  { storesDistance }: SearchRequest,
  event: string,
): number {
  const scores = new Map<string, number>()
  for (const { member, score, distance } of found) {
    scores.set(member, storesDistance ? distance : score)
  }
  return storeResult(db, destination, 'zset', SortedSetValue.from(scores, config), event)
}
