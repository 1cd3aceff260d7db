import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import {
  describeMissing,
  type FoundServer,
  findServers,
  identifyServer,
  requireServers,
} from 'redouble/real'
import { compareWith } from './compare-with.ts'
import { NotedBranches } from './coverage/noted-branches.ts'
import { describeFigures, describeTotal, type Figures } from './figures.ts'
import { type Options, readOptions, UsageError } from './options.ts'

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.grow > 0 && NotedBranches.find() === undefined) return again()
  await requireServers()
  const servers = await wantedServers(options)
  if (servers.length === 0) {
    console.log(describeMissing())
    return options.servers.length > 0 || options.profiles.length > 0 ? 1 : 0
  }
  const started = performance.now()
  const compare = servers.length === 1 ? compareWith : compareInWorker
  const all = await Promise.all(
    servers.map(async (server) => {
      const figures = await compare(server, options)
      console.log(describeFigures(figures))
      return figures
    }),
  )
  if (all.length > 1) console.log(describeTotal(all, (performance.now() - started) / 1000))
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ options, servers: all }, null, 2)}\n`)
  }
  return all.some((figures) => figures.differences.length > 0) ? 1 : 0
}

/** The same in a process whose double notes which branches run. */
function again(): number {
  const notes = new URL('./coverage/register-instrumentation.js', import.meta.url).href
  const args = ['--import', notes, ...process.argv.slice(1), '--no-branches']
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 2
}

async function wantedServers(options: Options): Promise<FoundServer[]> {
  if (options.servers.length > 0) return named(options.servers)
  const found = await findServers()
  const { profiles } = options
  if (profiles.length === 0 || profiles.includes('all')) return found
  return found.filter(({ profile }) => profiles.includes(profile))
}

async function named(paths: readonly string[]): Promise<FoundServer[]> {
  const found = await Promise.all(paths.map(identifyServer))
  const missing = paths.filter((_, index) => found[index] === undefined)
  if (missing.length > 0) {
    throw new UsageError(`not a Redis or Valkey server of a known version: ${missing.join(', ')}`)
  }
  return found.filter((server) => server !== undefined)
}

/** In a thread of its own, beside the other servers. */
function compareInWorker(server: FoundServer, options: Options): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./compare-worker.js', import.meta.url), {
      workerData: { server, options },
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error(`the worker for ${server.profile} ended early`)))
  })
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error)
  return 2
})
// A client of the double may still wait for a key.
process.exit()
