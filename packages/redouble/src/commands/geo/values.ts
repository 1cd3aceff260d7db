import { type Arg, oneOf, token } from '../../command/args.ts'
import { doubleText } from '../../command/double-reply.ts'
import { invalidPair, UNSUPPORTED_UNIT } from '../../command/errors/geo.ts'
import type { Profile } from '../../command/profile.ts'
import * as answer from '../../command/reply-types.ts'
import { isOnGrid, type Point } from '../../data/geohash.ts'
import { cString, upperAscii } from '../../kernel/bytes.ts'
import { DoubleReply } from '../../resp/reply.ts'
import { parseScore } from '../sorted-sets/score-text.ts'

/** Metres in one of each. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['M', 1],
  ['KM', 1000],
  ['FT', 0.3048],
  ['MI', 1609.34],
])

/** The units of distance, for COMMAND DOCS. */
export const UNIT: Arg = oneOf({
  m: token('M'),
  km: token('KM'),
  ft: token('FT'),
  mi: token('MI'),
})

export const POSITION: answer.ReplyType = answer.tuple({
  longitude: answer.double(),
  latitude: answer.double(),
})

export function readUnit(text: string): number {
  const metres = UNITS.get(upperAscii(cString(text)))
  if (metres === undefined) throw UNSUPPORTED_UNIT
  return metres
}

/** Longitude and latitude from argv. */
export function readPoint(argv: readonly string[], index: number, profile: Profile): Point {
  const longitude = parseScore(argv[index], profile)
  const latitude = parseScore(argv[index + 1], profile)
  const point = { longitude, latitude }
  if (!isOnGrid(point)) throw invalidPair(longitude, latitude)
  return point
}

/** Sent as a bulk string in both protocols. */
export function distanceText(distance: number, profile: Profile): string {
  if (profile.quirks.distancesPrintedByPrintf) return distance.toFixed(4)
  const scaled = distance * 10_000
  let whole = Math.floor(scaled)
  const fraction = scaled - whole
  if (fraction > 0.5 || (fraction === 0.5 && whole % 2 === 1)) whole++
  const head = Math.floor(whole / 10_000)
  return `${head}.${String(whole - head * 10_000).padStart(4, '0')}`
}

export function coordinatesReply({ longitude, latitude }: Point, profile: Profile): DoubleReply[] {
  return [coordinate(longitude, profile), coordinate(latitude, profile)]
}

function coordinate(value: number, profile: Profile): DoubleReply {
  if (!profile.quirks.coordinatesHave17Decimals) {
    return new DoubleReply(value, doubleText(value, profile))
  }
  return new DoubleReply(value, value.toFixed(17).replace(/\.?0+$/, ''))
}
