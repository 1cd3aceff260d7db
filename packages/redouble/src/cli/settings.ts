import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Config } from '../command/config.ts'
import { shownValue } from '../command/config-directive.ts'
import { directivesOf } from '../command/config-directives.ts'
import { applyDirectives, fatalConfigError, parseConfigFile } from '../command/config-file.ts'
import { DEFAULT_PROFILE, PROFILE_NAMES, type Profile, profileNamed } from '../command/profile.ts'
import { aclFileAt } from './acl-file.ts'
import type { CommandLine } from './command-line.ts'

/** What the server is to be. */
export interface Settings {
  readonly config: Config
  readonly profile: Profile
  /** A directive as CONFIG GET shows it. */
  readonly get: (name: string) => string
}

/** Redis binds to every address by default; a test server stays on the machine. */
const DEFAULT_BIND = '127.0.0.1'

/** A start that cannot be; the message is for standard error. */
export class StartRefused extends Error {}

/** Reads the file and the arguments. Throws StartRefused in redis-server's own words. */
export function readSettings(line: Extract<CommandLine, { kind: 'serve' }>): Settings {
  const profile = profileNamed(line.profileName)
  if (profile === undefined) {
    throw new StartRefused(
      `There is no version ${JSON.stringify(line.profileName)} to answer as. ` +
        `Known: ${PROFILE_NAMES.join(', ')} (default ${DEFAULT_PROFILE}).`,
    )
  }
  const config = new Config()
  config.stored.set('bind', DEFAULT_BIND)
  // The directives of the command line begin with a line break, as redis-server puts them.
  const text = readConfigText(line.configFile) + line.directives
  const lines = parseConfigFile(text, readInclude)
  const error = applyDirectives(config, lines, profile)
  if (error !== null) throw new StartRefused(fatalConfigError(error, profile))
  if (line.configFile !== undefined && line.configFile !== '-') giveFile(config, line.configFile)
  const get = reader(config, profile)
  const aclFile = get('aclfile')
  if (aclFile !== '') config.aclFile = aclFileAt(aclFile)
  return { config, profile, get }
}

function readConfigText(path: string | undefined): string {
  if (path === undefined) return ''
  if (path === '-') return readFileSync(0, 'latin1')
  return readInclude(path)
}

function readInclude(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'No such file or directory'
        : String(error)
    throw new StartRefused(`Fatal error, can't open config file '${resolve(path)}': ${why}`)
  }
}

/** CONFIG REWRITE writes back to the file that the server was started with. */
function giveFile(config: Config, path: string): void {
  const absolute = resolve(path)
  config.file = {
    path: absolute,
    read: () => readFileSync(absolute, 'latin1'),
    write: (text) => writeFileSync(absolute, text, 'latin1'),
  }
}

function reader(config: Config, profile: Profile): (name: string) => string {
  const table = directivesOf(profile)
  return (name) => {
    const directive = table.find(name)
    return directive === undefined ? '' : shownValue(directive, config, profile)
  }
}
