import type { Backend, BackendName } from './backends.ts'
import { type Outcome, readOutcome } from './outcome.ts'
import type { Plan } from './plan.ts'
import { ProgressBar } from './progress-bar.ts'
import { brokenRules } from './rules.ts'
import { Tally } from './tally.ts'
import { runWorkload, type Times } from './workload.ts'

export interface Result {
  name: BackendName
  title: string
  done: number
  total: number
  /** Missing when the work did not come to its end. */
  times?: Times
  outcome?: Outcome
  problems: string[]
  hung: boolean
}

const NAMED = 5

/** Runs the plan on a backend. Whatever goes wrong is told in the result and not thrown. */
export async function runBackend(plan: Plan, backend: Backend, timeoutMs: number): Promise<Result> {
  const tally = new Tally(plan, (done) => bar.advance(done))
  const bar = new ProgressBar(backend.title, tally.total)
  let phase = 'connecting'

  async function work(): Promise<Partial<Result>> {
    const work = await runWorkload(plan, backend.connection, tally, (next) => {
      phase = next
      bar.phase(next)
    })
    phase = 'reading the outcome'
    bar.phase(phase)
    const outcome = await readOutcome(work, backend.connection)
    await work.close()
    return { times: work.times, outcome, problems: brokenRules(plan, work, outcome) }
  }

  const result = { name: backend.name, title: backend.title, problems: [], hung: false }
  let found: Partial<Result>
  try {
    found = (await within(timeoutMs, work())) ?? {
      hung: true,
      problems: [`hung for ${timeoutMs / 1000} s (${phase}); ${describeMissing(tally)}`],
    }
  } catch (error) {
    found = { problems: [`failed (${phase}): ${(error as Error).stack}`] }
  }
  bar.clear()
  return { ...result, done: tally.done, total: tally.total, ...found }
}

export function neverOpened(plan: Plan, name: BackendName, error: Error): Result {
  const { total } = new Tally(plan)
  const problems = [`cannot be opened: ${error.message.split('\n')[0]}`]
  return { name, title: name, done: 0, total, problems, hung: false }
}

function describeMissing(tally: Tally): string {
  const missing = tally.missing()
  if (missing.length === 0) return 'every job had ended'
  const named = missing.slice(0, NAMED).join(', ')
  const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : ''
  return `these jobs did not end: ${named}${more}`
}

/** Undefined when the time is over first. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, over])
  } finally {
    clearTimeout(timer)
  }
}
