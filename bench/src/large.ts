import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { plainFigure } from './figures.ts'
import type { Suite } from './suite.ts'

const run = promisify(execFile)

/** Runs in a process of its own, so that the memory measured is its own. */
export const large: Suite = {
  name: 'large',
  title: 'A million of them, in the engine without a socket',
  async run(bench) {
    for (const what of ['keys', 'members']) {
      if (!bench.wants('large', what)) continue
      const count = bench.quick ? 100_000 : 1_000_000
      const worker = fileURLToPath(new URL('./large-worker.js', import.meta.url))
      const { stdout } = await run(process.execPath, ['--expose-gc', worker, what, String(count)])
      const figures = JSON.parse(stdout) as Record<string, [number, string]>
      for (const [name, [value, unit]] of Object.entries(figures)) {
        bench.report(plainFigure('large', name, value, unit))
      }
    }
  },
}
