import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadScriptHost } from 'redouble/embed'
import {
  describeMissing,
  type FoundServer,
  findServers,
  identifyServer,
  requireServers,
} from 'redouble/real'
import { Campaign, type Figures } from './campaign.ts'
import { type Options, readOptions, UsageError } from './options.ts'
import { readScripts } from './scripts.ts'
import { Double } from './subjects/double.ts'
import { Real } from './subjects/real.ts'

const SCRIPTS = fileURLToPath(new URL('../scripts', import.meta.url))
/** Compared when nothing else is asked for: what the double claims so far. */
const DEFAULT_PROFILES = ['7.0', '8.0', 'valkey-8.1']

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  await requireServers()
  const found = options.servers.length > 0 ? await named(options.servers) : await findServers()
  const wanted = options.profiles.length > 0 ? options.profiles : DEFAULT_PROFILES
  const isWanted = (server: FoundServer): boolean =>
    options.servers.length > 0 || wanted.includes(server.profile)
  const servers = found.filter(isWanted)
  if (servers.length === 0) {
    console.log(describeMissing())
    return options.servers.length > 0 || options.profiles.length > 0 ? 1 : 0
  }
  const all: Figures[] = []
  for (const server of servers) all.push(await compareWith(server, options))
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ options, servers: all }, null, 2)}\n`)
  }
  return all.some((figures) => figures.differences.length > 0) ? 1 : 0
}

async function named(paths: readonly string[]): Promise<FoundServer[]> {
  const found = await Promise.all(paths.map(identifyServer))
  const missing = paths.filter((_, index) => found[index] === undefined)
  if (missing.length > 0) {
    throw new UsageError(`not a Redis or Valkey server of a known version: ${missing.join(', ')}`)
  }
  return found.filter((server) => server !== undefined)
}

async function compareWith(server: FoundServer, options: Options): Promise<Figures> {
  const real = await Real.start(server)
  const double = new Double(server.profile, loadScriptHost)
  try {
    await double.warmUp()
    const campaign = new Campaign({ profile: server.profile, double, real })
    await campaign.replay(readScripts(SCRIPTS))
    await campaign.generate(options.minutes, options.seed)
    print(campaign.figures)
    return campaign.figures
  } finally {
    await double.stop()
    await real.stop()
  }
}

function print(figures: Figures): void {
  const rate = figures.seconds > 0 ? Math.round(figures.programs / figures.seconds) : 0
  console.log(
    `${figures.server}: ${figures.scripts} scripts, ${figures.programs} programs ` +
      `(${figures.commands} commands, ${Object.keys(figures.calls).length} names, ${rate} a second), ` +
      `${figures.differences.length} differences`,
  )
  for (const difference of figures.differences) console.log(`\n${difference}`)
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error)
  return 2
})
// A client of the double may still wait for a key.
process.exit()
