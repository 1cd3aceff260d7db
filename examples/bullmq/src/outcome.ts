import { Job, type RedisOptions } from 'bullmq'
import { Redis, type RedisOptions as ClientOptions } from 'ioredis'
import type { Workload } from './workload.ts'

/**
 * All that a backend can be asked when the work is done, as facts: a name and a value each. Two
 * backends agree when their facts do, so nothing that depends on time may be among them.
 */
export type Outcome = Map<string, string>

/** Fields of a job's hash that hold a time, or a stack with this program's paths in it. */
const VOLATILE_FIELDS = ['timestamp', 'processedOn', 'finishedOn', 'stacktrace']

/** Of the events: when a delayed job is due, as a time. */
const VOLATILE_DETAILS = ['delay']

export async function readOutcome(work: Workload, options: RedisOptions): Promise<Outcome> {
  const facts: Outcome = new Map()
  await readCounts(work, facts)
  await readJobs(work, facts)
  readOrder(work, facts)
  countEvents(work, facts)
  await readKeys(options, facts)
  return facts
}

async function readCounts({ queues }: Workload, facts: Outcome): Promise<void> {
  for (const queue of queues) {
    const counts = Object.entries(await queue.getJobCounts()).sort()
    facts.set(`counts of ${queue.name}`, JSON.stringify(Object.fromEntries(counts)))
  }
}

/** Each job as BullMQ reads it back. */
async function readJobs({ queues, added, runs }: Workload, facts: Outcome): Promise<void> {
  const read = [...added].map(async ([name, { queue: queueName, id }]) => {
    const queue = queues.find((candidate) => candidate.name === queueName)!
    const job = await Job.fromId(queue, id)
    if (job === undefined) return facts.set(`job ${name}`, 'gone')
    return facts.set(
      `job ${name}`,
      JSON.stringify({
        id,
        state: await job.getState(),
        runs: runs.filter((run) => run.name === name).length,
        attempts: [job.attemptsStarted, job.attemptsMade],
        value: job.returnvalue,
        reason: job.failedReason,
        progress: job.progress,
        stacks: job.stacktrace?.map((stack) => stack.split('\n')[0]),
        logs: (await queue.getJobLogs(id)).logs,
        parent: job.parentKey,
        dependencies: queueName === 'orders' ? await job.getDependenciesCount() : undefined,
      }),
    )
  })
  await Promise.all(read)
}

/** Only where one job runs at a time is the order the server's alone. */
function readOrder({ runs }: Workload, facts: Outcome): void {
  const order = runs.filter((run) => run.queue === 'prioritised').map((run) => run.name)
  facts.set('order of prioritised', order.join(' '))
}

/** How often each event came. Whether a queue was ever drained depends on who was quicker. */
function countEvents({ events }: Workload, facts: Outcome): void {
  const counts = new Map<string, number>()
  for (const { queue, event, details } of events) {
    if (event === 'drained') continue
    const kept = Object.entries(details).filter(([name]) => !VOLATILE_DETAILS.includes(name))
    const name = `event ${event} of ${queue} ${JSON.stringify(Object.fromEntries(kept.sort()))}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const [name, count] of [...counts].sort()) facts.set(name, `${count}`)
}

/**
 * Every key that does not expire by itself, with its type, and the contents of job hashes. A marker
 * is what wakes an idle worker: whether one is left over depends on who was quicker.
 */
async function readKeys(options: RedisOptions, facts: Outcome): Promise<void> {
  // BullMQ describes the same options more loosely than ioredis does.
  const redis = new Redis({ ...(options as ClientOptions), maxRetriesPerRequest: 1 })
  try {
    for (const key of (await scan(redis)).sort()) {
      if (key.endsWith(':marker')) continue
      const [type, ttl] = await Promise.all([redis.type(key), redis.pttl(key)])
      if (ttl >= 0 || type === 'none') continue
      facts.set(`key ${key}`, type)
      if (type !== 'hash') continue
      const fields = Object.entries(await redis.hgetall(key)).sort()
      const kept = fields.filter(([field]) => !VOLATILE_FIELDS.includes(field))
      const readable = kept.map(([field, value]) => [field, readableField(field, value)])
      facts.set(`hash ${key}`, JSON.stringify(Object.fromEntries(readable)))
    }
  } finally {
    redis.disconnect()
  }
}

/**
 * A job's options are a Lua table that a script wrote as JSON: its order is the Lua's own affair,
 * and Valkey's differs from Redis's.
 */
function readableField(field: string, value: string): unknown {
  return field === 'opts' ? inOrder(JSON.parse(value)) : value
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).sort()
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]))
}

async function scan(redis: Redis): Promise<string[]> {
  const keys = new Set<string>()
  let cursor = '0'
  do {
    const [next, page] = await redis.scan(cursor, 'COUNT', 500)
    for (const key of page) keys.add(key)
    cursor = next
  } while (cursor !== '0')
  return [...keys]
}
