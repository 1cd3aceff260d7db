import { type ConnectionOptions, Queue, Worker } from 'bullmq'
import { listen } from './events.ts'
import type { PlannedJob } from './plan.ts'
import { recordingProcessor } from './processor.ts'

const NAME = 'rehearsal'

/**
 * Runs jobs that nobody counts, and leaves nothing behind. Without it the first backend would pay
 * for the compiling of BullMQ by the JIT, and each for the loading of its scripts. Resolves to the
 * milliseconds from the first job's adding to the last one's end.
 */
export async function rehearse(
  jobs: readonly PlannedJob[],
  connection: ConnectionOptions,
  concurrency: number,
): Promise<number> {
  const queue = new Queue(NAME, { connection })
  await queue.waitUntilReady()
  const failures: Error[] = []
  const ear = await listen([NAME], connection, (error) => void failures.push(error))
  const begun = performance.now()
  await queue.addBulk(jobs.map(({ name, task }) => ({ name, data: task })))
  const worker = await drain(jobs.length, connection, concurrency)
  const end = performance.now()
  await worker.close()
  await ear.close()
  await queue.obliterate({ force: true })
  await queue.close()
  if (failures.length > 0) throw failures[0]
  return end - begun
}

/** A worker that has completed so many jobs. */
function drain(jobs: number, connection: ConnectionOptions, concurrency: number): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(NAME, recordingProcessor([]), { connection, concurrency })
    let completed = 0
    worker.on('completed', () => {
      completed++
      if (completed === jobs) resolve(worker)
    })
    worker.on('failed', (_, error) => reject(error))
    worker.on('error', reject)
  })
}
