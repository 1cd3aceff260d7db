import type { LatencyEvent } from '../../command/latency-monitor.ts'

const ROWS = 4
/** Three heights within one row. */
const HEIGHTS = '_o#'
const STEPS = ROWS * HEIGHTS.length
const COLUMNS = 80

/** What LATENCY GRAPH draws: a column for each sample, with its age written downwards below it. */
export function latencyGraph(name: string, event: LatencyEvent, nowSeconds: number): string {
  const { samples } = event
  const all = samples.map((sample) => sample.ms)
  const high = Math.max(...all)
  const low = Math.min(...all)
  let out = `${name} - high ${high} ms, low ${low} ms (all time high ${event.max} ms)\n`
  out += `${'-'.repeat(COLUMNS)}\n`
  for (let i = 0; i < samples.length; i += COLUMNS) {
    const part = samples.slice(i, i + COLUMNS)
    if (i > 0) out += '\n'
    out += bars(
      part.map((sample) => sample.ms),
      low,
      high,
    )
    out += `${' '.repeat(part.length)}\n`
    out += downwards(part.map((sample) => age(nowSeconds - sample.seconds)))
  }
  return out
}

function bars(values: readonly number[], low: number, high: number): string {
  const range = Math.max(high - low, 1)
  const steps = values.map((value) =>
    Math.min(Math.floor(((value - low) * STEPS) / range), STEPS - 1),
  )
  let out = ''
  for (let row = ROWS - 1; row >= 0; row--) {
    for (const step of steps) {
      const height = step - row * HEIGHTS.length
      out += height < 0 ? ' ' : (HEIGHTS[height] ?? '|')
    }
    out += '\n'
  }
  return out
}

function downwards(labels: readonly string[]): string {
  const length = Math.max(...labels.map((label) => label.length))
  let out = ''
  for (let i = 0; i < length; i++) out += `${labels.map((label) => label[i] ?? ' ').join('')}\n`
  return out
}

function age(seconds: number): string {
  if (seconds < 60) return `${seconds}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`
  if (seconds < 86400) return `${Math.floor(seconds / 3600)}h`
  return `${Math.floor(seconds / 86400)}d`
}
