/** What `npm run conformance -- …` takes. */
export interface Options {
  /** Minutes of generated programs for each server. */
  readonly minutes: number
  /** At most so many generated programs for each server. */
  readonly programs: number
  /** Binaries to compare with, beside those that are found. */
  readonly servers: readonly string[]
  /** Profiles to compare; all that are found when empty, or for `all`. */
  readonly profiles: readonly string[]
  readonly json: string | undefined
  readonly seed: number
  /** Servers of each profile that play at the same time. */
  readonly lanes: number
  readonly replaysScripts: boolean
  readonly measuresBranches: boolean
  /** Minutes of looking for programs to keep. */
  readonly grow: number
}

export class UsageError extends Error {}

const USAGE = `usage: npm run conformance -- [options]
  --minutes N      minutes of generated programs for each server (default 0.25)
  --programs N     at most N generated programs for each server; 0 plays scripts and corpus alone
  --server PATH    a redis-server or valkey-server binary; may be repeated
  --profile NAME   only this profile (7.0, 8.0, valkey-8.1, …); may be repeated; all is what
                   there is without it: every server that is found, side by side
  --seed N         the first seed (default: from the clock)
  --lanes N        servers of each profile that play programs on several connections (default 3)
  --no-scripts     generated programs alone, neither scripts nor corpus
  --no-branches    does not measure which branches of the double ran
  --grow N         looks N minutes for programs that reach something new, and keeps them in
                   conformance/corpus (with one --profile)
  --json FILE      writes the figures, with what is not covered`

export function readOptions(argv: readonly string[]): Options {
  const servers: string[] = []
  const profiles: string[] = []
  const numbers = { minutes: -1, programs: -1, seed: Date.now() % 2 ** 31, lanes: 3, grow: 0 }
  const flags = { scripts: true, branches: true }
  let json: string | undefined
  for (let i = 0; i < argv.length; i++) {
    const option = argv[i]
    const name = option.replace(/^--(?:no-)?/, '')
    if (option === '--help') throw new UsageError(USAGE)
    if (option.startsWith('--no-') && name in flags) {
      flags[name as keyof typeof flags] = false
      continue
    }
    const value = argv[++i]
    if (value === undefined) throw new UsageError(`${option} needs a value\n${USAGE}`)
    if (option === '--server') servers.push(value)
    else if (option === '--profile') profiles.push(value)
    else if (option === '--json') json = value
    else if (option === `--${name}` && name in numbers) {
      numbers[name as keyof typeof numbers] = positive(option, value)
    } else throw new UsageError(`unknown option ${option}\n${USAGE}`)
  }
  const { minutes, programs, seed, lanes, grow } = numbers
  return {
    // A count of programs alone is not bounded by time.
    minutes: minutes >= 0 ? minutes : programs >= 0 ? Number.POSITIVE_INFINITY : 0.25,
    programs: programs >= 0 ? programs : Number.POSITIVE_INFINITY,
    servers,
    profiles,
    json,
    seed,
    lanes,
    replaysScripts: flags.scripts,
    measuresBranches: flags.branches,
    grow,
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value >= 0) return value
  throw new UsageError(`${name} takes a number, not ${JSON.stringify(text)}`)
}
