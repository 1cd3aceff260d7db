import { Redis } from 'ioredis'
import IoredisMock from 'ioredis-mock'
import { Redouble } from 'redouble'
import { median, rateFigure } from './figures.ts'
import type { Bench, Suite } from './suite.ts'

/** What the clients under comparison have in common. */
interface SetAndGet {
  set(key: string, value: string): Promise<unknown>
  get(key: string): Promise<unknown>
}

export const inProcess: Suite = {
  name: 'in-process',
  title: 'In the process, one command after the other: times the other',
  async run(bench) {
    const redis = await Redouble.create()
    const ours = new Redis(redis.connectionOptions('ioredis'))
    const mock = new IoredisMock()
    const direct = redis.client
    try {
      for (const operation of ['set', 'get'] as const) {
        const name = operation.toUpperCase()
        if (bench.real !== undefined) {
          const real = new Redis(bench.real.port)
          await pair(bench, `${name}, ioredis`, 'Redis over loopback', operation, ours, real)
          real.disconnect()
        } else bench.skip('in-process', 'no real Redis was found to compare with')
        await pair(bench, `${name}, ioredis`, 'ioredis-mock', operation, ours, mock)
        await pair(bench, `${name}, direct client`, 'ioredis-mock', operation, direct, mock)
      }
    } finally {
      ours.disconnect()
      mock.disconnect()
      await redis.stop()
    }
  },
}

async function pair(
  bench: Bench,
  name: string,
  against: string,
  operation: 'set' | 'get',
  ours: SetAndGet,
  theirs: SetAndGet,
): Promise<void> {
  if (!bench.wants('in-process', name)) return
  const rounds = bench.quick ? 2 : 7
  const count = bench.quick ? 2000 : 10_000
  const mine: number[] = []
  const other: number[] = []
  for (let round = 0; round < rounds; round++) {
    mine.push(await sequential(ours, operation, count))
    other.push(await sequential(theirs, operation, count))
  }
  bench.report(rateFigure('in-process', name, against, median(mine), median(other)))
}

async function sequential(
  client: SetAndGet,
  operation: 'set' | 'get',
  count: number,
): Promise<number> {
  await client.set('key', 'value')
  const started = performance.now()
  if (operation === 'set') for (let i = 0; i < count; i++) await client.set('key', 'value')
  else for (let i = 0; i < count; i++) await client.get('key')
  return (count / (performance.now() - started)) * 1000
}
