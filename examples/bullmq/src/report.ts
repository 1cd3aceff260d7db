import { styleText } from 'node:util'
import type { Outcome } from './outcome.ts'
import { allJobs, PLAIN_JOBS, type Plan } from './plan.ts'
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
    result.times ? number(plainRate(result)) : '-',
    result.times ? `${(result.times.totalMs / 1000).toFixed(2)} s` : '-',
    agreement(result, reference),
  ])
  const head = ['backend', 'jobs done', 'plain jobs/s', 'total time', 'agreement']
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
  const rounds = Math.max(...results.map((result) => result.times?.plainRounds.length ?? 0))
  if (rounds > 0) {
    lines.push(
      `Plain jobs/s are of the best of ${rounds} rounds of ${PLAIN_JOBS}, all but the last of them rehearsals, which`,
      'the total time leaves out. It is mostly waiting: for delays, back-offs and the rate limit.',
    )
  }
  lines.push(...speeds(results))
  return lines.map((line) => `  ${line}\n`).join('')
}

function speeds(results: readonly Result[]): string[] {
  const real = results.find((result) => result.name === 'real')
  const own = results.find((result) => result.name === 'in-process')
  if (!real?.times || !own?.times) return []
  const ratio = (plainRate(own) / plainRate(real)).toFixed(2)
  return [
    `Plain jobs, which wait for nothing, ran in the process at ${ratio} times the rate on ` +
      `${shortName(real)}.`,
  ]
}

export function figures(results: readonly Result[], versions: string): object {
  const reference = pickReference(results)
  return {
    versions,
    reference: reference?.title,
    backends: results.map((result) => ({
      name: result.name,
      title: result.title,
      jobsDone: result.done,
      jobs: result.total,
      plainJobsPerSecond: result.times && Math.round(plainRate(result)),
      ...result.times,
      good: isGood(result, reference),
      problems: result.problems,
      ...(result.outcome && reference?.outcome && compare(result.outcome, reference.outcome)),
    })),
  }
}

/** Of the best round, since the machine's other work can only make a round slower. */
function plainRate({ times }: Result): number {
  return times ? (PLAIN_JOBS / Math.min(...times.plainRounds)) * 1000 : 0
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
