import { cosine } from '../kernel/trigonometry.ts'
import type { Point } from './geohash.ts'
import {
  distanceBetween,
  EARTH_RADIUS,
  latitudeDistance,
  toDegrees,
  toRadians,
} from './geohash-distance.ts'

/** What is searched, in metres. */
export type Shape = Circle | Box | Polygon

export interface Circle {
  readonly kind: 'circle'
  readonly center: Point
  readonly radius: number
}

export interface Box {
  readonly kind: 'box'
  readonly center: Point
  readonly width: number
  readonly height: number
}

export interface Polygon {
  readonly kind: 'polygon'
  readonly center: Point
  readonly vertices: readonly Point[]
}

/** Degrees from west to east and from south to north; may go beyond the edges of the world. */
export interface Bounds {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}

/** The distance from the center in metres of a point within the shape, -1 outside. */
export function distanceWithin(shape: Shape, point: Point): number {
  switch (shape.kind) {
    case 'circle': {
      const distance = distanceBetween(shape.center, point)
      return distance > shape.radius ? -1 : distance
    }
    case 'box':
      return isInBox(shape, point) ? distanceBetween(shape.center, point) : -1
    default:
      return isInPolygon(shape.vertices, point) ? distanceBetween(shape.center, point) : -1
  }
}

/** The width is measured along the point's own latitude. */
function isInBox({ center, width, height }: Box, point: Point): boolean {
  if (latitudeDistance(point.latitude, center.latitude) > height / 2) return false
  const sideways: Point = { longitude: center.longitude, latitude: point.latitude }
  return !(distanceBetween(point, sideways) > width / 2)
}

/** By counting the edges that a ray crosses, on a flat map. */
function isInPolygon(vertices: readonly Point[], { longitude, latitude }: Point): boolean {
  let isInside = false
  for (let i = 0, j = vertices.length - 1; i < vertices.length; j = i++) {
    const a = vertices[i]
    const b = vertices[j]
    if (a.latitude > latitude === b.latitude > latitude) continue
    const slope = (b.longitude - a.longitude) / (b.latitude - a.latitude)
    if (longitude < slope * (latitude - a.latitude) + a.longitude) isInside = !isInside
  }
  return isInside
}

/** How far the shape reaches from its center, from which the size of the cells follows. */
export function reachOf(shape: Shape): number {
  switch (shape.kind) {
    case 'circle':
      return shape.radius
    case 'box':
      return Math.sqrt(
        (shape.width / 2) * (shape.width / 2) + (shape.height / 2) * (shape.height / 2),
      )
    default:
      return reachOfPolygon(shape)
  }
}

/** To the farthest corner of the box around it. */
function reachOfPolygon({ center, vertices }: Polygon): number {
  const { west, east, south, north } = boundsOfPolygon(vertices)
  let reach = 0
  for (const longitude of [west, east]) {
    for (const latitude of [south, north]) {
      reach = Math.max(reach, distanceBetween(center, { longitude, latitude }))
    }
  }
  return reach
}

export function boundsOf(shape: Shape): Bounds {
  if (shape.kind === 'polygon') return boundsOfPolygon(shape.vertices)
  const { longitude, latitude } = shape.center
  const height = shape.kind === 'circle' ? shape.radius : shape.height / 2
  const width = shape.kind === 'circle' ? shape.radius : shape.width / 2
  const rows = toDegrees(height / EARTH_RADIUS)
  // A degree of longitude is shorter near the poles: the side that is nearer to one counts.
  const outer = latitude < 0 ? latitude - rows : latitude + rows
  const columns = toDegrees(width / EARTH_RADIUS / cosine(toRadians(outer)))
  return {
    west: longitude - columns,
    east: longitude + columns,
    south: latitude - rows,
    north: latitude + rows,
  }
}

function boundsOfPolygon(vertices: readonly Point[]): Bounds {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { longitude, latitude } of vertices) {
    west = Math.min(west, longitude)
    east = Math.max(east, longitude)
    south = Math.min(south, latitude)
    north = Math.max(north, latitude)
  }
  return { west, east, south, north }
}
