import { arcSine, cosine, sine } from '../kernel/trigonometry.ts'
import type { Point } from './geohash.ts'

/** Metres; the servers' own idea of it. */
export const EARTH_RADIUS = 6372797.560856
const RADIANS = Math.PI / 180

export function toRadians(degrees: number): number {
  return degrees * RADIANS
}

export function toDegrees(radians: number): number {
  return radians / RADIANS
}

/** Metres along a meridian. */
export function latitudeDistance(a: number, b: number): number {
  return EARTH_RADIUS * Math.abs(toRadians(b) - toRadians(a))
}

/** Metres by the haversine formula, in the order in which the servers compute it. */
export function distanceBetween(a: Point, b: Point): number {
  const v = sine((toRadians(b.longitude) - toRadians(a.longitude)) / 2)
  if (v === 0) return latitudeDistance(a.latitude, b.latitude)
  const from = toRadians(a.latitude)
  const to = toRadians(b.latitude)
  const u = sine((to - from) / 2)
  const square = u * u + cosine(from) * cosine(to) * v * v
  return 2 * EARTH_RADIUS * arcSine(Math.sqrt(square))
}
