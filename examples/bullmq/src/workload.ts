import { type ConnectionOptions, FlowProducer, type FlowJob, type Job, Queue, Worker } from 'bullmq'
import { type Ear, listen, type SeenEvent } from './events.ts'
import { allJobs, type Plan, type PlannedJob, QUEUES } from './plan.ts'
import { recordingProcessor, type Run } from './processor.ts'
import { rehearse } from './rehearsal.ts'
import type { Tally } from './tally.ts'

export interface Times {
  /** Adding the plain jobs. */
  addMs: number
  /** From adding the first plain job to the end of the last: nothing in there waits for time. */
  plainMs: number
  /** Everything else, which is mostly waiting for delays, back-offs and the rate limit. */
  waitingMs: number
  totalMs: number
}

export interface Added {
  queue: string
  id: string
  timestamp: number
}

export interface Workload {
  queues: Queue[]
  /** What BullMQ answered when a job was added, by job name. */
  added: Map<string, Added>
  runs: Run[]
  events: SeenEvent[]
  /** What clients reported beside the jobs, such as a script's error. */
  errors: string[]
  times: Times
  close(): Promise<void>
}

export type Phase = 'rehearsing' | 'plain jobs' | 'all other jobs' | 'listening to the events'

const CONCURRENCY = 25

/**
 * Runs a plan over one connection's worth of options. The plain jobs go first and alone, since
 * their rate is what the backends are compared by; then all other queues at once.
 */
export async function runWorkload(
  plan: Plan,
  connection: ConnectionOptions,
  tally: Tally,
  onPhase: (phase: Phase) => void,
): Promise<Workload> {
  const errors: string[] = []
  const runs: Run[] = []
  const added = new Map<string, Added>()
  const workers: Worker[] = []
  const onError = (error: Error): void => void errors.push(error.message)

  onPhase('rehearsing')
  const plainJobs = plan.jobs.filter((job) => job.queue === 'plain')
  await rehearse(plainJobs, connection, CONCURRENCY)
  const queues = QUEUES.map((name) => new Queue(name, { connection }).on('error', onError))
  const flows = new FlowProducer({ connection }).on('error', onError)
  const ear = await listen(QUEUES, connection, onError)
  await Promise.all(queues.map((queue) => queue.waitUntilReady()))

  /** Creates a queue's worker and resolves when it is at work. */
  async function work(queue: string, options: object = {}): Promise<void> {
    const settings = { connection, concurrency: CONCURRENCY, ...options }
    const worker = new Worker(queue, recordingProcessor(runs), settings)
    worker.on('completed', (job) => tally.ended(queue, job.name))
    // A run that is to be retried "fails" as well, but its job has not finished.
    worker.on('failed', (job) => job?.finishedOn && tally.ended(queue, job.name))
    worker.on('error', onError)
    workers.push(worker)
    await worker.waitUntilReady()
  }

  function note({ queueName, name, id, timestamp }: Job): void {
    added.set(name, { queue: queueName, id: id!, timestamp })
  }

  async function add(queue: Queue): Promise<void> {
    const jobs = plan.jobs.filter((job) => job.queue === queue.name)
    const answers = await queue.addBulk(
      jobs.map(({ name, task, options }) => ({ name, data: task, opts: options })),
    )
    answers.forEach(note)
  }

  async function addFlows(): Promise<void> {
    const parents = plan.jobs.filter((job) => job.children)
    const answers = await flows.addBulk(parents.map(asFlow))
    for (const { job, children } of answers) {
      note(job)
      children?.forEach((child) => note(child.job))
    }
  }

  const [plain, delayed, retried, prioritised, limited] = queues
  const begun = performance.now()
  onPhase('plain jobs')
  await add(plain)
  const addedAll = performance.now()
  await work('plain')
  await tally.allEnded('plain')
  const plainEnd = performance.now()

  onPhase('all other jobs')
  // One at a time and all there before the first is taken: then the order is the priorities'.
  await add(prioritised)
  await work('prioritised', { concurrency: 1 })
  // These workers are blocked on an empty queue when the jobs come, and must be woken.
  await Promise.all([
    ...['delayed', 'retried', 'items', 'orders'].map((queue) => work(queue)),
    work('limited', { limiter: plan.limit }),
  ])
  await Promise.all([add(delayed), add(retried), add(limited), addFlows()])
  await Promise.all(QUEUES.map((queue) => tally.allEnded(queue)))

  onPhase('listening to the events')
  await ear.heard(countByQueue(plan))
  const end = performance.now()
  await Promise.all(workers.map((worker) => worker.close()))

  return {
    queues,
    added,
    runs,
    events: ear.seen,
    errors,
    times: {
      addMs: addedAll - begun,
      plainMs: plainEnd - begun,
      waitingMs: end - plainEnd,
      totalMs: end - begun,
    },
    close: () => closeAll(ear, flows, queues),
  }
}

function asFlow({ queue, name, task, options, children }: PlannedJob): FlowJob {
  const job = { queueName: queue, name, data: task, opts: options }
  return children ? { ...job, children: children.map(asFlow) as never } : job
}

function countByQueue(plan: Plan): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { queue } of allJobs(plan.jobs)) counts.set(queue, (counts.get(queue) ?? 0) + 1)
  return counts
}

async function closeAll(ear: Ear, flows: FlowProducer, queues: Queue[]): Promise<void> {
  await ear.close()
  await flows.close()
  await Promise.all(queues.map((queue) => queue.close()))
}
