import { areaOf, type Cell, cellAt, isOnGrid, MAX_STEP, neighbourOf } from './geohash.ts'
import { type Bounds, boundsOf, reachOf, type Shape } from './geohash-shape.ts'

/** Half of the equator on the Mercator map, in metres. */
const MERCATOR_MAX = 20037726.37

/** Around the center, in the order in which the servers scan them: columns and rows to move. */
const AROUND: readonly (readonly [columns: number, rows: number])[] = [
  [0, 0],
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
]

/**
 * The cells that may hold what is within a shape: the one of its center and those of its eight
 * neighbours that are needed, in the servers' order, which an unsorted result shows.
 */
export function cellsOf(shape: Shape): Cell[] {
  const bounds = boundsOf(shape)
  const { center } = shape
  // The middle of a polygon near a pole, which the servers have no cell for either.
  if (!isOnGrid(center)) return []
  let step = stepFor(reachOf(shape), center.latitude)
  if (step > 1 && !isCovered(cellAt(center, step), bounds)) step--
  const cell = cellAt(center, step)
  const area = areaOf(cell)
  const isSmall = step >= 2
  const skipsSouth = isSmall && area.south < bounds.south
  const skipsNorth = isSmall && area.north > bounds.north
  const skipsWest = isSmall && area.west < bounds.west
  const skipsEast = isSmall && area.east > bounds.east
  const cells: Cell[] = []
  let last: Cell | undefined
  for (const [columns, rows] of AROUND) {
    if ((rows < 0 && skipsSouth) || (rows > 0 && skipsNorth)) continue
    if ((columns < 0 && skipsWest) || (columns > 0 && skipsEast)) continue
    const found = neighbourOf(cell, columns, rows)
    // In a coarse grid neighbours are the same; only one after the other is noticed.
    if (last !== undefined && found.column === last.column && found.row === last.row) continue
    cells.push(found)
    // Nor is the center itself noticed.
    if (rows !== 0 || columns !== 0) last = found
  }
  return cells
}

/** The finest grid in which nine cells should reach far enough. */
function stepFor(reach: number, latitude: number): number {
  if (reach === 0) return MAX_STEP
  let step = 1
  for (let range = reach; range < MERCATOR_MAX; range *= 2) step++
  step -= 2
  if (latitude > 66 || latitude < -66) step--
  if (latitude > 80 || latitude < -80) step--
  return Math.min(MAX_STEP, Math.max(1, step))
}

function isCovered(cell: Cell, bounds: Bounds): boolean {
  return !(
    areaOf(neighbourOf(cell, 0, 1)).north < bounds.north ||
    areaOf(neighbourOf(cell, 0, -1)).south > bounds.south ||
    areaOf(neighbourOf(cell, 1, 0)).east < bounds.east ||
    areaOf(neighbourOf(cell, -1, 0)).west > bounds.west
  )
}
