import { styleText } from 'node:util'
import type { BackendName } from './backends.ts'
import type { Outcome } from './outcome.ts'
import { allJobs, type Plan } from './plan.ts'
import type { Lap } from './race.ts'
import type { Result } from './run-backend.ts'

export interface Comparison {
  /** Facts of either side. */
  facts: number
  differences: string[]
}

const SHOWN = 8
const MAX_LINE = 400

export function compare(outcome: Outcome, reference: Outcome): Comparison {
  const names = [...new Set([...reference.keys(), ...outcome.keys()])]
  const differences = names.flatMap((name) => {
    const [here, there] = [outcome.get(name) ?? 'nothing', reference.get(name) ?? 'nothing']
    return here === there ? [] : [`${name}: ${here} instead of ${there}`]
  })
  return { facts: names.length, differences }
}

/** The real server where there is one, since its word is the truth; else the first that ended. */
export function pickReference(results: readonly Result[]): Result | undefined {
  const ended = results.filter((result) => result.outcome !== undefined)
  return ended.find((result) => result.name === 'real') ?? ended[0]
}

export function heading(plan: Plan, versions: string): string {
  const count = (queue: string): number => plan.jobs.filter((job) => job.queue === queue).length
  const total = number(allJobs(plan.jobs).length)
  return [
    '',
    style('bold', `  BullMQ, unmodified, on Redouble`) + style('dim', `  (${versions})`),
    '',
    `  ${total} jobs: ${count('plain')} plain, ${count('delayed')} delayed, ` +
      `${count('retried')} retried with back-off, ${count('prioritised')} prioritised,`,
    `  ${count('limited')} rate-limited, and ${count('orders')} flows of a parent and its 3 children.`,
    '',
  ].join('\n')
}

export function table(results: readonly Result[]): string {
  const reference = pickReference(results)
  const rows = results.map((result) => [
    result.title,
    `${number(result.done)} of ${number(result.total)}`,
    result.times ? `${(result.times.totalMs / 1000).toFixed(2)} s` : '-',
    agreement(result, reference),
  ])
  const head = ['backend', 'jobs done', 'total time', 'agreement']
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)))
  const line = (row: string[]): string => {
    const cells = row.map((cell, i) =>
      i === 0 || i === row.length - 1 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
    )
    return `  ${cells.join('   ')}`.trimEnd()
  }
  const rule = style('dim', `  ${'─'.repeat(widths.reduce((sum, width) => sum + width + 3, -3))}`)
  const body = rows.map((row, i) =>
    style(isGood(results[i], reference) ? 'green' : 'red', line(row)),
  )
  return [style('bold', line(head)), rule, ...body, ''].join('\n')
}

function agreement(result: Result, reference: Result | undefined): string {
  if (result.outcome === undefined) return result.hung ? 'hung' : 'failed'
  if (result.problems.length > 0) return `${number(result.problems.length)} wrong`
  if (result === reference || reference?.outcome === undefined) return 'as planned'
  const { facts, differences } = compare(result.outcome, reference.outcome)
  const same = `${number(facts - differences.length)} of ${number(facts)}`
  return `${same} facts as on ${shortName(reference)}`
}

/** Whether the result keeps the plan and agrees with the reference. */
export function isGood(result: Result, reference: Result | undefined): boolean {
  if (result.outcome === undefined || result.problems.length > 0) return false
  if (reference?.outcome === undefined) return true
  return compare(result.outcome, reference.outcome).differences.length === 0
}

/** What is wrong, and only if something is. */
export function troubles(results: readonly Result[]): string {
  const reference = pickReference(results)
  const lines = results.flatMap((result) => {
    const { problems, outcome } = result
    const differences =
      outcome && reference?.outcome && result !== reference
        ? compare(outcome, reference.outcome).differences
        : []
    const all = [...problems, ...differences.map((difference) => `differs: ${difference}`)]
    if (all.length === 0) return []
    const shown = all.slice(0, SHOWN).map((line) => `    ${line.slice(0, MAX_LINE)}`)
    const rest = all.length > SHOWN ? [`    and ${number(all.length - SHOWN)} more`] : []
    return [style('red', `  ${result.title}`), ...shown, ...rest, '']
  })
  return lines.join('\n')
}

/** What the figures say, in words. */
export function summary(results: readonly Result[]): string {
  const reference = pickReference(results)
  const good = results.filter((result) => isGood(result, reference))
  const lines = []
  if (good.length === results.length && results.length > 1) {
    lines.push(
      'Every job ended as planned, and every backend gave the same outcome: states, attempts, values,',
      'reasons, the order of priorities, events, keys with their types, and the fields of hashes.',
    )
  } else if (good.length === results.length) {
    lines.push('Every job ended as planned. One backend alone cannot be compared.')
  }
  return lines.map((line) => `  ${line}\n`).join('')
}

/** The race of the plain jobs, which wait for nothing. */
export function raceReport(
  laps: readonly Lap[],
  titles: Partial<Record<BackendName, string>>,
): string {
  const lines = ['Plain jobs a second, in turns, of the median round (each backend warm):', '']
  for (const { concurrency, jobsPerSecond } of laps) {
    const what = concurrency === 1 ? "one at a time, BullMQ's default" : `${concurrency} at a time`
    const { real } = jobsPerSecond
    for (const [name, rate] of Object.entries(jobsPerSecond)) {
      const ratio = real === undefined ? '' : `  ${(rate / real).toFixed(2)} × the real server`
      const title = titles[name as BackendName] ?? name
      lines.push(`${what.padEnd(33)} ${title.padEnd(26)} ${number(rate).padStart(8)}${ratio}`)
    }
    lines.push('')
  }
  if (laps.some(({ jobsPerSecond }) => jobsPerSecond.real !== undefined)) {
    lines.push(
      'A real server has a processor core of its own; in the process BullMQ and Redouble share one.',
    )
  }
  return lines.map((line) => `  ${line}\n`).join('')
}

export function figures(
  results: readonly Result[],
  laps: readonly Lap[],
  versions: string,
): object {
  const reference = pickReference(results)
  return {
    versions,
    reference: reference?.title,
    race: laps,
    backends: results.map((result) => ({
      name: result.name,
      title: result.title,
      jobsDone: result.done,
      jobs: result.total,
      ...result.times,
      good: isGood(result, reference),
      problems: result.problems,
      ...(result.outcome && reference?.outcome && compare(result.outcome, reference.outcome)),
    })),
  }
}

function shortName({ title }: Result): string {
  return title.replace(' over TCP', '')
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** Colours are for eyes: not for a file, a pipe, or whoever sets NO_COLOR. */
function style(format: 'bold' | 'dim' | 'green' | 'red', text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text
}
