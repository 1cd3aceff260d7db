/** One measured comparison: ours against another, in one run, alternating. */
export interface Figure {
  readonly suite: string
  readonly name: string
  /** What ours is compared with; `null` for a figure that stands alone. */
  readonly against: string | null
  readonly ours: number
  readonly theirs: number | null
  readonly unit: string
  /** How many times as good ours is; above 1 is better, whatever the unit. */
  readonly ratio: number | null
}

/** Higher is better: operations a second. */
export function rateFigure(
  suite: string,
  name: string,
  against: string,
  ours: number,
  theirs: number,
): Figure {
  return { suite, name, against, ours, theirs, unit: 'ops/s', ratio: ours / theirs }
}

/** A figure with no other side to it. */
export function plainFigure(suite: string, name: string, ours: number, unit: string): Figure {
  return { suite, name, against: null, ours, theirs: null, unit, ratio: null }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function print(figure: Figure): void {
  const name = figure.name.padEnd(34)
  if (figure.ratio === null || figure.theirs === null) {
    console.log(`  ${name} ${format(figure.ours)} ${figure.unit}`)
    return
  }
  const ratio = figure.ratio.toFixed(figure.ratio < 10 ? 2 : 1).padStart(7)
  const sides = `${format(figure.ours)} against ${format(figure.theirs)} ${figure.unit}`
  console.log(`  ${name} ${ratio} × ${figure.against}   (${sides})`)
}

function format(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US')
  return value >= 10 ? value.toFixed(1) : value.toPrecision(3)
}
