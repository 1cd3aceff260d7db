import { execFile } from 'node:child_process'
import { access, constants, readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { RealServerError } from './errors.ts'

/** Every version that the double can answer as, oldest first and Redis before Valkey. @since 0.1.0 */
export const SERVER_PROFILES = [
  '7.0',
  '7.2',
  '7.4',
  '8.0',
  '8.2',
  'valkey-8.1',
  'valkey-9',
] as const

export type ServerProfile = (typeof SERVER_PROFILES)[number]

export type ServerFlavour = 'redis' | 'valkey'

/** A real server on this machine that is not running yet. @since 0.1.0 */
export interface FoundServer {
  flavour: ServerFlavour
  /** As the server says it: `8.0.2`. */
  version: string
  profile: ServerProfile
  /** The executable, which takes a server's ordinary arguments. */
  path: string
}

/** The part of `process.env` that this room reads. */
export type ServerEnvironment = Readonly<Record<string, string | undefined>>

const BINARIES = ['redis-server', 'valkey-server']

/** A binary that hangs instead of saying its version is no server. */
const VERSION_TIMEOUT_MS = 10_000

const run = promisify(execFile)

/**
 * The real servers of this machine, one for each profile, in the order of `SERVER_PROFILES`.
 * Looks at the folders of `REDOUBLE_SERVERS` (by default where `scripts/fetch-servers` puts them),
 * then at `PATH`; what is found first for a profile wins.
 *
 * @since 0.1.0
 * @example
 * ```ts
 * import { findServers, startServer } from 'redouble/real'
 *
 * const [found] = await findServers()
 * await using server = await startServer(found)
 * console.log(server.host, server.port)
 * ```
 */
export async function findServers(env: ServerEnvironment = process.env): Promise<FoundServer[]> {
  const paths = [...(await serverFolders(env)), ...pathCandidates(env)]
  const found = await Promise.all(paths.map(identifyServer))
  return SERVER_PROFILES.flatMap(
    (profile) => found.find((server) => server?.profile === profile) ?? [],
  )
}

/**
 * Like `findServers`, but throws when a profile named in `REDOUBLE_REQUIRE_SERVERS` (such as
 * `7.0,8.0,valkey-8.1`) is missing. A CI run sets it, so that a missing server is a failure there
 * and not a skipped test.
 *
 * @throws RealServerError `REDOUBLE_SERVER_MISSING`
 * @since 0.1.0
 */
export async function requireServers(env: ServerEnvironment = process.env): Promise<FoundServer[]> {
  const found = await findServers(env)
  const required = (env.REDOUBLE_REQUIRE_SERVERS ?? '').split(',').flatMap((s) => s.trim() || [])
  const missing = required.filter((profile) => !found.some((server) => server.profile === profile))
  if (missing.length > 0) {
    const have = found.map((server) => server.profile).join(', ') || 'none'
    throw new RealServerError(
      'REDOUBLE_SERVER_MISSING',
      `REDOUBLE_REQUIRE_SERVERS asks for ${missing.join(', ')}, which this machine lacks ` +
        `(it has: ${have}; the profiles are: ${SERVER_PROFILES.join(', ')}). ${howToGet(env)}`,
    )
  }
  return found
}

/** Why a test that compares with a real server was skipped, and what to do about it. @since 0.1.0 */
export function describeMissing(env: ServerEnvironment = process.env): string {
  return `No real Redis or Valkey server was found. ${howToGet(env)}`
}

/** The profile of a version, or undefined for one that the double has no profile for. */
export function profileOf(flavour: ServerFlavour, version: string): ServerProfile | undefined {
  const [major, minor] = version.split('.')
  const names =
    flavour === 'redis' ? [`${major}.${minor}`] : [`valkey-${major}.${minor}`, `valkey-${major}`]
  return SERVER_PROFILES.find((profile) => names.includes(profile))
}

function howToGet(env: ServerEnvironment): string {
  return (
    "Run scripts/fetch-servers in Redouble's repository (it needs Debian's apt and installs " +
    `nothing), which fills ${serversHome(env)}; or put redis-server or valkey-server on PATH; or ` +
    'set REDOUBLE_SERVERS to a folder with <name>/server in it.'
  )
}

function serversHome(env: ServerEnvironment): string {
  return env.REDOUBLE_SERVERS || join(homedir(), '.cache', 'redouble', 'servers')
}

async function serverFolders(env: ServerEnvironment): Promise<string[]> {
  const home = serversHome(env)
  const names = await readdir(home).catch(() => [])
  return names
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => join(home, name, 'server'))
}

function pathCandidates(env: ServerEnvironment): string[] {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => BINARIES.map((binary) => join(folder, binary)))
}

/**
 * Asks a binary what it is; undefined when it is no server of a known profile. Its name does not
 * tell: a `redis-server` may be a link to Valkey.
 *
 * @since 0.1.0
 */
export async function identifyServer(path: string): Promise<FoundServer | undefined> {
  try {
    await access(path, constants.X_OK)
    const { stdout } = await run(path, ['--version'], { timeout: VERSION_TIMEOUT_MS })
    const [, name, version] = /^(Redis|Valkey) server v=(\d+\.\d+\.\d+)/.exec(stdout) ?? []
    if (name === undefined || version === undefined) return undefined
    const flavour = name === 'Redis' ? 'redis' : 'valkey'
    const profile = profileOf(flavour, version)
    return profile && { flavour, version, profile, path }
  } catch {
    return undefined
  }
}
