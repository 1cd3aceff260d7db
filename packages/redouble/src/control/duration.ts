import { RedoubleError } from '../kernel/redouble-error.ts'

/**
 * A span of time: milliseconds, or a text of numbers with units, which add up.
 *
 * @since 0.1.0
 * @example `1500`, `'250ms'`, `'2h'`, `'1.5s'`, `'1d 12h'`
 */
export type Duration = number | string

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const WHOLE = /^\s*(?:\d+(?:\.\d+)?\s*(?:ms|min|[smhdw])\s*)+$/
const PART = /(\d+(?:\.\d+)?)\s*(ms|min|[smhdw])/g

/** Milliseconds of a duration. @throws RedoubleError `REDOUBLE_INVALID_DURATION` */
export function durationMs(duration: Duration): number {
  if (typeof duration === 'number') {
    if (duration >= 0 && duration < Number.POSITIVE_INFINITY) return duration
    throw invalid(duration)
  }
  if (typeof duration !== 'string' || !WHOLE.test(duration)) throw invalid(duration)
  let total = 0
  for (const [, count, unit] of duration.matchAll(PART)) total += Number(count) * UNIT_MS[unit]
  return total
}

function invalid(duration: unknown): RedoubleError {
  return new RedoubleError(
    'REDOUBLE_INVALID_DURATION',
    `${JSON.stringify(duration) ?? String(duration)} is no duration: it is a number of milliseconds, ` +
      "not negative, or a text such as '250ms', '90s', '2h' or '1d 12h' (ms, s, m, h, d, w).",
  )
}
