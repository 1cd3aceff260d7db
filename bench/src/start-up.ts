import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Redouble } from 'redouble'
import { median, plainFigure } from './figures.ts'
import type { Suite } from './suite.ts'

const run = promisify(execFile)

const COLD = `
  const started = performance.now()
  const { Redouble } = await import(${JSON.stringify(import.meta.resolve('redouble'))})
  const redis = await Redouble.create()
  await redis.client.ping()
  console.log(performance.now() - started)
  await redis.stop()`

export const startUp: Suite = {
  name: 'start-up',
  title: 'Starting and resetting',
  async run(bench) {
    const rounds = bench.quick ? 3 : 11
    if (bench.wants('start-up', 'cold import to first reply')) {
      const times: number[] = []
      for (let i = 0; i < rounds; i++) {
        const { stdout } = await run(process.execPath, ['--input-type=module', '-e', COLD])
        times.push(Number(stdout))
      }
      bench.report(plainFigure('start-up', 'cold import to first reply', median(times), 'ms'))
    }
    if (bench.wants('start-up', 'create, warm')) {
      const times: number[] = []
      for (let i = 0; i < 200; i++) {
        const started = performance.now()
        const redis = await Redouble.create()
        times.push(performance.now() - started)
        await redis.stop()
      }
      bench.report(plainFigure('start-up', 'create, warm', median(times), 'ms'))
    }
    const redis = await Redouble.create()
    for (const keys of [0, 10, 1000]) {
      const name = `reset of ${keys} keys`
      if (!bench.wants('start-up', name)) continue
      const times: number[] = []
      for (let i = 0; i < 50; i++) {
        for (let k = 0; k < keys; k++) await redis.client.set(`key:${k}`, 'value')
        const started = performance.now()
        await redis.reset()
        times.push(performance.now() - started)
      }
      bench.report(plainFigure('start-up', name, median(times), 'ms'))
    }
    await redis.stop()
  },
}
