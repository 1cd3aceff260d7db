import { type Job, UnrecoverableError } from 'bullmq'
import { answer, failure, type Task } from './plan.ts'

/** One call of the processor. Times are `Date.now()`, which is what BullMQ reckons with. */
export interface Run {
  queue: string
  name: string
  started: number
  ended: number
}

/** A processor that does what a job's task says, and keeps a record of it. */
export function recordingProcessor(runs: Run[]): (job: Job<Task>) => Promise<unknown> {
  return async (job) => {
    const run: Run = { queue: job.queueName, name: job.name, started: Date.now(), ended: 0 }
    runs.push(run)
    try {
      return await perform(job)
    } finally {
      run.ended = Date.now()
    }
  }
}

async function perform(job: Job<Task>): Promise<unknown> {
  const { n, failures = 0, hopeless, chatty, total } = job.data
  if (chatty) {
    await job.updateProgress({ half: true })
    await job.log(`job ${n} is half done`)
  }
  if (job.attemptsMade < failures) {
    const message = failure(n, job.attemptsMade + 1)
    throw hopeless ? new UnrecoverableError(message) : new Error(message)
  }
  return total ? totalOf(job) : answer(n)
}

/** Children come back under their keys, as Redis keeps them: in no order. */
async function totalOf(job: Job<Task>): Promise<object> {
  const values = await job.getChildrenValues<{ square: number }>()
  const ignored = await job.getIgnoredChildrenFailures()
  return {
    sum: Object.values(values).reduce((sum, value) => sum + value.square, 0),
    children: Object.keys(values).map(idOf).sort(),
    ignored: Object.entries(ignored)
      .map(([key, reason]) => `${idOf(key)}: ${reason}`)
      .sort(),
  }
}

function idOf(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1)
}
