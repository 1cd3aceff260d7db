/** Error texts of the geo commands. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

export const UNSUPPORTED_UNIT: ErrorReply = new ErrorReply(
  'ERR unsupported unit provided. please use M, KM, FT, MI',
)
export const RADIUS_NOT_NUMERIC: ErrorReply = new ErrorReply('ERR need numeric radius')
export const RADIUS_NEGATIVE: ErrorReply = new ErrorReply('ERR radius cannot be negative')
export const WIDTH_NOT_NUMERIC: ErrorReply = new ErrorReply('ERR need numeric width')
export const HEIGHT_NOT_NUMERIC: ErrorReply = new ErrorReply('ERR need numeric height')
export const BOX_NEGATIVE: ErrorReply = new ErrorReply('ERR height or width cannot be negative')
export const ANY_NEEDS_COUNT: ErrorReply = new ErrorReply(
  'ERR the ANY argument requires COUNT argument',
)
export const MEMBER_NOT_DECODED: ErrorReply = new ErrorReply(
  'ERR could not decode requested zset member',
)
export const VERTICES_NOT_NUMERIC: ErrorReply = new ErrorReply('ERR invalid number of vertices')
export const TOO_FEW_VERTICES: ErrorReply = new ErrorReply(
  'ERR GEOSEARCH BYPOLYGON must have at least 3 vertices',
)

export function invalidPair(longitude: number, latitude: number): ErrorReply {
  return new ErrorReply(
    `ERR invalid longitude,latitude pair ${printf6(longitude)},${printf6(latitude)}`,
  )
}

/** C's `%f`. */
function printf6(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.000000`
  return Object.is(value, -0) ? '-0.000000' : value.toFixed(6)
}

export function unknownMember(member: string): ErrorReply {
  return new ErrorReply(clean(`ERR member ${cString(member)} does not exist`))
}

/** `command` as the client has written it. */
export function oneOfFrom(command: string): ErrorReply {
  return new ErrorReply(
    `ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${command}`,
  )
}

export function oneOfBy(command: string, knowsPolygons: boolean): ErrorReply {
  const shapes = knowsPolygons ? 'BYRADIUS, BYBOX and BYPOLYGON' : 'BYRADIUS and BYBOX'
  return new ErrorReply(`ERR exactly one of ${shapes} can be specified for ${command}`)
}

/** `command` as the servers write it, option included. */
export function storeWithDetails(command: string): ErrorReply {
  return new ErrorReply(
    `ERR ${command} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`,
  )
}
