import { Redis } from 'ioredis'
import { Redouble } from 'redouble'
import { median, rateFigure } from './figures.ts'
import type { Suite } from './suite.ts'

const SCRIPTS: readonly (readonly [string, string])[] = [
  ['EVAL, one GET', "return redis.call('get', KEYS[1])"],
  ['EVAL, cjson', 'return cjson.encode(cjson.decode(ARGV[1]))'],
  ['EVAL, loop of 100', 'local n = 0 for i = 1, 100 do n = n + i end return n'],
]
const PIPELINE = 100

export const scripts: Suite = {
  name: 'eval',
  title: 'Scripts, by ioredis in pipelines of 100: times the other',
  async run(bench) {
    if (bench.real === undefined) {
      bench.skip('eval', 'no real Redis was found to compare with')
      return
    }
    const redis = await Redouble.create()
    const ours = new Redis(redis.connectionOptions('ioredis'))
    const theirs = new Redis(bench.real.port)
    for (const [name, body] of SCRIPTS) {
      if (!bench.wants('eval', name)) continue
      const mine: number[] = []
      const other: number[] = []
      for (let round = 0; round < (bench.quick ? 2 : 7); round++) {
        mine.push(await evaluations(ours, body, bench.quick ? 10 : 50))
        other.push(await evaluations(theirs, body, bench.quick ? 10 : 50))
      }
      bench.report(rateFigure('eval', name, 'Redis over loopback', median(mine), median(other)))
    }
    ours.disconnect()
    theirs.disconnect()
    await redis.stop()
  },
}

async function evaluations(client: Redis, body: string, pipelines: number): Promise<number> {
  await client.set('key', 'value')
  await client.eval(body, 1, 'key', '{"a":[1,2,3]}')
  const started = performance.now()
  for (let i = 0; i < pipelines; i++) {
    const pipeline = client.pipeline()
    for (let j = 0; j < PIPELINE; j++) pipeline.eval(body, 1, 'key', '{"a":[1,2,3]}')
    await pipeline.exec()
  }
  return ((pipelines * PIPELINE) / (performance.now() - started)) * 1000
}
