import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { type Backend, BACKENDS, type BackendName, openBackend } from './backends.ts'
import { makePlan, type Plan } from './plan.ts'
import { ProgressBar } from './progress-bar.ts'
import { type Lap, race, roundCount, warmUp } from './race.ts'
import {
  figures,
  heading,
  isGood,
  pickReference,
  raceReport,
  summary,
  table,
  troubles,
} from './report.ts'
import { neverOpened, type Result, runBackend } from './run-backend.ts'

const USAGE = `Runs BullMQ on Redouble in the process, on Redouble over TCP and on a real Redis, and compares.

  npm start -- [--only in-process|tcp|real] [--server PATH] [--json FILE] [--timeout SECONDS]

  --only NAME        one backend; can be given again for another
  --server PATH      the redis-server or valkey-server to compare with (default: looks for one)
  --json FILE        writes the figures to a file
  --timeout SECONDS  how long a backend may take before it counts as hung (default: 60)
`

interface Options {
  names: readonly BackendName[]
  server?: string
  json?: string
  timeoutMs: number
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      server: { type: 'string' },
      json: { type: 'string' },
      timeout: { type: 'string', default: '60' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    process.exit(0)
  }
  const wrong = values.only?.find((name) => !BACKENDS.includes(name as BackendName))
  if (wrong !== undefined) throw new Error(`--only ${wrong}: use one of ${BACKENDS.join(', ')}`)
  const timeoutMs = Number(values.timeout) * 1000
  if (!(timeoutMs > 0)) throw new Error(`--timeout ${values.timeout}: use a number of seconds`)
  const names = BACKENDS.filter((name) => values.only?.includes(name) ?? true)
  return { names, server: values.server, json: values.json, timeoutMs }
}

/** BullMQ brings its own choice of ioredis, which need not be the one that this program has. */
function describeVersions(): string {
  const require = createRequire(import.meta.url)
  const bullmq = require.resolve('bullmq/package.json')
  const { version } = require(bullmq)
  const ioredis = createRequire(bullmq)('ioredis/package.json').version
  return `BullMQ ${version}, ioredis ${ioredis}, Node ${process.versions.node}`
}

/** Undefined when there is no such backend on this machine. */
async function runOne(
  plan: Plan,
  name: BackendName,
  options: Options,
): Promise<Result | undefined> {
  let backend: Backend | undefined
  try {
    backend = await openBackend(name, options.server)
  } catch (error) {
    return neverOpened(plan, name, error as Error)
  }
  if (backend === undefined) {
    console.log('  No real Redis was found on this machine, so it goes on without one.\n')
    return undefined
  }
  const result = await runBackend(plan, backend, options.timeoutMs)
  // A backend that hangs may hang here too.
  if (!result.hung) await backend.stop()
  return result
}

/** Compares the speed of the backends that there are. */
async function runRace(plan: Plan, results: readonly Result[], options: Options): Promise<Lap[]> {
  const names = results.map((result) => result.name)
  const bar = new ProgressBar('The race', roundCount(names.length), 'rounds')
  const jobs = plan.jobs.filter((job) => job.queue === 'plain')
  const laps = await race(names, jobs, options.server, (done) => bar.advance(done))
  bar.clear()
  const titles = Object.fromEntries(results.map(({ name, title }) => [name, title]))
  console.log(`\n${raceReport(laps, titles)}`)
  return laps
}

async function main(): Promise<number> {
  const options = readOptions()
  const plan = makePlan()
  const versions = describeVersions()
  console.log(heading(plan, versions))

  await warmUp(plan.jobs.filter((job) => job.queue === 'plain'))
  const results: Result[] = []
  for (const name of options.names) {
    const result = await runOne(plan, name, options)
    if (result) results.push(result)
  }
  if (results.length === 0) return options.names.includes('real') ? 0 : 1
  if (!process.stdout.isTTY) console.log()

  const parts = [table(results), troubles(results), summary(results)]
  console.log(parts.filter((part) => part !== '').join('\n'))
  const reference = pickReference(results)
  const laps = results.some((result) => result.hung) ? [] : await runRace(plan, results, options)
  const json = JSON.stringify(figures(results, laps, versions), null, 2)
  if (options.json) writeFileSync(options.json, json)
  return results.every((result) => isGood(result, reference)) ? 0 : 1
}

try {
  const code = await main()
  // What hung keeps the process alive; what ended well must not, and is left to prove it.
  if (code !== 0) process.exit(code)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
