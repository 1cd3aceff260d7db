/**
 * Geohashes as the servers store them: a point of the earth as the score of a sorted set, 26 bits
 * of longitude and 26 of latitude, interleaved. Cells are kept as two numbers, so that their
 * neighbours are found by counting.
 */

export interface Point {
  readonly longitude: number
  readonly latitude: number
}

export const LONGITUDE_LIMIT = 180
/** Where the Mercator projection is square. */
export const LATITUDE_LIMIT = 85.05112878
export const MAX_STEP = 26

/** A cell of the grid that has 2^step columns and rows; the very last edges are one further. */
export interface Cell {
  readonly column: number
  readonly row: number
  readonly step: number
}

export interface Area {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz'
/** Geohash texts are those of a world that reaches from pole to pole. */
const POLE = 90
const TEXT_LENGTH = 11
const TWO_32 = 2 ** 32
const TWO_63 = 2 ** 63

export function isOnGrid({ longitude, latitude }: Point): boolean {
  return (
    longitude >= -LONGITUDE_LIMIT &&
    longitude <= LONGITUDE_LIMIT &&
    latitude >= -LATITUDE_LIMIT &&
    latitude <= LATITUDE_LIMIT
  )
}

export function cellAt(
  { longitude, latitude }: Point,
  step: number,
  latitudeLimit: number = LATITUDE_LIMIT,
): Cell {
  const size = 2 ** step
  const x = (longitude + LONGITUDE_LIMIT) / (2 * LONGITUDE_LIMIT)
  const y = (latitude + latitudeLimit) / (2 * latitudeLimit)
  return { column: Math.floor(x * size), row: Math.floor(y * size), step }
}

export function areaOf({ column, row, step }: Cell): Area {
  const size = 2 ** step
  const width = 2 * LONGITUDE_LIMIT
  const height = 2 * LATITUDE_LIMIT
  return {
    west: -LONGITUDE_LIMIT + (column / size) * width,
    east: -LONGITUDE_LIMIT + ((column + 1) / size) * width,
    south: -LATITUDE_LIMIT + (row / size) * height,
    north: -LATITUDE_LIMIT + ((row + 1) / size) * height,
  }
}

/** The cell so many columns and rows further; the grid goes on at its other end. */
export function neighbourOf({ column, row, step }: Cell, columns: number, rows: number): Cell {
  const size = 2 ** step
  return {
    // Only the coordinate that moves comes back from beyond the edge.
    column: columns === 0 ? column : (column + columns + size) % size,
    row: rows === 0 ? row : (row + rows + size) % size,
    step,
  }
}

/** The score of a point. */
export function scoreOf(point: Point): number {
  const { column, row } = cellAt(point, MAX_STEP)
  return interleaved(column, row)
}

/** The scores from the first point of a cell to the first behind it. */
export function scoresOf({ column, row, step }: Cell): { min: number; max: number } {
  const size = 4 ** (MAX_STEP - step)
  const bits = interleaved(column, row)
  return { min: bits * size, max: (bits + 1) * size }
}

/** The middle of the cell that a score stands for; any double stands for one. */
export function pointOf(score: number): Point {
  const { low, high } = uint64Of(score)
  const area = areaOf({
    column: evenBits(low >>> 1) + evenBits(high >>> 1) * 0x10000,
    row: evenBits(low) + evenBits(high) * 0x10000,
    step: MAX_STEP,
  })
  return {
    longitude: clamp((area.west + area.east) / 2, LONGITUDE_LIMIT),
    latitude: clamp((area.south + area.north) / 2, LATITUDE_LIMIT),
  }
}

/** The geohash that other systems know, of 11 letters, the last of which is always `0`. */
export function geohashText(point: Point): string {
  const { column, row } = cellAt(point, MAX_STEP, POLE)
  const bits = interleaved(column, row)
  let text = ''
  for (let i = 1; i < TEXT_LENGTH; i++) {
    text += ALPHABET[Math.floor(bits / 2 ** (2 * MAX_STEP - 5 * i)) % 32]
  }
  return `${text}0`
}

/** Rows in the even bits, columns in the odd ones. */
function interleaved(column: number, row: number): number {
  const high = spread(row >>> 16) + 2 * spread(column >>> 16)
  const low = spread(row & 0xffff) + 2 * spread(column & 0xffff)
  return high * TWO_32 + low
}

/** 16 bits, each moved to twice its place. */
function spread(bits: number): number {
  let x = bits
  x = (x | (x << 8)) & 0x00ff00ff
  x = (x | (x << 4)) & 0x0f0f0f0f
  x = (x | (x << 2)) & 0x33333333
  return (x | (x << 1)) & 0x55555555
}

/** The even bits of 32, moved together. */
function evenBits(bits: number): number {
  let x = bits & 0x55555555
  x = (x | (x >>> 1)) & 0x33333333
  x = (x | (x >>> 2)) & 0x0f0f0f0f
  x = (x | (x >>> 4)) & 0x00ff00ff
  return (x | (x >>> 8)) & 0xffff
}

/**
 * A double as an unsigned integer by the conversion of x86-64: negative ones wrap around; below
 * -2^63 all is -2^63 and from 2^64 on, or not a number, all is 0.
 */
function uint64Of(score: number): { low: number; high: number } {
  const whole = Math.trunc(score)
  if (whole >= 0 && whole < 2 * TWO_63) {
    return { low: (whole % TWO_32) >>> 0, high: Math.floor(whole / TWO_32) }
  }
  if (whole < 0 && whole >= -TWO_63) {
    const high = Math.floor(whole / TWO_32)
    return { low: (whole - high * TWO_32) >>> 0, high: high >>> 0 }
  }
  return { low: 0, high: whole < 0 ? 0x80000000 : 0 }
}

function clamp(value: number, limit: number): number {
  return value > limit ? limit : value < -limit ? -limit : value
}
