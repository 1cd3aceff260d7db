import type { JobsOptions } from 'bullmq'

/**
 * The thousand jobs, and what must come of each. Nothing here is left to chance, so that two
 * backends can be compared, and so that one backend alone can be judged.
 */

export const QUEUES = ['plain', 'delayed', 'retried', 'prioritised', 'limited', 'items', 'orders']

/** What the processor is to do with a job. */
export interface Task {
  n: number
  /** So many first runs throw. */
  failures?: number
  /** The failure is one that BullMQ must not retry. */
  hopeless?: boolean
  /** Writes a log line and reports progress on the way. */
  chatty?: boolean
  /** Adds up what the children returned. */
  total?: boolean
}

export interface Ending {
  state: 'completed' | 'failed'
  /** How often the processor is called. */
  runs: number
  value?: unknown
  reason?: string
}

export interface PlannedJob {
  queue: string
  name: string
  task: Task
  options: JobsOptions
  ending: Ending
  children?: PlannedJob[]
}

export interface Plan {
  /** Without children: those are in their parents. */
  jobs: PlannedJob[]
  limit: { max: number; duration: number }
}

export const PLAIN_JOBS = 500

const LIMIT: Plan['limit'] = { max: 10, duration: 150 }

export function makePlan(): Plan {
  return {
    jobs: [
      ...range(PLAIN_JOBS).map(plain),
      ...range(150).map(delayed),
      ...range(100).map(retried),
      ...range(100).map(prioritised),
      ...range(50).map(limited),
      ...range(25).map(flow),
    ],
    limit: LIMIT,
  }
}

/** The jobs of a plan with their children, each on its own. */
export function allJobs(jobs: readonly PlannedJob[]): PlannedJob[] {
  return jobs.flatMap((job) => [job, ...allJobs(job.children ?? [])])
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n)
}

/** What a run that succeeds returns. The text is there to cross the encodings: é is one, 雪 two. */
export function answer(n: number): { n: number; square: number; text: string } {
  return { n, square: n * n, text: `é 雪 "${n}"` }
}

export function failure(n: number, run: number): string {
  return `run ${run} of job ${n} fails on purpose`
}

/** A job that is completed after all keeps the reason of its last failure. */
function completed(n: number, runs = 1): Ending {
  const reason = runs > 1 ? failure(n, runs - 1) : undefined
  return { state: 'completed', runs, value: answer(n), reason }
}

function plain(n: number): PlannedJob {
  const task = { n, chatty: n % 50 === 0 }
  return { queue: 'plain', name: `plain-${n}`, task, options: {}, ending: completed(n) }
}

function delayed(n: number): PlannedJob {
  const options = { delay: 20 + ((n * 37) % 300) }
  return { queue: 'delayed', name: `delayed-${n}`, task: { n }, options, ending: completed(n) }
}

/** Five kinds in turn: fixed, exponential and no back-off, one that gives up, one without hope. */
function retried(n: number): PlannedJob {
  const exponential = { type: 'exponential', delay: 15 }
  const kinds: { task: Partial<Task>; options: JobsOptions; ending: Ending }[] = [
    { task: { failures: 1 }, options: { backoff: 30 }, ending: completed(n, 2) },
    { task: { failures: 2 }, options: { backoff: exponential }, ending: completed(n, 3) },
    { task: { failures: 1 }, options: {}, ending: completed(n, 2) },
    {
      task: { failures: 9 },
      options: { backoff: exponential },
      ending: { state: 'failed', runs: 3, reason: failure(n, 3) },
    },
    {
      task: { failures: 9, hopeless: true },
      options: { backoff: 30 },
      ending: { state: 'failed', runs: 1, reason: failure(n, 1) },
    },
  ]
  const { task, options, ending } = kinds[n % kinds.length]
  return {
    queue: 'retried',
    name: `retried-${n}`,
    task: { n, ...task },
    options: { attempts: 3, ...options },
    ending,
  }
}

/** Priority 0 is none: those go before all others. */
function prioritised(n: number): PlannedJob {
  const options = { priority: (n * 7) % 11 }
  return {
    queue: 'prioritised',
    name: `prioritised-${n}`,
    task: { n },
    options,
    ending: completed(n),
  }
}

function limited(n: number): PlannedJob {
  return { queue: 'limited', name: `limited-${n}`, task: { n }, options: {}, ending: completed(n) }
}

/** A parent with three children: all well, one late, one retried, one allowed to fail, one fatal. */
function flow(n: number): PlannedJob {
  const children = range(3).map((i) => item(n, i))
  const last = children[2]
  const parent: PlannedJob = {
    queue: 'orders',
    name: `order-${n}`,
    task: { n, total: true },
    options: { jobId: `order-${n}` },
    ending: { state: 'completed', runs: 1 },
    children,
  }
  const kind = n % 5
  if (kind === 1) last.options.delay = 60
  if (kind === 2) retryOnce(last)
  if (kind === 3) failFor(last, { ignoreDependencyOnFailure: true })
  if (kind === 4) {
    failFor(last, { failParentOnFailure: true })
    const reason = `child bull:items:${last.name} failed`
    parent.ending = { state: 'failed', runs: 0, reason }
    return parent
  }
  parent.ending.value = totalOf(children)
  return parent
}

/** Flows name their jobs by chance unless told, and the names must be the same on each backend. */
function item(order: number, i: number): PlannedJob {
  const n = order * 10 + i
  const name = `item-${order}-${i}`
  return { queue: 'items', name, task: { n }, options: { jobId: name }, ending: completed(n) }
}

function retryOnce(job: PlannedJob): void {
  job.task.failures = 1
  Object.assign(job.options, { attempts: 2, backoff: 20 })
  job.ending = completed(job.task.n, 2)
}

function failFor(job: PlannedJob, options: JobsOptions): void {
  job.task.failures = 1
  Object.assign(job.options, options)
  job.ending = { state: 'failed', runs: 1, reason: failure(job.task.n, 1) }
}

function totalOf(children: readonly PlannedJob[]): object {
  const good = children.filter((child) => child.ending.state === 'completed')
  const bad = children.filter((child) => child.ending.state === 'failed')
  return {
    sum: good.reduce((sum, child) => sum + child.task.n ** 2, 0),
    children: good.map((child) => child.name).sort(),
    ignored: bad.map((child) => `${child.name}: ${child.ending.reason}`).sort(),
  }
}
