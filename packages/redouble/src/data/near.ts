/** A node of a graph by its place, and how far it is from another. */
export interface Near {
  readonly place: number
  readonly distance: number
}

/** Where the farthest is; the first of equally far ones, 0 when there is none. */
export function farthestOf(all: readonly { readonly distance: number }[]): number {
  let farthest = 0
  for (let i = 1; i < all.length; i++) {
    if (all[i].distance > all[farthest].distance) farthest = i
  }
  return farthest
}

/**
 * Puts one into a list that is sorted by distance and never longer than `most`. Returns where it
 * stands now, or `most` when it is too far away.
 */
export function insertByDistance(sorted: Near[], near: Near, most: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle].distance <= near.distance) low = middle + 1
    else high = middle
  }
  if (low >= most) return most
  sorted.splice(low, 0, near)
  if (sorted.length > most) sorted.pop()
  return low
}
