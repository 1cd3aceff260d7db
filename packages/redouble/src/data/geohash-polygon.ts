import type { Point } from './geohash.ts'
import { toDegrees, toRadians } from './geohash-distance.ts'
import { arcTangent2, cosine, sine } from '../kernel/trigonometry.ts'

/** The middle of the vertices on the globe, from which distances are measured. */
export function centerOf(vertices: readonly Point[]): Point {
  let x = 0
  let y = 0
  let z = 0
  for (const vertex of vertices) {
    const latitude = toRadians(vertex.latitude)
    const longitude = toRadians(vertex.longitude)
    x += cosine(latitude) * cosine(longitude)
    y += cosine(latitude) * sine(longitude)
    z += sine(latitude)
  }
  x /= vertices.length
  y /= vertices.length
  z /= vertices.length
  return {
    longitude: toDegrees(arcTangent2(y, x)),
    latitude: toDegrees(arcTangent2(z, Math.sqrt(x * x + y * y))),
  }
}
