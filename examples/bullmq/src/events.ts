import { type ConnectionOptions, QueueEvents, type QueueEventsListener } from 'bullmq'

/** An event as a QueueEvents listener heard it. The id is the stream's: it starts with the time. */
export interface SeenEvent {
  queue: string
  event: string
  id: string
  details: Record<string, unknown>
}

export interface Ear {
  readonly seen: SeenEvent[]
  /** Resolves when each queue has told the end of as many jobs as this map says. */
  heard(expected: ReadonlyMap<string, number>): Promise<void>
  close(): Promise<void>
}

const EVENTS: (keyof QueueEventsListener)[] = [
  'active',
  'added',
  'cleaned',
  'completed',
  'deduplicated',
  'delayed',
  'duplicated',
  'failed',
  'paused',
  'progress',
  'removed',
  'resumed',
  'retries-exhausted',
  'stalled',
  'waiting',
  'waiting-children',
]

const POLL_MS = 2

/** Listens to queues from the beginning of their streams, over a connection each. */
export async function listen(
  queues: readonly string[],
  connection: ConnectionOptions,
  onError: (error: Error) => void,
): Promise<Ear> {
  const seen: SeenEvent[] = []
  const ended = new Map(queues.map((queue) => [queue, 0]))
  const ears = queues.map((queue) => {
    const ear = new QueueEvents(queue, { connection, lastEventId: '0-0' })
    ear.on('error', onError)
    for (const event of EVENTS) {
      ear.on(event, (details: object, id: string) => {
        seen.push({ queue, event, id, details: { ...details } })
        if (isEnd(event, details)) ended.set(queue, ended.get(queue)! + 1)
      })
    }
    // BullMQ leaves the details out of this event.
    ear.on('drained', (id) => seen.push({ queue, event: 'drained', id, details: {} }))
    return ear
  })
  await Promise.all(ears.map((ear) => ear.waitUntilReady()))
  let closed = false
  return {
    seen,
    async heard(expected) {
      while (!closed && [...expected].some(([queue, count]) => (ended.get(queue) ?? 0) < count)) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    },
    async close() {
      closed = true
      await Promise.all(ears.map((ear) => ear.close()))
    },
  }
}

/** `failed` comes once a job, when no attempt is left: a run that is retried says `delayed`. */
function isEnd(event: string, details: object): boolean {
  return 'jobId' in details && (event === 'completed' || event === 'failed')
}
