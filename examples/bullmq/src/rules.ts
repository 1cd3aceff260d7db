import type { JobsOptions } from 'bullmq'
import { allJobs, type Plan, type PlannedJob } from './plan.ts'
import type { Outcome } from './outcome.ts'
import type { Workload } from './workload.ts'

/** A backend's clock may tick between the script's reading of it for the limit and for the event. */
const TICK_MS = 1

/** What a backend did wrong, judged by the plan alone: needs no second backend. */
export function brokenRules(plan: Plan, work: Workload, outcome: Outcome): string[] {
  return [
    ...work.errors.map((message) => `a client reported: ${message}`),
    ...allJobs(plan.jobs).flatMap((job) => wrongEnding(job, outcome)),
    ...wrongOrder(plan, outcome),
    ...earlyJobs(plan, work),
    ...brokenLimit(plan, work),
  ]
}

function wrongEnding({ name, ending }: PlannedJob, outcome: Outcome): string[] {
  const found = outcome.get(`job ${name}`)
  if (found === undefined || found === 'gone') return [`${name} was lost`]
  const { state, runs, value, reason } = JSON.parse(found)
  const got = JSON.stringify([state, runs, value ?? null, reason ?? null])
  const due = JSON.stringify([
    ending.state,
    ending.runs,
    ending.value ?? null,
    ending.reason ?? null,
  ])
  return got === due ? [] : [`${name} ended as ${got} instead of ${due}`]
}

function wrongOrder(plan: Plan, outcome: Outcome): string[] {
  const jobs = plan.jobs.filter((job) => job.queue === 'prioritised')
  // The sort is stable: within a priority, first come, first served.
  const due = jobs.toSorted((a, b) => a.options.priority! - b.options.priority!)
  const found = outcome.get('order of prioritised')
  return found === due.map((job) => job.name).join(' ') ? [] : ['priorities were not kept']
}

/** A delayed job runs after its delay, and a retried one after its back-off; never before. */
function earlyJobs(plan: Plan, { added, runs }: Workload): string[] {
  return allJobs(plan.jobs).flatMap(({ name, options }) => {
    const own = runs.filter((run) => run.name === name)
    const { timestamp } = added.get(name)!
    return own.flatMap(({ started }, i) => {
      const due = i === 0 ? timestamp + (options.delay ?? 0) : own[i - 1].ended + pause(options, i)
      return started < due ? [`${name} ran ${due - started} ms early`] : []
    })
  })
}

/** How long BullMQ is to wait after so many failures. */
function pause({ backoff = 0 }: JobsOptions, failures: number): number {
  if (typeof backoff === 'number') return backoff
  const factor = backoff.type === 'exponential' ? 2 ** (failures - 1) : 1
  return (backoff.delay ?? 0) * factor
}

/**
 * A window opens with a job's start and lasts the limit's duration, and no more jobs than the
 * limit's maximum may start in it; the next window opens with the first start after it. When a job
 * started is what the server says, in the event's id: this process may be told of it late.
 */
function brokenLimit({ limit }: Plan, { events }: Workload): string[] {
  const starts = events
    .filter(({ queue, event }) => queue === 'limited' && event === 'active')
    .map(({ id }) => Number(id.slice(0, id.indexOf('-'))))
  const problems = []
  for (let i = 0; i < starts.length; ) {
    const close = starts[i] + limit.duration - TICK_MS
    const within = starts.slice(i).filter((start) => start < close).length
    if (within > limit.max) {
      problems.push(`${within} limited jobs started in a window (allowed: ${limit.max})`)
    }
    i += within
  }
  return problems
}
